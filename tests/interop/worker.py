# SPDX-License-Identifier: ISC
"""The worker protocol: one client program per process, driven by JSON lines.

A worker is a process that plays one user of Telegram. Its parent writes one call per line to its
standard input and reads the answers and the unasked records from its standard output:

    in      {"id": 1, "do": "text", "args": {"chat": 7, "text": "hello"}}
    out     {"id": 1, "result": 42}     or     {"id": 1, "error": "cannot: no such feature"}
    out     {"seen": {"kind": "text", "chat": 7, "message": 43, "text": "hi"}}

Calls of one worker are carried out one after the other, in the order in which they were written;
seen records come in between at any time. Standard error is for people and is never parsed.

Child side: a class derived from Worker with one coroutine method do_NAME per verb, started by
run_worker(). Parent side: WorkerPeer. The verbs themselves and the fields of the seen records
are listed in README.md.
"""

import asyncio
import collections
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence

CANNOT = "cannot: "
STDERR_LINES = 50
LINE_LIMIT = 1 << 24    # bytes of the longest line either side accepts


class WorkerError(Exception):
    """The worker answered a call with an error."""


class CannotError(WorkerError):
    """The client behind the worker has no such ability: "cannot: REASON".

    Raised by a do_NAME method, and again by WorkerPeer.call() in the parent.
    """

    def __init__(self, reason: str) -> None:
        """reason: why, without the word "cannot"."""
        super().__init__(CANNOT + reason)
        self.reason = reason


class WorkerDied(Exception):
    """The process ended, or wrote something that is no line of the protocol."""


class WorkerTimeout(Exception):
    """The answer or the record that was waited for did not come in time."""


class Worker:
    """Child side. Derive from it and add `async def do_NAME(self, **args)` methods.

    What do_NAME returns must be representable in JSON and becomes the result. An exception
    becomes the error text, and its traceback goes to standard error.
    """

    def __init__(self) -> None:
        self._output = -1
        self._stopping = False

    def seen(self, kind: str, **fields: Any) -> None:
        """Tell the parent, unasked, that something happened. None fields are left out."""
        record: Dict[str, Any] = {"kind": kind}
        record.update((name, value) for name, value in fields.items() if value is not None)
        self._write({"seen": record})

    async def start(self) -> None:
        """Called once in the event loop, before the first call."""

    async def finish(self) -> None:
        """Called once at the end of an orderly stop; not after SIGKILL."""

    async def do_stop(self) -> None:
        """The verb `stop`: the process ends with status 0 after the answer."""
        self._stopping = True

    async def serve(self, output: int) -> None:
        """Answer calls until `stop` or the end of standard input. output: file descriptor."""
        self._output = output
        reader = asyncio.StreamReader(limit=LINE_LIMIT)
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        await self.start()
        while not self._stopping:
            line = await reader.readline()
            if not line:
                break
            await self._answer(json.loads(line))
        await self.finish()

    async def _answer(self, call: Dict[str, Any]) -> None:
        answer: Dict[str, Any] = {"id": call["id"]}
        method = getattr(self, "do_" + call["do"], None)
        try:
            if method is None:
                raise CannotError("no verb " + call["do"])
            answer["result"] = await method(**call.get("args", {}))
        except CannotError as error:
            answer["error"] = str(error)
        except Exception as error:  # pylint: disable=broad-except
            traceback.print_exc()
            answer["error"] = f"{type(error).__name__}: {error}"
        self._write(answer)

    def _write(self, value: Dict[str, Any]) -> None:
        line = memoryview(json.dumps(value).encode() + b"\n")
        while line:
            line = line[os.write(self._output, line):]


def run_worker(worker: Worker) -> None:
    """Serve on the standard streams until the parent stops us or goes away.

    Standard output is given to the protocol alone: whatever else writes to it, also from C
    code, comes out on standard error.
    """
    output = os.dup(1)
    os.dup2(2, 1)
    asyncio.run(worker.serve(output))


