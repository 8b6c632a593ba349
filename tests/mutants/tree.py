# SPDX-License-Identifier: ISC
"""A private copy of the project, its build, and the library as mutants change it.

Test programs are linked once, with a shared library in front of everything that they are linked
with else: libmutant.so, made of all objects of the project with all names visible.  Which one it
is, LD_LIBRARY_PATH says: so a mutant costs one object and one link, the jobs share the programs,
and each has a library of its own.
"""
import concurrent.futures
import filecmp
import glob
import hashlib
import json
import os
import shutil
import signal
import subprocess
import time

LIBRARY = "libmutant.so"
# No debug information: objects that are the same are the same mutant.
FLAGS = ["-O2", "-g0", "-fPIC", "-fvisibility=default", "-fno-semantic-interposition", "-w"]
# Functions of libc's or ours that a test has instead are seen from the library.
PROGRAMS = ["CFLAGS=-O1 -g0 -fvisibility=default"]
# As the project links: binding at the first call leaves secrets' registers on the stack.
LINKING = ["-Wl,-z,relro", "-Wl,-z,now"]
LEFT_OUT = (".git", "build", "autom4te.cache", "config.status", "config.log",
            "config.h", "Makefile", "libtool", "stamp-h1", "__pycache__", ".libs", ".deps")
FOR_MAKE = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES") # an outer make's, not for ours
MOST_KIB = 2 << 20 # of memory and of a file, for mutants that ask for all
SHOW = """include Makefile
mutants-environment:
	@$(AM_TESTS_ENVIRONMENT) env -0
mutants-variables:
	@: $(foreach name,%s,$(info $(name)=$($(name))))
"""
VARIABLES = ("TESTS", "source_tests", "COMPILE", "CC", "LIBS", "NETTLE_CFLAGS", "GMP_CFLAGS",
             "GCRYPT_CFLAGS", "NETTLE_LIBS", "GMP_LIBS", "GCRYPT_LIBS", "MUTANTS_SKIP")
ROOTS = ("libe2e", "tl", "backends")


class Broken(Exception):
    """The tree cannot be built, or its tests fail without any mutant."""


def is_made(path):
    """Whether it is a program that was built in the source tree: make must not find it there."""
    with open(path, "rb") as f:
        head = f.read(200)
    return head.startswith(b"\x7fELF") or b"temporary wrapper script" in head


def copy_tree(origin, target, without):
    """Make TARGET what ORIGIN is, writing only what differs, so that make builds only that."""
    wanted = set()
    for folder, folders, files in os.walk(origin):
        folders[:] = [d for d in folders
                      if d not in LEFT_OUT and os.path.join(folder, d) != without]
        inside = os.path.relpath(folder, origin)
        os.makedirs(os.path.join(target, inside), exist_ok=True)
        for name in files:
            if name in LEFT_OUT or name.endswith((".o", ".lo", ".la")):
                continue
            path = os.path.normpath(os.path.join(inside, name))
            old, new = os.path.join(target, path), os.path.join(origin, path)
            if not os.path.isfile(new) or is_made(new):
                continue
            wanted.add(path)
            if os.path.isfile(old):
                if filecmp.cmp(old, new, shallow=False):
                    continue
                os.unlink(old)  # it may be read-only
            shutil.copy2(new, old)
    for folder, _, files in os.walk(target):
        for name in files:
            if os.path.normpath(os.path.join(os.path.relpath(folder, target), name)) not in wanted:
                os.unlink(os.path.join(folder, name))


