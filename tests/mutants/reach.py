# SPDX-License-Identifier: ISC
"""Which tests run which lines: a mutant is shown only to those that run the line it is in.

The library is made once more, for gcov, and every test runs with it once; what came of that is kept
for each test until it or the library changes.
"""
import collections
import concurrent.futures
import glob
import hashlib
import json
import os
import shutil
import subprocess
import threading

from tree import LIBRARY, Broken, load_json, save_json

FLAGS = ["-O0", "-g0", "-fPIC", "-fvisibility=default", "--coverage", "-w"]
LONGEST_S = 900   # a test that is measured
SLOW_S = 20       # with every backend only what is faster than that with one
# With the first backend alone, and with all of them for the others' own code.
BRIEF = {"E2E_BRIEF": "1", "E2E_SEEDS": "20", "E2E_ROUNDS": "200", "E2E_PAIRS": "2000",
         "CK_TIMEOUT_MULTIPLIER": "10"}
FULL = {**{k: v for k, v in BRIEF.items() if k != "E2E_BRIEF"}, "E2E_LEAN": "1"}
SETTINGS = {"brief": BRIEF, "full": FULL}
# For the scripts, which take longest.
SCRIPTS = {"RELAY_MESSAGES": "60", "PEER_KILLS": "40"}


def settings(test, setting):
    """What TEST has in its environment."""
    return {**SETTINGS[setting], **(SCRIPTS if test.endswith(".sh") else {})}


