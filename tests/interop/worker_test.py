# SPDX-License-Identifier: ISC
"""The worker protocol: what a worker can do wrong, and what its parent then says."""

import asyncio
import os
import sys
import unittest
from typing import Any

from worker import (CannotError, Worker, WorkerDied, WorkerError, WorkerPeer, WorkerTimeout,
                    run_worker)


class Misbehaving(Worker):
    """A worker with one verb for each thing that can happen."""

    async def do_echo(self, value: Any) -> Any:
        """Answer; others write to standard output meanwhile."""
        os.write(1, b"noise\n")
        print("more noise", flush=True)
        self.seen("echo", value=value, nothing=None)
        return value

    async def do_refuse(self) -> None:
        """What the client has no means for."""
        raise CannotError("because")

    async def do_fail(self) -> None:
        """An error of the client."""
        raise ValueError("wrong")

    async def do_die(self) -> None:
        """The process ends."""
        for number in range(100):
            print("line", number, file=sys.stderr)
        sys.stderr.flush()
        os._exit(3)

    async def do_hang(self) -> None:
        """No answer."""
        await asyncio.sleep(3600)

    async def do_junk(self) -> None:
        """No JSON where JSON belongs."""
        os.write(self._output, b"junk\n")
        await asyncio.sleep(3600)


class WorkerProtocol(unittest.IsolatedAsyncioTestCase):
    """Each test has a worker of its own."""

    async def asyncSetUp(self) -> None:
        self.peer = WorkerPeer([sys.executable, "-B", __file__, "--worker"], name="bad")
        await self.peer.spawn()

    async def asyncTearDown(self) -> None:
        await self.peer.kill()

    async def test_answers_and_records(self) -> None:
        """Answers belong to their calls, and each record is handed out once."""
        values = await asyncio.gather(*(self.peer.call("echo", value=n) for n in range(50)))
        self.assertEqual(values, list(range(50)))
        self.assertEqual(await self.peer.wait("echo", value=7), {"kind": "echo", "value": 7})
        self.assertEqual((await self.peer.wait("echo"))["value"], 0)
        record = await self.peer.wait("echo", where=lambda found: found["value"] > 40)
        self.assertEqual(record["value"], 41)
        self.assertEqual(len(self.peer.untaken("echo")), 47)
        with self.assertRaises(WorkerTimeout):
            await self.peer.wait("echo", 0.05, value=7)
        self.assertEqual(await self.peer.stop(), 0)

    async def test_errors(self) -> None:
        """What cannot be done is told apart from what went wrong."""
        with self.assertRaisesRegex(CannotError, "because"):
            await self.peer.call("refuse")
        with self.assertRaisesRegex(CannotError, "no verb dance"):
            await self.peer.call("dance")
        with self.assertRaisesRegex(WorkerError, "ValueError: wrong") as caught:
            await self.peer.call("fail")
        self.assertNotIsInstance(caught.exception, CannotError)

    async def test_death(self) -> None:
        """Calls and waits end with the process, and say what it said last."""
        waiting = asyncio.create_task(self.peer.wait("echo"))
        with self.assertRaisesRegex(WorkerDied, "status 3(.|\n)*line 50\n(.|\n)*line 99"):
            await self.peer.call("die")
        with self.assertRaises(WorkerDied):
            await waiting
        self.assertNotIn("line 49\n", self.peer.stderr_tail())
        with self.assertRaises(WorkerDied):
            await self.peer.call("echo", value=1)
        await self.peer.restart()
        self.assertEqual(await self.peer.call("echo", value=1), 1)

    async def test_no_answer(self) -> None:
        """A timeout; the worker can be killed and begun anew."""
        with self.assertRaisesRegex(WorkerTimeout, "no answer in 0.1 s"):
            await self.peer.call("hang", timeout=0.1)
        self.assertNotEqual(await self.peer.kill(), 0)
        self.assertFalse(self.peer.running)

    async def test_junk(self) -> None:
        """What is no line of the protocol is the end of the worker."""
        with self.assertRaisesRegex(WorkerDied, "junk"):
            await self.peer.call("junk")
        self.assertFalse(self.peer.running)


if __name__ == "__main__":
    if sys.argv[1:] == ["--worker"]:
        run_worker(Misbehaving())
    else:
        unittest.main()
