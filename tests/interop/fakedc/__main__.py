# SPDX-License-Identifier: ISC
"""python3 -m fakedc: run the server until it is interrupted."""
import argparse
import asyncio
import pathlib
import signal
import sys

from . import rsa
from .server import Server


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fakedc", description="A fake Telegram data centre.")
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (%(default)s)")
    parser.add_argument("--port", type=int, default=0, help="0 for any free one")
    parser.add_argument("--key", type=pathlib.Path, required=True,
                        help="the RSA key (PEM), made if missing; KEY.pub is its public half")
    parser.add_argument("--state", type=pathlib.Path, help="a file to remember everything in")
    parser.add_argument("--verbose", action="store_true", help="tell what happens")
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    if not arguments.key.exists():
        arguments.key.touch(0o600)
        arguments.key.write_bytes(rsa.generate())
    server = Server(arguments.key.read_bytes(), host=arguments.host, state_file=arguments.state,
                    verbose=arguments.verbose)
    arguments.key.with_name(arguments.key.name + ".pub").write_bytes(server.public_key_pem)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await server.start(arguments.port)
    print("listening on %s:%d" % (server.host, server.port), flush=True)
    await ended.wait()
    await server.stop()


def main() -> int:
    """The command."""
    try:
        asyncio.run(_run(_arguments()))
    except (OSError, ValueError) as error:
        print("fakedc: %s" % error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
