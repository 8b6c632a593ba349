# SPDX-License-Identifier: ISC
"""An e2e-peer process that can be commanded, and killed at any moment."""
import random
import subprocess
import time


class Failed(Exception):
    """What must not happen did."""


class Peer:
    def __init__(self, name, arguments, log):
        self.name, self.arguments, self.log = name, arguments, log
        self.process = None
        self.spent = 0.003  # seconds that a command takes, roughly
        self.spawn()

    def spawn(self):
        self.process = subprocess.Popen(self.arguments, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.log("%s is started" % self.name)

    def write(self, command):
        self.log("%s < %s" % (self.name, command))
        self.process.stdin.write(command.encode() + b"\n")
        self.process.stdin.flush()

    def line(self):
        """The next whole line, or None at the end."""
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            return None
        line = line[:-1].decode()
        self.log("%s > %s" % (self.name, line))
        return line

    def command(self, command):
        """The event lines, and the reason if it was no success."""
        began = time.monotonic()
        lines = []
        self.write(command)
        while True:
            line = self.line()
            if line is None:
                raise Failed("%s ended with status %s: %s" % (
                    self.name, self.process.wait(), self.process.stderr.read().decode()))
            if line == "ok" or line.startswith("err "):
                self.spent = 0.9 * self.spent + 0.1 * (time.monotonic() - began)
                return lines, None if line == "ok" else line[4:]
            lines.append(line)

    def kill(self, command=None, rng=random):
        """kill -9, perhaps in the middle of COMMAND.  The lines that came, and whether the
        last one, `ok` or `err`, came."""
        lines = []
        if command is not None:
            self.write(command)
            time.sleep(rng.random() * 1.5 * self.spent)
        self.process.kill()
        while True:
            line = self.line()
            if line is None:
                break
            lines.append(line)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        self.log("%s is killed" % self.name)
        whole = bool(lines) and (lines[-1] == "ok" or lines[-1].startswith("err "))
        return lines[:-1] if whole else lines, whole

    def end(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            if self.process.wait(timeout=20) != 0:
                raise Failed("%s ended with status %d" % (self.name, self.process.returncode))
            self.process.stdout.close()
            self.process.stderr.close()


def fields_of(line):
    """The name of an event and its fields; text= and str= run to the end of the line."""
    name, _, rest = line.partition(" ")
    fields = {}
    while rest:
        key, _, rest = rest.partition("=")
        if key in ("text", "str"):
            fields[key] = rest
            break
        fields[key], _, rest = rest.partition(" ")
    return name, fields
