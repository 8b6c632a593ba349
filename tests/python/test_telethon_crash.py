# SPDX-License-Identifier: ISC
"""e2e.telethon: processes that are killed. tests/interop/kills.py is the longer form of it."""
import asyncio
import os
import pathlib
import sys
import tempfile
import unittest
from typing import Any

from support import SRCDIR
from telethon_stage import ALICE, BOB, SECONDS, Stage

import fakedc
import kills
from e2e import telethon as secret
from telethon.tl.types import InputPeerUser

BOT = pathlib.Path(SRCDIR) / "python" / "examples" / "bot.py"
KILLS = 10
HANDSHAKES = 4
QUESTIONS = 30


class Killed(unittest.IsolatedAsyncioTestCase):
    """Both sides send, one is killed again and again."""

    async def test_nothing_is_lost_or_repeated(self) -> None:
        for catch_up in (False, True):
            with tempfile.TemporaryDirectory(prefix="e2e-kills-") as folder:
                run = await kills.torture(pathlib.Path(folder), KILLS // 2, seed=3,
                                          catch_up=catch_up, handshakes=HANDSHAKES)
            self.assertGreater(len(run.sent), KILLS)


class Bot(Stage):
    """The example answers each message once, in order, through restarts."""

    async def asyncSetUp(self) -> None:
        await super().asyncSetUp()
        await self.bob.end()
        self.bot = await self.start_bot()

    async def start_bot(self) -> asyncio.subprocess.Process:
        """The example, logged in as Bob."""
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-B", str(BOT), str(self.folder / str(BOB)), "1", "x",
            str(ALICE),
            stderr=asyncio.subprocess.DEVNULL, env=dict(os.environ))

        async def end() -> None:
            if bot.returncode is None:
                bot.kill()
            await bot.wait()

        self.addAsyncCleanup(end)
        return bot

    async def test_conversation_with_restarts(self) -> None:
        self.assertLess(len(BOT.read_text(encoding="utf-8").splitlines()), 40)
        chat = await self.open_with_bot()
        for i in range(QUESTIONS):
            await chat.send_message(f"question {i}")
            if i % 10 == 5:
                await self.alice.sees(secret.Message, i)
                self.bot.kill()
                await self.bot.wait()
                self.bot = await self.start_bot()
            await asyncio.sleep(0.02)
        await self.alice.sees(secret.Message, QUESTIONS)
        await chat.send_message("last")
        await self.alice.sees(secret.Message, QUESTIONS + 1)
        self.assertEqual(self.alice.texts(),
                         [f"You said: question {i}" for i in range(QUESTIONS)]
                         + ["You said: last"])

    async def open_with_bot(self) -> Any:
        """Alice's chat with the bot."""
        chat = await self.alice.chats.start(InputPeerUser(BOB, fakedc.access_hash(BOB)))
        await asyncio.wait_for(chat.ready(), SECONDS)
        return chat


if __name__ == "__main__":
    unittest.main()