class WorkerPeer:
    """Parent side: one worker process.

    Every record that came is in `seen`, oldest first, also those from before a restart.
    wait() hands out each record once, so two waits for the same kind get two records.
    """

    def __init__(self, command: Sequence[str], *, name: str = "worker",
                 env: Optional[Dict[str, str]] = None, cwd: Optional[Path] = None,
                 timeout: float = 30.0, log: Optional[Path] = None) -> None:
        """command: the program and its arguments. env: added to our own environment.

        timeout: seconds that call() and wait() wait unless told otherwise. log: file that
        everything from the worker's standard error is appended to.
        """
        self.command = list(command)
        self.name = name
        self.timeout = timeout
        self.seen: List[Dict[str, Any]] = []
        self._env = env
        self._cwd = cwd
        self._log = log
        self._untaken: List[Dict[str, Any]] = []
        self._stderr: collections.deque = collections.deque(maxlen=STDERR_LINES)
        self._process: Optional[asyncio.subprocess.Process] = None
        self._input: Optional[asyncio.StreamWriter] = None
        self._tasks: List["asyncio.Task[None]"] = []
        self._answers: Dict[int, "asyncio.Future[Any]"] = {}
        self._arrival: Optional[asyncio.Condition] = None
        self._last_id = 0
        self._broken = "not started"

    async def spawn(self) -> "WorkerPeer":
        """Start the process. Returns self. Raises OSError when it cannot be started."""
        if self.running:
            raise WorkerError(f"{self.name} is running already")
        self._arrival = asyncio.Condition()
        self._stderr.clear()
        process = await asyncio.create_subprocess_exec(
            *self.command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE, cwd=self._cwd, limit=LINE_LIMIT,
            env={**os.environ, **(self._env or {})})
        self._process, self._input, self._broken = process, process.stdin, ""
        assert process.stdout is not None and process.stderr is not None
        self._tasks = [asyncio.create_task(self._read_stderr(process.stderr)),
                       asyncio.create_task(self._read_stdout(process, process.stdout))]
        return self

    @property
    def running(self) -> bool:
        """True while the process lives."""
        return self._process is not None and self._process.returncode is None

    async def call(self, verb: str, timeout: Optional[float] = None, **args: Any) -> Any:
        """Let the worker do something and return its result.

        Raises CannotError, WorkerError (the worker's own error), WorkerDied or WorkerTimeout.
        """
        if self._broken or self._input is None:
            raise WorkerDied(self._message(f"call of {verb}", self._broken))
        self._last_id += 1
        number = self._last_id
        future: "asyncio.Future[Any]" = asyncio.get_running_loop().create_future()
        self._answers[number] = future
        line = json.dumps({"id": number, "do": verb, "args": args}) + "\n"
        try:
            self._input.write(line.encode())
            await self._input.drain()
        except ConnectionError:
            pass    # the reader of its output fails all open calls
        limit = self.timeout if timeout is None else timeout
        try:
            return await asyncio.wait_for(future, limit)
        except asyncio.TimeoutError:
            raise WorkerTimeout(
                self._message(f"call of {verb}", f"no answer in {limit:g} s")) from None
        finally:
            self._answers.pop(number, None)

    async def wait(self, kind: str, timeout: Optional[float] = None,
                   where: Optional[Callable[[Dict[str, Any]], bool]] = None,
                   **match: Any) -> Dict[str, Any]:
        """Return the oldest record of this kind that no wait returned yet.

        match: fields that must be equal; where: a further condition on the record.
        Raises WorkerTimeout, or WorkerDied when the process ends first.
        """
        def find() -> Optional[Dict[str, Any]]:
            found = self.untaken(kind, where, **match)
            return found[0] if found else None

        what = f"wait for {kind} {match or ''}".rstrip()
        limit = self.timeout if timeout is None else timeout
        if self._arrival is None:
            raise WorkerDied(self._message(what, self._broken))
        try:
            async with self._arrival:
                await asyncio.wait_for(
                    self._arrival.wait_for(lambda: find() or self._broken), limit)
        except asyncio.TimeoutError:
            raise WorkerTimeout(self._message(what, f"nothing in {limit:g} s")) from None
        record = find()
        if record is None:
            raise WorkerDied(self._message(what, self._broken))
        self._untaken = [other for other in self._untaken if other is not record]
        return record

    def untaken(self, kind: str, where: Optional[Callable[[Dict[str, Any]], bool]] = None,
                **match: Any) -> List[Dict[str, Any]]:
        """The records of this kind that came and that no wait() returned yet."""
        return [record for record in self._untaken
                if record["kind"] == kind
                and all(record.get(name) == value for name, value in match.items())
                and (where is None or where(record))]

    async def stop(self, timeout: float = 20.0) -> int:
        """Orderly end; kills what does not end in time. Returns the exit status.

        Safe to call at any time, also when the process is dead.
        """
        if self._process is not None and self.running and not self._broken:
            try:
                await self.call("stop", timeout=timeout)
                await asyncio.wait_for(self._process.wait(), timeout)
            except (WorkerDied, WorkerError, WorkerTimeout, asyncio.TimeoutError):
                pass
        return await self.kill()

    async def kill(self) -> int:
        """End the process with SIGKILL, wherever it is, and wait until it is gone."""
        if self._process is None or self._input is None:
            return 0
        if self.running:
            self._process.send_signal(signal.SIGKILL)
        status = await self._process.wait()
        await asyncio.gather(*self._tasks)
        self._input.close()
        return status

    async def restart(self) -> "WorkerPeer":
        """SIGKILL, then the same command again; log in anew with call("login", ...)."""
        await self.kill()
        return await self.spawn()

    def stderr_tail(self) -> str:
        """The last lines that the worker wrote to standard error."""
        return "\n".join(self._stderr)

    def _message(self, what: str, why: str) -> str:
        text = f"{self.name}: {what}: {why}"
        tail = self.stderr_tail()
        return text + (f"; its standard error ended with:\n{tail}" if tail else "")

    async def _read_stderr(self, stream: asyncio.StreamReader) -> None:
        log = open(self._log, "ab") if self._log else None
        rest = b""
        while True:
            data = await stream.read(65536)
            if not data:
                break
            if log:
                log.write(data)
                log.flush()
            *lines, rest = (rest + data).split(b"\n")
            self._stderr.extend(line.decode(errors="replace") for line in lines)
        if rest:
            self._stderr.append(rest.decode(errors="replace"))
        if log:
            log.close()

    async def _read_stdout(self, process: asyncio.subprocess.Process,
                           stream: asyncio.StreamReader) -> None:
        reason = ""
        while not reason:
            try:
                line = await stream.readline()
            except ValueError:
                line = b"(a line longer than the limit)"
            if not line:
                break
            try:
                await self._take(json.loads(line))
            except (ValueError, LookupError, TypeError, AttributeError):
                reason = f"wrote no line of the protocol: {line[:200]!r}"
        if reason and process.returncode is None:
            process.kill()
        status = await process.wait()
        await asyncio.wait([self._tasks[0]])
        self._fail(reason or f"ended with status {status}")
        await self._notify()

    async def _take(self, value: Dict[str, Any]) -> None:
        """One line of the worker: an answer or a record."""
        if "seen" in value:
            value["seen"]["kind"]   # pylint: disable=pointless-statement
            self.seen.append(value["seen"])
            self._untaken.append(value["seen"])
            await self._notify()
            return
        future = self._answers.get(value["id"])
        if future is None or future.done():
            return      # the call has timed out
        error = value.get("error")
        if error is None:
            future.set_result(value["result"])
        elif error.startswith(CANNOT):
            future.set_exception(CannotError(error[len(CANNOT):]))
        else:
            future.set_exception(WorkerError(f"{self.name}: {error}"))

    async def _notify(self) -> None:
        """Let every wait() look again."""
        if self._arrival is not None:
            async with self._arrival:
                self._arrival.notify_all()

    def _fail(self, reason: str) -> None:
        """Nothing more will come: end everything that waits."""
        self._broken = reason
        for future in self._answers.values():
            if not future.done():
                future.set_exception(WorkerDied(self._message("call", reason)))
