# SPDX-License-Identifier: ISC
"""TL for e2e.inspect: what a packet carries, and objects that come without one."""
from typing import Any, Dict, List, Optional

from e2e import _abi, schema
from e2e._codec import layout_of
from e2e._walk import Walk
from e2e.crypto import CREATOR
from e2e.errors import Refused

ODD = ((_abi.E2E_TL_ODD_PADDING, "a string is filled up with other bytes than zeros"),
       (_abi.E2E_TL_ODD_LENGTH, "a short string has the long form of length"),
       (_abi.E2E_TL_ODD_FLAGS, "a flag is set that the schema does not have"))
RANDOM_MIN = 15
LAYER_MIN = 8
LAYER_MTPROTO2 = 73
LAYERS = (46, 73, 101, 144)  # at others an iPhone stops reading
# A file's key in TL takes 33 bytes and its constructor 4: fewer bytes have none in them.  And of a
# key that came bare, fewer than 20 are not worth much.
SECRET_TL_BYTES = 36
SECRET_BYTES = 20
NOTHING = schema.Got(None, 0, None, b"")


class Report:
    """Facts and checks, as the JSON of e2e-inspect has them.  Keys of files, and bytes that could
    have them, are only shown with EXPOSE_KEYS."""

    def __init__(self, expose_keys: bool) -> None:
        self.expose_keys = expose_keys
        self.part = ""
        self.failed = 0
        self._facts: Dict[str, Any] = {}
        self._checks: List[Dict[str, str]] = []

    def fact(self, name: str, value: Any) -> None:
        self._facts[name] = value

    def check(self, verdict: str, name: str, found: str) -> None:
        """VERDICT is ok, note or failed."""
        self.failed += verdict == "failed"
        self._checks.append({"part": self.part, "check": name, "verdict": verdict,
                             "found": found})

    def result(self) -> Dict[str, Any]:
        return {"verdict": "failed" if self.failed else "ok", "failed": self.failed,
                **self._facts, "checks": self._checks}


def role_of(sender: Optional[int]) -> str:
    """As e2e-inspect calls it."""
    if sender is None:
        return "unknown"
    return "creator" if sender == CREATOR else "acceptor"


def inspect_bytes(report: Report, data: bytes, prefix: str, mtproto: int,
                  sender: Optional[int], of_packet: bool = False) -> schema.Got:
    """Report on the object that DATA should be, and what could be decoded of it."""
    before = report.failed
    got = _decoded(report, data, prefix)
    found = got.object
    whole = report.failed == before
    keys = 0 if report.expose_keys or found is None else _blank(found, None)
    if of_packet and (report.expose_keys or len(data) < SECRET_TL_BYTES or (whole and not keys)):
        report.fact("payload", data.hex())
    if of_packet and found is not None and not _is_message(found):
        report.check("failed", "type", layout_of(found.CTOR).name)
    if found is not None:
        _show(report, found, mtproto, sender)
    if keys:
        report.fact("keys_hidden", keys)
        report.check("note", "file key", "not shown")
    if got.rest:
        _rest(report, prefix, got)
    return got


def _rest(report: Report, prefix: str, got: schema.Got) -> None:
    """Bytes that nobody could read; an object that begins before them tells how much is at risk."""
    n = len(got.rest)
    small = n < (SECRET_BYTES if got.object is None else SECRET_TL_BYTES) and n % 4 == 0
    if report.expose_keys or small:
        report.fact(prefix + "rest", got.rest.hex())
    else:
        report.check("note", "rest", f"{n} bytes, not shown")


def _decoded(report: Report, data: bytes, prefix: str) -> schema.Got:
    if not data:
        report.check("failed", "tl", "no bytes")
        return NOTHING
    walk = Walk(data)
    try:
        got = schema.decode_partly(data)
    except Refused:
        got = _refused(report, data, walk, prefix, NOTHING)
    else:
        if got.unknown is not None and got.unknown in schema.CLASSES:
            got = _refused(report, data, walk, prefix, got)  # a flag is not known
        elif got.unknown is not None:
            shown = f"0x{got.unknown:08x}"
            # Objects have whole words; of what has not, the first could be that of a mistyped key.
            if walk.at == 0 and walk.left % 4 and not report.expose_keys:
                shown = "(not shown)"
            report.check("failed", "tl", f"unknown constructor {shown} at byte {walk.at}, "
                                         f"{walk.path or 'the object'}")
            report.fact(prefix + "unknown", shown)
        elif got.object is not None:
            name = layout_of(got.object.CTOR).name
            report.check("ok", "tl", f"{name}, {len(data)} bytes")
    for bit, text in ODD:
        if got.odd & bit:
            report.check("note", "odd", text)
    return got