class Reach:
    def __init__(self, tree, say):
        self.tree, self.say = tree, say
        self.folder = os.path.join(tree.work, "reach")
        self.lock = threading.Lock()
        self.known = load_json(os.path.join(tree.work, "reach.json"), {})
        self.lines = {}   # {(file, line): {(test, setting)}}
        self.whole = set()  # tests whose lines could not be told
        self.seconds = {}
        self.counted = collections.defaultdict(set)  # {file: lines that have code}

    def measure(self, files):
        """Every test once with the first backend; if FILES has backends, with all too."""
        self.build()
        notes = [os.path.basename(path) for path in glob.glob(os.path.join(self.folder, "*.gcno"))]
        for path, line, _ in self.gcov(notes, self.folder):
            self.counted[path].add(line)
        self.take_all(self.tree.tests(), "brief")
        if any(path.startswith("backends/") for path in files):
            self.take_all([test for test in self.tree.tests() if
                           self.seconds.get((test, "brief"), SLOW_S) < SLOW_S], "full")

    def take_all(self, tests, setting):
        with concurrent.futures.ThreadPoolExecutor(self.tree.jobs) as pool:
            list(pool.map(lambda test: self.refresh(test, setting), tests))
        for test in tests:
            self.take(test, setting)

    def name(self, path):
        return os.path.join(self.folder, path.replace("/", "+") + ".o")

    def build(self):
        stamp, digest = os.path.join(self.folder, "digest"), self.tree.digest()
        if os.path.exists(stamp) and open(stamp).read() == digest:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.tree.compile_all(self.name, FLAGS)
        flush = os.path.join(self.folder, "flush.c.o")
        here = os.path.dirname(os.path.abspath(__file__))
        compiler = self.tree.variables.get("CC", ["cc"])
        subprocess.run(compiler + ["-fPIC", "-D_GNU_SOURCE", "-c",
                                   os.path.join(here, "flush.c"), "-o", flush], check=True)
        self.tree.link(os.path.join(self.folder, LIBRARY), {}, flags=["--coverage"],
                       objects=[self.name(path) for path in self.tree.sources()] + [flush])
        with open(stamp, "w") as f:
            f.write(digest)

    # ---- One test -----------------------------------------------------------------------------

    def key(self, test, setting):
        """What the result depends on: the test, the library, the setting."""
        total = hashlib.sha256(self.tree.digest().encode())
        program = os.path.join(self.tree.build, test)
        real = os.path.join(os.path.dirname(program), ".libs", os.path.basename(program))
        paths = [os.path.join(self.tree.source, test), program, real]
        if test.endswith(".sh"):
            paths += sorted(glob.glob(os.path.join(self.tree.build, "tools", ".libs", "*")))
        for path in paths:
            if os.path.isfile(path):
                with open(path, "rb") as f:
                    total.update(f.read())
        total.update(json.dumps(settings(test, setting), sort_keys=True).encode())
        return total.hexdigest()

    def refresh(self, test, setting):
        """What is known of the test, if it is no longer so, anew."""
        key, entry = self.key(test, setting), test + " " + setting
        known = self.known.get(entry, {})
        if known.get("key") != key or known["status"] not in ("good", "skipped"):
            found = dict(self.try_out(test, setting), key=key)
            with self.lock:
                self.known[entry] = found
                save_json(os.path.join(self.tree.work, "reach.json"), self.known)

    def take(self, test, setting):
        known = self.known[test + " " + setting]
        if known["status"] != "good":
            self.say("%s is left out: %s" % (test, known["status"]))
            return
        self.seconds[test, setting] = known["seconds"]
        if known["lines"] is None:
            if setting == "brief":
                self.whole.add((test, setting))
            return
        for path, lines in known["lines"].items():
            # With every backend a test tells more of those only that it does not come to in brief.
            if setting == "full" and (not path.startswith("backends/") or path in
                                      (self.known[test + " brief"]["lines"] or ())):
                continue
            for line in lines:
                self.lines.setdefault((path, line), set()).add((test, setting))

    def try_out(self, test, setting):
        """Without a mutant it must pass; with gcov it tells its lines."""
        data = os.path.join(self.folder, test.replace("/", "+") + "." + setting)
        shutil.rmtree(data, ignore_errors=True)
        os.makedirs(data)
        status, seconds = self.tree.run(test, data, settings(test, setting), LONGEST_S,
                                        self.tree.original(""))
        if status != 0:
            why = "skipped" if status == 77 else "fails without a mutant (%s)" % status
            return {"status": why, "seconds": seconds, "lines": None}
        more = dict(settings(test, setting), GCOV_PREFIX=data, GCOV_PREFIX_STRIP="99")
        status, longer = self.tree.run(test, data, more, LONGEST_S, self.folder)
        # One that fails, for gcov is slow or leaves traces, may have not come to its end.
        lines = self.collect(data) if status == 0 else None
        self.say("%s, %s: %.1f s, with gcov %.1f s (status %s)" % (test, setting, seconds, longer,
                                                                 status))
        shutil.rmtree(data)
        return {"status": "good", "seconds": seconds, "lines": lines}

    def collect(self, data):
        found = [os.path.basename(path) for path in glob.glob(os.path.join(data, "*.gcda"))]
        for name in found:
            note = name[:-5] + ".gcno"
            os.symlink(os.path.join(self.folder, note), os.path.join(data, note))
        lines = {}
        for path, line, count in self.gcov(sorted(found), data):
            if count:
                lines.setdefault(path, set()).add(line)
        return {path: sorted(hit) for path, hit in lines.items()}

    def gcov(self, names, folder):
        if not names:
            return
        done = subprocess.run(["gcov", "--json-format", "--stdout"] + names, cwd=folder,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if done.returncode != 0:
            raise Broken("gcov failed")
        for report in done.stdout.splitlines():
            for file in json.loads(report)["files"] if report.startswith("{") else []:
                path = os.path.normpath(file["file"])
                if os.path.isabs(path):
                    path = os.path.relpath(path, self.tree.source)
                for line in file["lines"]:
                    yield path, line["line_number"], line["count"]

    # ---- What a mutant is shown to ------------------------------------------------------------

    def candidates(self, mutant):
        """The tests that run its lines, or where that cannot be told those of its function."""
        path, source, lines = mutant.path, mutant.source, mutant.lines
        if mutant.function is None:
            hit = self.of_lines(path, range(1, source.text.count("\n") + 2))
            return (hit or set(self.seconds)) | self.whole
        if lines is None or not self.counted[path].intersection(lines):
            inside = [t for t in source.tokens if t.function == mutant.function]
            lines = range(source.line(inside[0].start), source.line(inside[-1].end) + 1)
        return self.of_lines(path, lines) | self.whole

    def of_lines(self, path, lines):
        return set().union(*(self.lines.get((path, line), ()) for line in lines))
