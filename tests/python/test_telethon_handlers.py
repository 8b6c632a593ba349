# SPDX-License-Identifier: ISC
"""e2e.telethon: how events get to handlers."""
import asyncio
import logging
from typing import Any, List

from telethon_stage import SECONDS, Stage, until

from e2e import telethon as secret


class Handlers(Stage):
    """Events, in order, at least once, or exactly once."""

    async def test_handler_that_raises_does_not_stop_others(self) -> None:
        chat = await self.open()
        handled: List[str] = []

        @self.bob.chats.on(secret.Message)
        async def bad(event: secret.Message) -> None:
            handled.append(event.text)
            raise RuntimeError("the handler's own fault")

        with self.assertLogs("e2e.telethon", logging.ERROR) as logs:
            await chat.send_message("1")
            await chat.send_message("2")
            await until(lambda: handled == ["1", "2"], "both messages")
        self.assertIn("bad", logs.output[0])
        self.bob.chats.remove_handler(bad)
        await chat.send_message("3")
        await self.bob.sees(secret.Message, 3)
        self.assertEqual(handled, ["1", "2"])

    async def test_block_that_fails_costs_no_other_message(self) -> None:
        """The account is away for a moment after it; whoever comes then comes again."""
        chat = await self.open()
        handled: List[str] = []

        @self.bob.chats.on(secret.Message)
        async def first_fails(event: secret.Message) -> None:
            with event.once():
                if event.text == "0":
                    raise RuntimeError("the handler's own fault")
                await event.reply("yes")
            handled.append(event.text)

        with self.assertLogs("e2e.telethon", logging.ERROR):
            for number in range(4):
                await chat.send_message(str(number))
            await until(lambda: handled == ["1", "2", "3"], "the other messages")
        await self.alice.sees(secret.Message, 3)

    async def test_handler_whose_future_is_cancelled_does_not_stop_others(self) -> None:
        chat = await self.open()
        handled: List[str] = []

        @self.bob.chats.on(secret.Message)
        async def waits(event: secret.Message) -> None:
            handled.append(event.text)
            future = asyncio.get_running_loop().create_future()
            future.cancel()
            await future

        with self.assertLogs("e2e.telethon", logging.ERROR):
            await chat.send_message("1")
            await chat.send_message("2")
            await until(lambda: handled == ["1", "2"], "both messages")

    async def test_event_comes_again_until_its_handler_ended(self) -> None:
        chat = await self.open()
        stuck = asyncio.Event()

        @self.bob.chats.on(secret.Message)
        async def slow(_: secret.Message) -> None:
            stuck.set()
            await asyncio.Event().wait()

        await chat.send_message("one")
        await chat.send_message("two")
        await asyncio.wait_for(stuck.wait(), SECONDS)
        first = self.bob.of(secret.Message)[0]
        self.bob.events.clear()
        await self.bob.again()
        await self.bob.sees(secret.Message, 2)
        self.assertEqual(self.bob.texts(), ["one", "two"])
        self.assertEqual(self.bob.of(secret.Message)[0].number, first.number)
        await until(lambda: not self.bob.store.events(), "all are done")

    async def test_once_is_all_or_nothing(self) -> None:
        chat = await self.open()
        tries: List[Any] = []

        def write(db: Any) -> None:
            db.execute("CREATE TABLE IF NOT EXISTS mine (text TEXT)")
            db.execute("INSERT INTO mine VALUES ('once')")

        @self.bob.chats.on(secret.Message)
        async def answer(event: secret.Message) -> None:
            with event.once() as once:
                tries.append(event.text)
                once.join(write)
                await event.reply("answer to " + event.text, parse_mode=None)
                if event.text == "bad":
                    raise RuntimeError("in the middle")

        with self.assertLogs("e2e.telethon", logging.ERROR):
            await chat.send_message("bad")
            await until(lambda: tries == ["bad"], "the bad one")
            await chat.send_message("good")
            await self.alice.sees(secret.Message)
        self.assertEqual(self.alice.texts(), ["answer to good"])
        with self.bob.store.transaction() as db:
            self.assertEqual(db.execute("SELECT text FROM mine").fetchall(), [("once",)])

    async def test_generation_that_cannot_be_kept_undoes_nothing(self) -> None:
        """It comes after the commit: a block that happened does not raise, nor does the account
        end."""
        chat = await self.open()

        def fails(_: int) -> None:
            raise OSError("no room")

        self.bob.store.keep_generation = fails
        account = self.bob.chats._engine.account
        done: List[str] = []

        @self.bob.chats.on(secret.Message)
        async def answer(event: secret.Message) -> None:
            with event.once():
                await event.reply("answer to " + event.text, parse_mode=None)
            done.append(event.text)

        with self.assertLogs("e2e", logging.WARNING) as logs:
            for text in ("1", "2"):
                await chat.send_message(text)
            await self.alice.sees(secret.Message, 2)
            await until(lambda: done == ["1", "2"], "both blocks")
        self.assertIn("could not be kept", logs.output[0])
        self.assertFalse([line for line in logs.output if "failed" in line])
        self.assertEqual(self.alice.texts(), ["answer to 1", "answer to 2"])
        self.assertIs(self.bob.chats._engine.account, account)

    async def test_statement_that_fails_does_not_come_for_ever(self) -> None:
        """It is the handler's own, and no fault of the store."""
        chat = await self.open()
        tries: List[str] = []

        def write(db: Any) -> None:
            db.execute("CREATE TABLE IF NOT EXISTS mine (one INTEGER PRIMARY KEY)")
            db.execute("INSERT INTO mine VALUES (1)")

        @self.bob.chats.on(secret.Message)
        async def answer(event: secret.Message) -> None:
            tries.append(event.text)
            with event.once() as once:
                once.join(write)
                if event.text == "2":
                    once.join(write)

        with self.assertLogs("e2e.telethon", logging.ERROR):
            for text in ("1", "2", "3"):
                await chat.send_message(text)
            await until(lambda: "3" in tries, "the message behind")
        self.assertEqual(tries.count("2"), 1)

    async def test_numbers_grow(self) -> None:
        chat = await self.open()
        for i in range(3):
            await chat.send_message(str(i))
        await self.bob.sees(secret.Message, 3)
        await self.bob.again()
        await chat.send_message("3")
        await self.bob.sees(secret.Message, 4)
        numbers = [event.number for event in self.bob.events]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertEqual(self.bob.texts(), ["0", "1", "2", "3"])
