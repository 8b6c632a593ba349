# SPDX-License-Identifier: ISC
"""What a program does exactly once for an event."""

from typing import List

from e2e.telethon.storage import Join


class Once:
    """Given by SecretEvent.once()."""

    def __init__(self, joined: List[Join]) -> None:
        self._joined = joined

    def join(self, function: Join) -> None:
        """Call function(connection) in the transaction that ends the block.

        connection: the sqlite3 connection of the store, for tables of the program's own. What
        function raises undoes the whole block.
        """
        self._joined.append(function)
