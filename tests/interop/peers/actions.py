# SPDX-License-Identifier: ISC
"""What a chat does about service messages of the other side, but for re-keying."""

from typing import Any, List

from . import content
from .tl import Object

SPAN = 1000    # messages that one request may ask for


class Actions:
    """Part of Chat: on_NAME is called with decryptedMessageActionNAME, in order."""

    def on_NotifyLayer(self, heard: Any, action: Object) -> None:
        """The other side's layer."""
        del heard
        self.raise_layer(action["layer"])

    def on_SetMessageTTL(self, heard: Any, action: Object) -> None:
        """The chat's default for messages to come."""
        del heard
        self.ttl = self.limit_ttl(action["ttl_seconds"])
        self.seen("ttl", seconds=self.ttl)

    def limit_ttl(self, seconds: int) -> int:
        """A time to live as this client takes it."""
        return max(0, seconds)

    def on_DeleteMessages(self, heard: Any, action: Object) -> None:
        """Delete messages of either side; ours that are not acknowledged are sent no more."""
        del heard
        known = [number for number in action["random_ids"] if number in self.messages]
        self.delete(known)
        self.seen("deleted", messages=list(action["random_ids"]))

    def delete(self, random_ids: List[int]) -> None:
        """Messages are no longer there. What is not acknowledged is rewritten."""
        for number in random_ids:
            del self.messages[number]
        self.owner.lifetimes.forget(self.chat_id, random_ids)
        for raw, sent in self.sent.items():
            if sent.random_id in random_ids:
                self.rewrite(raw, sent)

    def rewrite(self, raw: int, sent: Any) -> None:
        """A deleted message that may be asked for becomes a deletion of itself."""
        sent.message = content.deletion(sent.random_id, sent.random_id)
        sent.service, sent.file = True, None
        sent.packet = self.seal(raw, sent)

    def on_FlushHistory(self, heard: Any, action: Object) -> None:
        """Delete everything."""
        del heard, action
        self.delete(list(self.messages))
        self.seen("flushed")

    def on_ReadMessages(self, heard: Any, action: Object) -> None:
        """The other side has opened media of ours."""
        del heard
        for number in action["random_ids"]:
            if number in self.messages:
                self.owner.lifetimes.start(self, number)
                self.seen("opened", messages=[number])

    def on_ScreenshotMessages(self, heard: Any, action: Object) -> None:
        """The other side has taken a screenshot."""
        del heard
        self.seen("screenshot", messages=action["random_ids"])

    def on_Resend(self, heard: Any, action: Object) -> None:
        """A request to resend whose turn it is; held ones may have been obeyed already."""
        del action
        if not heard.obeyed:
            self.obey(heard)

    def obey(self, heard: Any) -> None:
        """Do what a request to resend wants."""
        start, end = heard.action["start_seq_no"], heard.action["end_seq_no"]
        side = 1 if self.creator else 0
        if start % 2 != side or end % 2 != side or not 0 <= start <= end:
            self.bad_request(heard, f"asked to resend {start} to {end}")
        else:
            self.asked(start // 2, end // 2, heard)

    def bad_request(self, heard: Any, reason: str) -> None:
        """A request to resend that cannot be; the documents want the chat closed."""
        del heard
        self.abandon(reason)

    def asked(self, first: int, last: int, heard: Any) -> None:
        """Send messages of ours again, byte for byte."""
        if last - first >= SPAN or last >= self.out_raw:
            self.bad_request(heard, f"asked for {first} to {last} of {self.out_raw} sent, raw")
            return
        for raw in range(first, last + 1):
            sent = self.sent.get(raw)
            if sent is None:
                self.bad_request(heard, f"asked for {raw}, acknowledged before")
                return
            self.post_again(raw, sent, sent.packet, sent.random_id)
