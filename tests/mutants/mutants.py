#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Do the tests notice when the code is wrong?  Random changes of it, one at a time.

    mutants.py [--seed N] [--count N] [--folder NAME]... [--file PATH]... [--jobs N]
    mutants.py --id ID...        these again; --survivors: those that the last run did not kill
    mutants.py --quick ...       with test programs alone; scripts take most of the time
    mutants.py --list            only tell which would be tried
    mutants.py --check-judged    what the file `judged` has and the sources no longer have

A mutant is one change of one place in libe2e, tl or backends.  One that does not compile, or gives
the same object code, or the code of another, does not count.  The others are shown to the tests
that run the changed line, the fastest and those that killed in the same file first, until one fails
or takes too long.  The exit status is 1 if fewer than 95 % are killed in a folder, not counting
what stands in the file `judged` with a reason.  HACKING.md tells more.
"""
import argparse
import collections
import concurrent.futures
import hashlib
import os
import queue
import random
import shutil
import sys
import threading
import time

sys.dont_write_bytecode = True # the source tree stays as it is
import judged  # noqa: E402
from operators import Finder, enumerators, number_macros  # noqa: E402
from reach import Reach, settings  # noqa: E402
from tree import LIBRARY, Broken, Tree, load_json, save_json  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
PERCENT = 95
COUNT = 80
NEVER = ("tl/gen/", "libe2e/e2e/", "libe2e/names_list.h") # made by generators


def limit_s(seconds):
    """How long a test may take that takes SECONDS by itself, on a machine that is busy."""
    return 30 + 10 * seconds


def folder_of(path):
    return os.path.dirname(path)


# ---- Choosing -----------------------------------------------------------------------------------

class Choice:
    """Every mutant of the tree, and an order by chance."""

    def __init__(self, tree, options):
        self.tree, self.options = tree, options
        texts = [tree.read(path) for path in tree.sources() + tree.sources("h")]
        self.enums, self.macros = enumerators(texts), number_macros(texts)

    def files(self):
        for path in self.tree.sources() + self.tree.sources("h"):
            if path.startswith(NEVER):
                continue
            if self.options.file and path not in self.options.file:
                continue
            if self.options.folder and not any("/%s/" % name in "/" + path
                                               for name in self.options.folder):
                continue
            yield path

    def of_file(self, path):
        return Finder(path, self.tree.read(path), self.enums, self.macros).all()

    def by_id(self, ids):
        wanted = collections.OrderedDict((id_, None) for id_ in ids)
        for path in sorted({id_.split(":")[0] for id_ in ids}):
            for mutant in self.of_file(path):
                if mutant.id in wanted:
                    wanted[mutant.id] = mutant
        missing = [id_ for id_, mutant in wanted.items() if mutant is None]
        if missing:
            raise Broken("there is no mutant " + " ".join(missing))
        return list(wanted.values())

    def shuffled(self):
        """{folder: its mutants, one of each place, in an order that the seed gives}."""
        folders = collections.defaultdict(dict)
        for path in self.files():
            for mutant in self.of_file(path):
                place = (path, mutant.start, mutant.kind)
                folders[folder_of(path)].setdefault(place, []).append(mutant)
        order = {}
        for folder, places in sorted(folders.items()):
            rng = random.Random("%d %s" % (self.options.seed, folder))
            chosen = [rng.choice(places[place]) for place in sorted(places)]
            rng.shuffle(chosen)
            order[folder] = chosen
        return order


# ---- Trying -------------------------------------------------------------------------------------

class Job:
    """A folder for one mutant at a time."""

    def __init__(self, tree, number):
        self.tree = tree
        self.folder = os.path.join(tree.work, "job%d" % number)

    def make(self, mutant, only_first=False):
        """{source: object} of what the mutant changes; None if it does not compile."""
        shutil.rmtree(self.folder, ignore_errors=True)
        changed = os.path.join(self.folder, "changed")
        is_header = mutant.path.endswith(".h")
        sources = self.tree.includers(mutant.path) if is_header else [mutant.path]
        texts = {path: self.tree.read(path) for path in sources}
        texts[mutant.path] = mutant.text()
        for path, text in texts.items():
            os.makedirs(os.path.join(changed, folder_of(path)), exist_ok=True)
            with open(os.path.join(changed, path), "w", encoding="utf-8") as f:
                f.write(text)
        objects = {}
        for path in sources:
            output = os.path.join(self.folder, path.replace("/", "+") + ".o")
            if not self.tree.compile(path, output, changed=changed)[0]:
                return None
            if read_bytes(output) != read_bytes(self.tree.object(path)):
                objects[path] = output
                if only_first:
                    break
        return objects

    def sieve(self, mutant):
        """What the mutant is as object code: "" if the original, None if nothing."""
        objects = self.make(mutant, only_first=True)
        if not objects:
            return None if objects is None else ""
        total = hashlib.sha256()
        for path in sorted(objects):
            total.update(path.encode() + read_bytes(objects[path]))
        return total.hexdigest()

    def try_out(self, mutant, tests, seconds):
        """The test that killed it and how, or None."""
        self.tree.link(os.path.join(self.folder, LIBRARY), self.make(mutant))
        for test, setting in tests:
            status, _ = self.tree.run(test, self.folder, settings(test, setting),
                                      limit_s(seconds[test, setting]))
            if status not in (0, 77):
                return test, "time" if status is None else "status %d" % status
        return None


def read_bytes(path):
    with open(path, "rb") as f:
        return f.read()


class Memory:
    """Which tests killed in which file, to try those first; kept from run to run."""

    def __init__(self, path):
        self.path, self.lock = path, threading.Lock()
        self.kills = load_json(path, {})

    def add(self, mutant, test):
        with self.lock:
            for place in (mutant.path, folder_of(mutant.path)):
                of = self.kills.setdefault(place, {})
                of[test] = of.get(test, 0) + 1
            save_json(self.path, self.kills)

    def order(self, mutant, tests, seconds):
        file = self.kills.get(mutant.path, {})
        folder = self.kills.get(folder_of(mutant.path), {})
        stem = os.path.basename(mutant.path).rsplit(".", 1)[0]

        def cost(pair):
            # seconds for each kill that may be hoped for
            hope = 1 + 5 * file.get(pair[0], 0) + folder.get(pair[0], 0) + 5 * (stem in pair[0])
            return seconds[pair] / hope, pair
        return sorted(tests, key=cost)


class Trial:
    def __init__(self, tree, reach, options):
        self.tree, self.reach, self.options = tree, reach, options
        self.jobs = queue.Queue()
        for number in range(options.jobs):
            self.jobs.put(Job(tree, number))
        self.memory = Memory(os.path.join(tree.work, "kills.json"))

    def with_job(self, work):
        job = self.jobs.get()
        try:
            return work(job)
        finally:
            self.jobs.put(job)

    def viable(self, mutants, count):
        """The first COUNT of MUTANTS that are code of their own."""
        found, seen = [], set()
        pool = concurrent.futures.ThreadPoolExecutor(self.options.jobs)
        for start in range(0, len(mutants), 4 * self.options.jobs):
            some = mutants[start:start + 4 * self.options.jobs]
            codes = pool.map(lambda m: self.with_job(lambda job: job.sieve(m)), some)
            for mutant, code in zip(some, list(codes)):
                if code and code not in seen and len(found) < count:
                    seen.add(code)
                    found.append(mutant)
            if len(found) >= count:
                break
        pool.shutdown()
        return found

    def one(self, mutant):
        start = time.monotonic()
        tests = self.memory.order(mutant, self.reach.candidates(mutant), self.reach.seconds)
        killed = self.with_job(lambda job: job.try_out(mutant, tests, self.reach.seconds))
        if killed:
            self.memory.add(mutant, killed[0])
        return {"id": mutant.id, "by": killed[0] if killed else None,
                "how": killed[1] if killed else None, "tests": len(tests),
                "seconds": round(time.monotonic() - start, 1)}

    def all(self, mutants):
        pool = concurrent.futures.ThreadPoolExecutor(self.options.jobs)
        for mutant, result in zip(mutants, pool.map(self.one, mutants)):
            yield mutant, result
        pool.shutdown()


# ---- Telling ------------------------------------------------------------------------------------

class Report:
    def __init__(self, reasons):
        self.reasons = reasons
        self.results = []
        self.folders = collections.OrderedDict()  # name: [killed, total, judged]

    def add(self, mutant, result):
        of = self.folders.setdefault(folder_of(mutant.path), [0, 0, 0])
        reason = self.reasons.get(judged.key(mutant))
        result["function"] = mutant.function
        if result["by"] is None and reason is not None:
            of[2] += 1
            result["judged"] = reason
        else:
            of[1] += 1
            of[0] += result["by"] is not None
        self.results.append((mutant, result))
        if result["by"]:
            told = "killed by %s (%s)" % (result["by"], result["how"])
        else:
            told = "survived %d tests" % result["tests"] + (": judged" if reason else "")
        print("%s: %s, %.1f s" % (mutant.id, told, result["seconds"]), flush=True)

    def survivors(self):
        return [(m, r) for m, r in self.results if r["by"] is None and "judged" not in r]

    def tell(self):
        for mutant, result in self.survivors():
            print("\nsurvived %d tests: %s" % (result["tests"], mutant.id))
            print(judged.form(mutant, ""))
        print()
        good = True
        for folder, (killed, total, excepted) in self.folders.items():
            percent = 100.0 * killed / total if total else 100.0
            good = good and percent >= PERCENT
            print("%-16s %3d of %3d killed, %5.1f %%%s%s" % (
                folder, killed, total, percent, ", %d judged" % excepted if excepted else "",
                "" if percent >= PERCENT else "   too few"))
        return good


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=COUNT, help="of each folder (%d)" % COUNT)
    parser.add_argument("--folder", action="append", help="crypto, session, session/keys, ...")
    parser.add_argument("--file", action="append", help="libe2e/crypto/key.c, ...")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--quick", action="store_true", help="programs only, no scripts")
    parser.add_argument("--list", action="store_true", help="do not try them")
    parser.add_argument("--id", action="append", help="this one")
    parser.add_argument("--survivors", action="store_true", help="those of the last run")
    parser.add_argument("--check-judged", action="store_true", help="is it up to date?")
    parser.add_argument("--judged", default=os.path.join(HERE, "judged"))
    parser.add_argument("--root", default=os.path.join(HERE, "..", ".."), help="the project")
    parser.add_argument("--work", default="mutants", help="folder for the copy and its build")
    parser.add_argument("--configure", action="append", default=[], help="an argument of it")
    return parser.parse_args()


def say(text):
    print("[%s] %s" % (time.strftime("%H:%M:%S"), text), file=sys.stderr, flush=True)


def chosen(choice, trial, options, last):
    if options.id or options.survivors:
        return choice.by_id(options.id or [r["id"] for r in load_json(last, []) if not r["by"]])
    found = []
    for folder, mutants in choice.shuffled().items():
        found += trial.viable(mutants, options.count)
        say("%s: mutants chosen of %d places" % (folder, len(mutants)))
    return found


def stale(reasons, choice):
    """The judged changes that are no mutants of the sources."""
    paths = {key[0] for key in reasons} & set(choice.files())
    known = {judged.key(mutant) for path in paths for mutant in choice.of_file(path)}
    return [key for key in reasons if key not in known]


def run(options):
    reasons = judged.read(options.judged)
    tree = Tree(options.root, options.work, options.configure, options.jobs, say,
                options.quick)
    if options.check_judged:
        tree.source = tree.root
        for path, function, old, _ in stale(reasons, Choice(tree, options)):
            print("judged, and no longer there: %s %s: %s" % (path, function, old))
        return True
    tree.prepare()
    choice, reach = Choice(tree, options), Reach(tree, say)
    trial, report = Trial(tree, reach, options), Report(reasons)
    last = os.path.join(tree.work, "results.json")
    mutants = chosen(choice, trial, options, last)
    if options.list:
        print("\n".join(mutant.id for mutant in mutants))
        return True
    reach.measure(sorted({mutant.path for mutant in mutants}))
    for mutant, result in trial.all(mutants):
        report.add(mutant, result)
        save_json(last, [r for _, r in report.results])
    return report.tell()


def main():
    options = arguments()
    for missing in [name for name in ("gcov", "make") if not shutil.which(name)]:
        print("mutants: there is no %s" % missing)
        return 77
    try:
        return 0 if run(options) else 1
    except (Broken, judged.Malformed) as e:
        print("mutants: %s" % e, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
