# SPDX-License-Identifier: ISC
"""A conversation with the example bot, which is restarted twice in it: each text gets its answer.

usage: bot_talk.py [--texts N] [--tdlib LIBRARY --key PEM] [--logs FOLDER]

Who talks to it is TDLib if its patched LIBRARY is given (with the server's private key that it
was patched for), else libe2e.  The bot is python/examples/bot.py as it is.
"""
import argparse
import asyncio
import os
import pathlib
import runpy
import signal
import sys
import tempfile
from typing import Any, Dict, List, Optional

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from telethon import TelegramClient  # noqa: E402
from telethon.crypto import rsa  # noqa: E402
from telethon.sessions import SQLiteSession  # noqa: E402

from fakedc import Server, phone_of  # noqa: E402
from stage import Failed, Side, until  # noqa: E402
from worker import WorkerPeer  # noqa: E402

BOT, HUMAN = 1001, 1002
BOT_FILE = HERE.parents[1] / "python" / "examples" / "bot.py"
ANSWER_SECONDS = 60.0
CHUNK = 20  # texts on their way at once


async def log_in(server: Server, session_file: pathlib.Path) -> None:
    """Leave a session behind, as a bot's owner does once."""
    session = SQLiteSession(str(session_file))
    session.set_dc(server.dc_id, server.host, server.port)
    client = TelegramClient(session, 1, "fakedc")
    await client.connect()
    await client.sign_in(phone_of(BOT))
    await client.sign_in(phone_of(BOT), "12345")
    await client.disconnect()


class Bot:
    """The bot's process."""

    def __init__(self, key: pathlib.Path, session: pathlib.Path,
                 logs: Optional[pathlib.Path]) -> None:
        self._command = [sys.executable, "-B", str(HERE / "bot_talk.py"), "--be-the-bot",
                         str(key), str(session), "1", "fakedc", str(HUMAN)]
        self._log = logs / "bot.log" if logs else pathlib.Path(os.devnull)
        self._process: Any = None

    async def start(self) -> None:
        """Run it."""
        with open(self._log, "ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdout=log, stderr=log)

    async def end(self, signal_: int) -> None:
        """Send it a signal that ends it."""
        self._process.send_signal(signal_)
        await self._process.wait()


async def talk(human: Side, bot: Bot, n: int) -> None:
    """n texts, each answered once and in order, with two restarts at a third and at two thirds."""
    human.chat = await human.worker.call("request", user_id=BOT)
    await human.sees("ready", ANSWER_SECONDS)
    texts: List[str] = []
    for number in range(n):
        if number in (n // 3, 2 * n // 3):
            await bot.end(signal.SIGTERM if number == n // 3 else signal.SIGKILL)
            await bot.start()
        texts.append("text %d" % number)
        await human.do("text", text=texts[-1])
        if number % CHUNK == CHUNK - 1 and number % 3:
            await answered(human, texts)
    await answered(human, texts)


async def answered(human: Side, texts: List[str]) -> None:
    """Wait for the answer to each of these texts."""
    wanted = ["You said: " + text for text in texts]

    async def look() -> Optional[List[str]]:
        have = await human.received()
        return have if len(have) >= len(wanted) else None

    have = await until(look, "%d answers" % len(wanted), ANSWER_SECONDS)
    if have != wanted:
        raise Failed("%d answers to %d texts, or in another order" % (len(have), len(wanted)))


async def run(options: argparse.Namespace, folder: pathlib.Path) -> None:
    """Server, bot and human."""
    key = options.key.read_bytes() if options.key else None
    async with Server(key) as server:
        public = folder / "server.pem"
        public.write_bytes(server.public_key_pem)
        rsa.add_key(server.public_key_pem, old=False)
        session = folder / "bot.session"
        await log_in(server, session)
        bot = Bot(public, session, options.logs)
        await bot.start()
        (folder / "human").mkdir()
        script = HERE / "tdlib" / "worker.py" if options.tdlib else HERE / "host.py"
        env: Dict[str, str] = {"TDJSON": str(options.tdlib)} if options.tdlib else {}
        human = Side(WorkerPeer([sys.executable, "-B", str(script)], name="human",
                                env={**os.environ, **env}), HUMAN, "human",
                     {"phone": phone_of(HUMAN), "host": server.host, "port": server.port,
                      "key": str(public), "folder": str(folder / "human"), "code": "12345"})
        await human.begin()
        try:
            await talk(human, bot, options.texts)
        finally:
            await bot.end(signal.SIGKILL)
            await human.worker.stop()


def be_the_bot(key: str, *arguments: str) -> None:
    """The example as it is; only the server's key is not Telegram's."""
    rsa.add_key(pathlib.Path(key).read_bytes(), old=False)
    sys.argv = [str(BOT_FILE), *arguments]
    runpy.run_path(str(BOT_FILE), run_name="__main__")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--tdlib", type=pathlib.Path)
    parser.add_argument("--key", type=pathlib.Path)
    parser.add_argument("--logs", type=pathlib.Path)
    options = parser.parse_args()
    if options.logs:
        options.logs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="e2e-bot-") as folder:
        try:
            asyncio.run(run(options, pathlib.Path(folder)))
        except Failed as error:
            print("FAILED: %s" % error)
            return 1
    print("%d texts, two restarts of the bot: each answered once, in order" % options.texts)
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--be-the-bot"]:
        be_the_bot(*sys.argv[2:])
    else:
        sys.exit(main())