class Tree:
    def __init__(self, root, work, configure, jobs, say, quick=False):
        self.root, self.work = os.path.abspath(root), os.path.abspath(work)
        self.source = os.path.join(self.work, "source")
        self.build = os.path.join(self.work, "build")
        self.configure, self.jobs, self.say, self.quick = configure, jobs, say, quick
        self.variables, self.environment = {}, {}

    # ---- Building ------------------------------------------------------------------------------

    def prepare(self):
        """Copy, configure, make the library of the original and all programs."""
        if not os.path.exists(os.path.join(self.root, "configure")):
            raise Broken("no configure in %s: run autogen.sh" % self.root)
        os.makedirs(self.build, exist_ok=True)
        copy_tree(self.root, self.source, self.work)
        if not os.path.exists(os.path.join(self.build, "Makefile")):
            self.call([os.path.join(self.source, "configure"), "-q"] + self.configure + PROGRAMS,
                      "configure")
        self.read_make()
        self.make_original()
        # The library that is installed is not linked with ours, the programs are.
        self.make([name for name in ("libe2e/libe2e.la",) if os.path.exists(
            os.path.join(self.source, "libe2e", "Makefrag.am"))])
        self.make(["check", "TESTS=", "LDFLAGS=-Wl,--no-as-needed," + self.original(LIBRARY)])
        self.read_make() # once more: a changed Makefile.am is configured by now

    def make(self, targets):
        if targets:
            self.call(["make", "-s", "-j%d" % self.jobs] + targets, "make " + targets[0])

    def call(self, command, what):
        self.say("%s ..." % what)
        mine = {name: value for name, value in os.environ.items() if name not in FOR_MAKE}
        done = subprocess.run(command, cwd=self.build, env=mine, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
                              errors="replace")
        if done.returncode != 0:
            raise Broken("%s failed:\n%s" % (what, done.stdout[-3000:]))
        return done.stdout

    def read_make(self):
        rules = os.path.join(self.work, "show.mk")
        with open(rules, "w") as f:
            f.write(SHOW % " ".join(VARIABLES))
        command = ["make", "-s", "--no-print-directory", "-f", rules]
        for line in self.call(command + ["mutants-variables"], "make").splitlines():
            name, equals, value = line.partition("=")
            if equals and name in VARIABLES:
                self.variables[name] = value.split()
        for pair in self.call(command + ["mutants-environment"], "make").split("\0"):
            name, equals, value = pair.partition("=")
            if equals and name not in FOR_MAKE:
                self.environment[name] = value

    def tests(self):
        """All that the library's code can change: not those of the sources as text."""
        less = set(self.variables.get("source_tests", []) + self.variables.get("MUTANTS_SKIP", []))
        return [test for test in self.variables["TESTS"]
                if test not in less and not (self.quick and test.endswith(".sh"))]

    # ---- The library -----------------------------------------------------------------------------

    def sources(self, kind="c"):
        found = []
        for root in ROOTS:
            found += glob.glob(os.path.join(self.source, root, "**", "*." + kind), recursive=True)
        return sorted(os.path.relpath(path, self.source) for path in found)

    def read(self, path):
        with open(os.path.join(self.source, path), encoding="utf-8") as f:
            return f.read()

    def digest(self):
        """Of everything that the library is made of."""
        total = hashlib.sha256()
        for path in self.sources() + self.sources("h"):
            total.update(path.encode() + b"\0" + self.read(path).encode() + b"\0")
        return total.hexdigest()

    def original(self, name):
        return os.path.join(self.work, "original", name)

    def compile(self, path, output, flags=FLAGS, changed=None):
        """Compile PATH to OUTPUT; what came of it and what the compiler said.

        CHANGED is a folder with some files in the place of the source's, PATH among them.
        """
        get = self.variables.get
        base = changed or self.source
        folders = [os.path.join(base, "libe2e"), base] if changed else []
        folders.append(os.path.join(self.source, os.path.dirname(path)))
        command = (get("COMPILE", ["cc"]) + [word for folder in folders
                                             for word in ("-iquote", folder)] +
                   ["-I" + self.source] + get("NETTLE_CFLAGS", []) + get("GMP_CFLAGS", []) +
                   get("GCRYPT_CFLAGS", []) + flags + ["-ffile-prefix-map=%s/=" % base, "-c",
                                                       os.path.join(base, path), "-o", output])
        done = subprocess.run(command, cwd=self.build, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        return done.returncode == 0, done.stderr

    def object(self, path):
        return self.original(path.replace("/", "+") + ".o")

    def make_original(self):
        """The objects of every source as it is, and their library."""
        stamp, digest = self.original("digest"), self.digest()
        if os.path.exists(stamp) and open(stamp).read() == digest:
            return
        shutil.rmtree(self.original(""), ignore_errors=True)
        os.makedirs(self.original(""))
        self.compile_all(self.object, FLAGS)
        self.link(self.original(LIBRARY), {})
        with open(stamp, "w") as f:
            f.write(digest)

    def compile_all(self, name, flags):
        self.say("compiling the library ...")
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            paths = self.sources()
            for path, (good, why) in zip(paths, pool.map(
                    lambda path: self.compile(path, name(path), flags=flags), paths)):
                if not good:
                    raise Broken("%s does not compile:\n%s" % (path, why[-2000:]))

    def link(self, output, instead, objects=None, flags=()):
        """All objects, those of INSTEAD (source: object) in the place of the original's."""
        get = self.variables.get
        objects = objects or [instead.get(path, self.object(path)) for path in self.sources()]
        command = (get("CC", ["cc"]) + ["-shared", "-Wl,-soname," + LIBRARY, "-o", output] +
                   LINKING + list(flags) + objects + get("NETTLE_LIBS", []) + get("GMP_LIBS", []) +
                   get("GCRYPT_LIBS", []) + get("LIBS", []) + ["-lm", "-lpthread"])
        done = subprocess.run(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        if done.returncode != 0:
            raise Broken("%s does not link:\n%s" % (output, done.stderr[-2000:]))

    def includers(self, header):
        """The sources that see HEADER, by the names of what each includes."""
        texts = {path: self.read(path) for path in self.sources() + self.sources("h")}
        seen, fresh = set(), {header}
        while fresh:
            names = ['/%s"' % os.path.basename(path) for path in fresh]
            names += ['"%s"' % os.path.basename(path) for path in fresh]
            fresh = {path for path, text in texts.items()
                     if path not in seen and any(name in text for name in names)}
            seen |= fresh
        return sorted(path for path in seen if path.endswith(".c"))

    # ---- One test --------------------------------------------------------------------------------

    def command(self, test):
        if test.endswith(".sh"):
            return ["sh", os.path.join(self.source, test)]
        return [os.path.join(self.build, test)]

    def run(self, test, folder, more, limit, library=None):
        """Run TEST with the library in LIBRARY, or FOLDER: its status (None: too long), seconds."""
        scratch = os.path.join(folder, "tmp")
        shutil.rmtree(scratch, ignore_errors=True)
        os.makedirs(scratch)
        environment = dict(self.environment, TMPDIR=scratch, LD_LIBRARY_PATH=library or folder,
                           **more)
        start = time.monotonic()
        # Before the test can start anything: one process's own time, memory, files, dumps.
        limits = "ulimit -t %d; ulimit -d %d; ulimit -f %d; ulimit -c 0" % (
            limit / 3 + 1, MOST_KIB, 2 * MOST_KIB)
        with open(os.path.join(folder, "log"), "wb") as log:
            child = subprocess.Popen(
                ["sh", "-c", limits + "; exec \"$@\"", "sh"] + self.command(test), cwd=self.build,
                env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True)
            try:
                status = child.wait(timeout=limit)
            except subprocess.TimeoutExpired:
                status = None
            finally:
                end_session(child.pid)
                child.wait()
        return status, time.monotonic() - start


def end_session(session):
    """Whatever the test left behind; Check gives every test a process group of its own."""
    for folder in glob.glob("/proc/[0-9]*"):
        try:
            with open(os.path.join(folder, "stat")) as f:
                fields = f.read().rpartition(")")[2].split()
            if int(fields[3]) == session:
                os.kill(int(os.path.basename(folder)), signal.SIGKILL)
        except (OSError, ValueError):
            pass # it is over


def load_json(path, default):
    try:
        with open(path) as f:
            return json.load(f)
    except (OSError, ValueError):
        return default


def save_json(path, value):
    with open(path + ".new", "w") as f:
        json.dump(value, f, indent=1, sort_keys=True)
    os.replace(path + ".new", path)
