# SPDX-License-Identifier: ISC
"""What a call is answered with where it fails."""


class RpcError(Exception):
    """An error that a call is answered with."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__("%d %s" % (code, text))
        self.code = code
        self.text = text
