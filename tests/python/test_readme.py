# SPDX-License-Identifier: ISC
"""What README.md of the package shows, run as it stands."""
import os
import tempfile
import unittest
import unittest.mock

import e2e
from e2e import ChatState, EventKind
from server import Clock, Host, RpcError, Server, User, settle
from support import SRCDIR


def examples():
    """The pieces of Python in the file."""
    with open(os.path.join(SRCDIR, "python", "README.md"), encoding="utf-8") as file:
        text = file.read()
    return [piece.split("```", 1)[0] for piece in text.split("```python\n")[1:]]


class Readme(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        self.server = Server(Clock())
        self.server.users[1] = User()
        self.bob = Host(self.server, 2)
        self.heard = []
        self.names = {"RpcError": RpcError, "user_id": 1, "call_server": self.call,
                      "updates": self.updates, "handle": self.handle, "peer_id": 2,
                      "access_hash": 5, "wait_until_active": self.wait, "path": "plain",
                      "size": 5000, "upload_id": 77}

    def call(self, request):
        return self.server.call(1, request)

    def updates(self):
        """All that the server has, while bob takes part."""
        queue = self.server.users[1].updates
        while queue:
            yield queue.pop(0)
            settle(self.bob)

    def handle(self, account, event):
        self.heard.append((event.kind, event.state, event.body_text))
        if event.state == ChatState.REQUESTED:
            account.accept(event.chat_id)

    def wait(self, chat_id):
        account = self.names["account"]
        settle(self.bob)
        self.bob.account.accept(chat_id)
        settle(self.bob)
        for update in self.updates():
            account.feed_tl(update)
            self.names["settle"](account, self.call)
        self.assertEqual(account.chat(chat_id).state, ChatState.ACTIVE)

    def test_all(self):
        host, talk, once, files, picture = examples()
        self.run_host(host)
        self.names["store"] = e2e.SQLiteStore("chats.db")
        self.addCleanup(self.names["store"].close)
        self.names["account"] = e2e.Account(self.names["store"], 1, clock=self.server.clock)
        self.names["settle"](self.names["account"], self.call)
        self.run_talk(talk)
        self.run_once(once)
        self.run_files(files)
        exec(picture, self.names)
        self.assertEqual(len(self.names["rows"]), 12)
        self.assertTrue(self.names["account"].chat(self.names["chat_id"]).verified)

    def run_host(self, example):
        """Bob asks for a chat and writes."""
        chat_id = self.bob.account.chat_start(1, 5)
        settle(self.bob)
        bob = self.bob

        def updates():
            for update in self.updates():
                yield update
                settle(bob)
                if bob.account.chat(chat_id).state == ChatState.ACTIVE and not self.heard[2:]:
                    bob.account.send_text(chat_id, "hello")
                    settle(bob)
        self.names["updates"] = updates
        exec(example, self.names)
        self.assertIn((EventKind.MESSAGE, 0, "hello"), self.heard)

    def run_talk(self, example):
        exec(example, self.names)
        settle(self.bob)
        kinds = [event.kind for event in self.bob.events()]
        self.assertIn(EventKind.TTL, kinds)
        self.assertIn(EventKind.DELETED, kinds)
        bold = self.bob.events(EventKind.MESSAGE)[-1]
        self.assertEqual((bold.body_text, bold.reply_to), ("bold", self.names["first"]))

    def run_once(self, example):
        exec(example, self.names)
        store, chat_id = self.names["store"], self.names["chat_id"]
        with store.transaction() as db:
            db.execute("CREATE TABLE history (chat_id INTEGER, text TEXT)")
        for event in store.events()[:-1]:
            self.names["handle_once"](event)
        self.names["answer_once"](next(e for e in store.events() if e.chat_id == chat_id))
        settle(self.bob)
        self.assertEqual(self.bob.events(EventKind.MESSAGE)[-1].body_text, "Yes.")
        self.run_once_too_late()

    def run_once_too_late(self):
        """Events of chats that were closed, and forgotten, before they were handled do not come
        for ever; nor is one lost that cannot be answered for now."""
        store, account = self.names["store"], self.names["account"]
        texts = len(self.bob.events(EventKind.MESSAGE))
        for event in store.events():
            store.done(event.number)
        for forgotten in (False, True):
            chat_id = self.chat_that_writes()
            event = next(e for e in store.events() if e.kind == EventKind.MESSAGE)
            self.bob.account.close_chat(chat_id)
            settle(self.bob)
            for update in self.updates():
                account.feed_tl(update)
                self.names["settle"](account, self.call)
            self.assertEqual(account.chat(chat_id).state, ChatState.CLOSED)
            if forgotten:
                account.forget(chat_id)
            self.names["answer_once"](event)
            self.assertNotIn(event.number, [e.number for e in store.events()])
        self.assertEqual(len(self.bob.events(EventKind.MESSAGE)), texts)
        self.chat_that_writes()
        event = next(e for e in store.events() if e.kind == EventKind.MESSAGE)
        with unittest.mock.patch.object(account, "send_text", side_effect=e2e.LimitError("full")):
            with self.assertRaises(e2e.LimitError):
                self.names["answer_once"](event)
        self.assertIn(event.number, [e.number for e in store.events()])
        self.names["answer_once"](event)
        self.assertNotIn(event.number, [e.number for e in store.events()])

    def chat_that_writes(self):
        """A new one, that bob asked for and wrote a message in."""
        account = self.names["account"]
        chat_id = self.bob.account.chat_start(1, 5)
        for text in (None, None, "hi"):
            if text is not None:
                self.bob.account.send_text(chat_id, text)
            settle(self.bob)
            for update in self.updates():
                account.feed_tl(update)
                if account.chat(chat_id).state == ChatState.REQUESTED:
                    account.accept(chat_id)
                self.names["settle"](account, self.call)
            settle(self.bob)
        return chat_id

    def run_files(self, example):
        with open("plain", "wb") as file:
            file.write(bytes(range(250)) * 20)
        exec(example, self.names)
        self.names["settle"](self.names["account"], self.call)
        settle(self.bob)
        event = self.bob.events(EventKind.MESSAGE)[-1]
        self.assertEqual(event.file.key_fingerprint, self.names["key"].fingerprint)
        self.assertTrue(self.names["files"].sizes_fit(event.media.size, 5008))


if __name__ == "__main__":
    unittest.main()