def _refused(report: Report, data: bytes, walk: Walk, prefix: str,
             got: schema.Got) -> schema.Got:
    """Why it is no object; what can be shown is an object with bytes behind it, or GOT."""
    problem = walk.problem
    if problem is None and walk.left:
        report.check("failed", "tl", f"the object ends at byte {walk.at} and {walk.left} "
                                     "trailing bytes follow")
        report.fact(prefix + "trailing_bytes", walk.left)
        return schema.decode_partly(data[:walk.at])
    if problem is None:
        report.check("failed", "tl", "no object that can be decoded")
    else:
        report.check("failed", "tl", f"at byte {walk.at}: {walk.path or 'the object'} "
                                     f"{problem.text}")
    return got


# ---- Showing -------------------------------------------------------------------------------


def _blank(found: schema.TLObject, shown: Optional[Dict[str, Any]]) -> int:
    """How many keys and IVs of files FOUND has; None takes their place in SHOWN, its JSON."""
    n = 0
    for field in layout_of(found.CTOR).fields:
        value = getattr(found, field.name, None)
        name = field.name[:-1] if field.name.endswith("_") else field.name
        if field.kind == _abi.E2E_TL_KIND_BYTES and field.name in ("key", "iv") and value:
            n += 1
            if shown is not None:
                shown[name] = None
        elif field.kind == _abi.E2E_TL_KIND_OBJECT and value is not None:
            n += _blank(value, shown and shown[name])
        elif field.kind == _abi.E2E_TL_KIND_OBJECTS and value:
            for index, element in enumerate(value):
                n += _blank(element, shown and shown[name][index])
    return n


def _json(report: Report, found: schema.TLObject) -> Any:
    shown = schema.to_json(found)
    if not report.expose_keys:
        _blank(found, shown)
    return shown


def _is_message(found: schema.TLObject) -> bool:
    return isinstance(found, (schema.TypeDecryptedMessageLayer, schema.TypeDecryptedMessage))


def _show(report: Report, found: schema.TLObject, mtproto: int, sender: Optional[int]) -> None:
    if isinstance(found, schema.DecryptedMessageLayer):
        _wrapper(report, found, mtproto, sender)
        _message(report, found.message, found.layer)
    elif isinstance(found, schema.TypeDecryptedMessage):
        report.check("note", "wrapper", "none")
        _message(report, found, LAYER_MIN)
    else:
        report.fact("object", _json(report, found))


def _message(report: Report, message: Optional[schema.TLObject], layer: int) -> None:
    report.part = "message"
    if message is None:
        report.check("note", "constructor", "none that could be decoded")
        return
    layout = layout_of(message.CTOR)
    report.check("note" if layout.layer > layer else "ok", "constructor",
                 f"{layout.name}#{message.CTOR:08x} of layer {layout.layer}")
    report.fact("constructor", layout.name)
    report.fact("message", _json(report, message))


def _wrapper(report: Report, w: schema.DecryptedMessageLayer, mtproto: int,
             sender: Optional[int]) -> None:
    report.part = "wrapper"
    report.fact("random_bytes_n", len(w.random_bytes))
    report.check("ok" if len(w.random_bytes) >= RANDOM_MIN else "failed", "random_bytes",
                 f"{len(w.random_bytes)} bytes")
    report.fact("layer", w.layer)
    report.check(_layer_verdict(w.layer, mtproto), "layer", str(w.layer))
    creator = sender == CREATOR
    if sender is None:
        creator = w.out_seq_no & 1 == 1
        report.check("note", "sender", ("creator" if creator else "acceptor")
                     + ", by the parity of out_seq_no")
    report.fact("role", "creator" if creator else "acceptor")
    report.fact("in_seq_no", w.in_seq_no)
    report.fact("out_seq_no", w.out_seq_no)
    in_good = _number(report, "in", w.in_seq_no, 0 if creator else 1)
    out_good = _number(report, "out", w.out_seq_no, 1 if creator else 0)
    if not (in_good and out_good):
        report.check("note", "sequence", "in_seq_no is wrong" if out_good
                     else "out_seq_no is wrong" if in_good else "both numbers are wrong")


def _layer_verdict(layer: int, mtproto: int) -> str:
    if layer < LAYER_MIN or (mtproto == 1 and layer >= LAYER_MTPROTO2):
        return "failed"
    return "ok" if layer in LAYERS else "note"


def _number(report: Report, way: str, value: int, bit: int) -> bool:
    """in_seq_no or out_seq_no, whose lowest bit must be BIT."""
    name = way + "_seq_no"
    if value < 0:
        report.check("failed", name, str(value))
    elif value & 1 != bit:
        report.check("failed", name, f"{value}, which is {'even' if bit else 'odd'}")
    else:
        report.check("ok", name, f"{value} = 2 * {value // 2} + {bit}")
        report.fact("raw_" + way, value // 2)
        return True
    return False
