# SPDX-License-Identifier: ISC
"""What the worker itself remembers over restarts: one JSON file beside TDLib's database."""

import json
from pathlib import Path
from typing import Dict


class Memory:
    """Which state of each chat was told to the parent, and the handles of messages.

    TDLib gives an outgoing message another identifier when the server has it. The handle of a
    message is "CHAT:ID" with the first identifier; `final` has those that have changed.
    """

    def __init__(self, path: Path) -> None:
        """path: the file, read if it exists."""
        self._path = path
        self.states: Dict[str, str] = {}
        self.final: Dict[str, str] = {}
        if path.exists():
            stored = json.loads(path.read_text())
            self.states, self.final = stored["states"], stored["final"]
        self._first = {final: first for first, final in self.final.items()}

    def _save(self) -> None:
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps({"states": self.states, "final": self.final}))
        part.replace(self._path)

    def change_state(self, chat: int, state: str) -> bool:
        """The chat is in this state. True if that is news."""
        if self.states.get(str(chat)) == state:
            return False
        self.states[str(chat)] = state
        self._save()
        return True

    def change_id(self, chat: int, first: int, final: int) -> None:
        """A message has got its final identifier."""
        self.final[f"{chat}:{first}"] = f"{chat}:{final}"
        self._first[f"{chat}:{final}"] = f"{chat}:{first}"
        self._save()

    def handle(self, chat: int, message: int) -> str:
        """The handle of the message with this identifier."""
        name = f"{chat}:{message}"
        return self._first.get(name, name)

    def message(self, handle: str) -> int:
        """The identifier that TDLib now knows a message by. Raises ValueError."""
        return int(self.final.get(handle, handle).split(":")[1])
