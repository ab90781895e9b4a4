#!/usr/bin/env python3
"""Makes each command that writes fail, at every call to the system, and looks at what is left.

    cargo build --release && benches/faults.py calls        # a kill, ENOSPC, EIO and Ctrl-C at each call; wants strace
    benches/faults.py random --times 100                    # kill -9 at random instants
    benches/faults.py sizes                                 # files that may not grow beyond a size
    benches/faults.py disk                                  # a disk that fills, which root may mount
    benches/faults.py calls --step 7 restore export         # each seventh call, of two commands
    benches/faults.py calls --step 7 --part 1 restore       # the ones after them; after part 6 there is none left

Afterwards the database is sound and has the old content or the new one, also where the file cannot be read as
a database: then its bytes are in their place or kept under another name. Each export, backup and kept file is
whole and has the permissions of the database. What the program says is true. The next run completes, says what
it clears, and leaves nothing of the first. After Ctrl-C there is nothing to clear.
"""

import argparse
import collections
import csv
import hashlib
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
FACTS = "entity_id,kind,name,note\nmy-lake,place,My lake,\n"
SIDES = ("-journal", "-wal")
# The calls that make, change, name or remove files.
CALLS = ("openat pwrite64 write fsync fdatasync ftruncate unlink unlinkat rename renameat renameat2 link linkat"
         " fchmod fchown mkdir rmdir copy_file_range sendfile").split()
FAULTS = {
    "kill": ("signal=SIGKILL", ""),
    "ENOSPC": ("error=ENOSPC", ""),
    # A disk that is full stays full.
    "ENOSPC+": ("error=ENOSPC", "+"),
    "EIO": ("error=EIO", ""),
    "Ctrl-C": ("signal=SIGINT", ""),
}
KEPT = re.compile(r"sco\.db\.(before-V\d{3}|backup|replaced)\.\d{8}T\d{6}Z(-\d+)?\.db")


def sco(*arguments):
    arguments = [str(base / "seeds") if argument == "SEEDS" else argument for argument in arguments]
    # A new migration is made in a folder, whatever the database.
    of_database = [] if arguments[:2] == ["migrate", "new"] else ["--db", "sco.db"]
    return [str(SCO), *arguments, *of_database]


def old_database(folder):
    """A sound database with another content than the seeds give, for its owner alone."""
    shutil.copy(base / "old.db", folder / "sco.db")
    (folder / "sco.db").chmod(0o600)


def old_with_exports(folder):
    old_database(folder)
    shutil.copytree(base / "exports", folder / "exports")
    listed = folder / "exports/SHA256SUMS"
    lines = [listed.read_text().splitlines()[0]]
    for file in sorted((folder / "exports").iterdir()):
        if file != listed:
            file.write_text("old\n" + file.read_text())
            lines.append(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}")
    listed.write_text("".join(f"{line}\n" for line in lines))


def log_of_a_killed_writer(folder):
    for name in ("left.db", "left.db-wal"):
        shutil.copy(base / name, folder / name.replace("left", "sco"))


def garbage(folder):
    """What SQLite cannot read, with files beside it that may be of use to somebody."""
    for side in ("", *SIDES):
        (folder / f"sco.db{side}").write_bytes(hashlib.sha512(side.encode()).digest() * 2000)


def and_good(start):
    def started(folder):
        start(folder)
        shutil.copy(base / "new.db", folder / "good.db")
    return started


def older_schema(folder):
    shutil.copy(base / "v009.db", folder / "sco.db")


def migrations(folder):
    (folder / "migrations").mkdir()
    rows = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 3000) SELECT printf('%0100d', n) FROM n"
    (folder / "migrations/V001__one.sql").write_text(f"-- One.\nCREATE TABLE a (x);\nINSERT INTO a {rows};\n")


def migrated(folder):
    """A database with two migrations to come: rows that are added, and a rebuild of the table."""
    migrations(folder)
    shutil.copy(base / "migrated.db", folder / "sco.db")
    (folder / "migrations/V002__two.sql").write_text("-- Two.\nINSERT INTO a SELECT x || '!' FROM a;\n")
    (folder / "migrations/V003__three.sql").write_text(
        "-- Three.\nCREATE TABLE a_new (x, n);\nINSERT INTO a_new (x) SELECT x FROM a;\n"
        "DROP TABLE a;\nALTER TABLE a_new RENAME TO a;\nCREATE INDEX a_by_x ON a (x);\n")


def facts(folder):
    old_database(folder)
    (folder / "mine").mkdir()
    (folder / "mine/entities.csv").write_text(FACTS)


def imported(folder):
    shutil.copy(base / "imported.db", folder / "sco.db")


def traded(folder):
    """Rows of trade statistics, and an older export of them as Parquet."""
    shutil.copy(base / "traded.db", folder / "sco.db")
    shutil.copytree(base / "parquet", folder / "exports")


# `SEEDS` stands for a folder that is made later.
BUILD = ("build", "--seeds", "SEEDS")
PARQUET = ("export", "parquet", "exports", "--only", "trade_flows,trade_datasets,imports,entities")
COMMANDS = {
    "first_build": (lambda folder: None, BUILD),
    "build": (old_with_exports, BUILD),
    "build_older": (older_schema, (*BUILD, "--no-exports")),
    "fresh": (old_database, (*BUILD, "--fresh", "--no-exports")),
    "fresh_log": (log_of_a_killed_writer, (*BUILD, "--fresh", "--no-exports")),
    "fresh_garbage": (garbage, (*BUILD, "--fresh", "--no-exports")),
    "import": (facts, ("import", "facts", "mine", "--origin", "me")),
    "import_remove": (imported, ("import", "remove", "me")),
    "export": (old_with_exports, ("export",)),
    "workbook": (old_database, ("export", "--workbook", "exports/facts.xlsx")),
    "parquet": (traded, PARQUET),
    "backup": (old_database, ("migrate", "backup")),
    "restore": (and_good(old_database), ("migrate", "restore", "good.db")),
    "restore_log": (and_good(log_of_a_killed_writer), ("migrate", "restore", "good.db")),
    "restore_garbage": (and_good(garbage), ("migrate", "restore", "good.db")),
    "restore_nothing": (and_good(lambda folder: None), ("migrate", "restore", "good.db")),
    "first_up": (migrations, ("migrate", "up", "--dir", "migrations")),
    "up": (migrated, ("migrate", "up", "--dir", "migrations")),
    "rehearse": (older_schema, ("migrate", "rehearse")),
    "new": (migrations, ("migrate", "new", "next")),
}

# What says that there is nothing to do where it was done.
ONCE = ("import_remove",)


class Wrong(Exception):
    pass


def small_seeds(folder):
    """The small world of the tests, with every file and column that the dataset has today."""
    folder.mkdir()
    for whole in (ROOT / "seeds").glob("*.csv"):
        header = next(csv.reader(whole.open()))
        small = ROOT / "tests/it/world/seeds" / whole.name
        rows = list(csv.DictReader(small.open())) if small.exists() else []
        with (folder / whole.name).open("w") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


# A year that goes with the change, one that changes, one that comes and one that stays.
FLOWS = """
INSERT INTO trade_datasets VALUES ('customs', 'Customs', 'USD');
INSERT INTO imports VALUES (1, 'customs', 'a.csv', 'x', 1, 'p', NULL, '2026-01-01T00:00:00Z', '0', 1, 1);
INSERT INTO trade_areas SELECT entity_id, 'area' FROM entities;
WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 3000)
INSERT INTO trade_flows SELECT 'customs', 'ARD', 'BOR', 'M', 'fob', 'H6', printf('%06d', n), 'A', 2000 + n % 3, 0, n, NULL,
    NULL, NULL, NULL, 1, NULL FROM n;
"""
CHANGE = """
DELETE FROM trade_flows WHERE period = '2000';
UPDATE trade_flows SET value = value + 0.5 WHERE period = '2001';
UPDATE trade_flows SET period = '2005' WHERE period = '2002' AND commodity < '001000';
UPDATE imports SET flows = 2;
"""


def trade(run):
    """A database with rows of trade statistics, and what was exported before they changed."""
    shutil.copy(base / "old.db", base / "sco.db")
    for script in (FLOWS, CHANGE):
        database = sqlite3.connect(base / "sco.db")
        database.executescript(script)
        database.close()
        if script == FLOWS:
            run("export", "parquet", "parquet", *PARQUET[3:])
    take("traded.db")


def take(name):
    (base / "sco.db").rename(base / name)


def prepare():
    """The databases from which the commands start."""
    def run(*arguments):
        subprocess.run(sco(*arguments, "--quiet"), cwd=base, check=True, stdout=subprocess.DEVNULL)

    small_seeds(base / "seeds")
    run(*BUILD)
    shutil.copy(base / "sco.db", base / "new.db")
    (base / "mine").mkdir()
    (base / "mine/entities.csv").write_text(FACTS)
    run("import", "facts", "mine", "--origin", "me")
    take("imported.db")
    shutil.copy(base / "new.db", base / "old.db")
    old = sqlite3.connect(base / "old.db")
    old.executescript("UPDATE entities SET note = 'old'; VACUUM")
    old.close()
    trade(run)
    shutil.copy(base / "old.db", base / "log.db")
    log = sqlite3.connect(base / "log.db")
    log.executescript("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; UPDATE entities SET note = 'log'")
    for side in ("", "-wal"):
        shutil.copy(base / f"log.db{side}", base / f"left.db{side}")
    log.close()
    run("migrate", "up", "--to", "9")
    take("v009.db")
    migrations(base)
    run("migrate", "up", "--dir", "migrations")
    take("migrated.db")


def content(path):
    """What a database holds, whatever the order of its pages and rows."""
    if not path.exists():
        return "nothing"
    try:
        with open(path, "rb") as file:
            if not file.read(16).startswith(b"SQLite format 3"):
                raise sqlite3.DatabaseError("no database")
        connection = sqlite3.connect(path)
        connection.text_factory = bytes
        told = connection.execute("PRAGMA integrity_check").fetchall()
        if told != [(b"ok",)]:
            raise Wrong(f"{path.name} is damaged: {told}")
        rows = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
        for (_, name, _) in [row for row in rows if row[0] == b"table" and not row[1].startswith(b"search_index")]:
            found = connection.execute('SELECT * FROM "' + name.decode() + '"').fetchall()
            # The day of a migration is that of the run.
            found = [row[:2] + row[3:] for row in found] if name == b"refinery_schema_history" else found
            rows += sorted(map(repr, found))
        connection.close()
        return hashlib.sha256(repr(rows).encode()).hexdigest()
    except sqlite3.DatabaseError:
        every = [pathlib.Path(f"{path}{side}") for side in ("", *SIDES)]
        return hashlib.sha256(b"|".join(file.read_bytes() if file.exists() else b"" for file in every)).hexdigest()


class Command:
    """A command, the state from which it starts, and the one that it makes."""

    def __init__(self, name):
        self.name = name
        self.start, arguments = COMMANDS[name]
        self.run_line = sco(*arguments)
        folder = self.started()
        self.old, self.old_files = content(folder / "sco.db"), files(folder)
        shutil.rmtree(folder)
        folder = self.started()
        began = time.monotonic()
        self.run(folder, self.run_line, check=True)
        self.seconds = time.monotonic() - began
        self.new, self.new_files = content(folder / "sco.db"), files(folder)
        self.is_kept = name.startswith("restore") and self.old != "nothing" or name == "fresh_garbage"
        self.outcomes = collections.Counter()

    def started(self):
        shutil.rmtree(work / "run", ignore_errors=True)
        shutil.rmtree(work / "tmp", ignore_errors=True)
        (work / "tmp").mkdir()
        (work / "run").mkdir()
        self.start(work / "run")
        return work / "run"

    def run(self, folder, line, check=False, **more):
        environment = {**os.environ, "TMPDIR": str(work / "tmp"), "RUST_BACKTRACE": "0"}
        # With it the loader opens files in many folders before the program begins, and may fail there.
        environment.pop("LD_LIBRARY_PATH", None)
        return subprocess.run(line, cwd=folder, check=check, capture_output=True, text=True, env=environment, **more)

    def look(self, folder, ran):
        """Looks at what a run has left, on a copy: the next run is to find it as it is."""
        copy = work / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy, symlinks=True)
        now = self.found = content(copy / "sco.db")
        kept = [path for path in copy.iterdir() if KEPT.fullmatch(path.name)]
        if now not in (self.old, self.new) and not (now == "nothing" and self.name == "first_up"):
            # Between two names: what was there is whole under the other.
            if self.old not in map(content, kept):
                raise Wrong("sco.db is neither old nor new")
        for path in kept:
            if content(path) not in (self.old, self.new):
                raise Wrong(f"{path.name} is neither old nor new")
            if (folder / "sco.db").exists() and path.stat().st_mode != (folder / "sco.db").stat().st_mode:
                raise Wrong(f"{path.name} has other permissions")
        if "sco.db" in self.old_files and now != "nothing" and self.mode(folder) != self.old_files["sco.db"][1]:
            raise Wrong("sco.db has other permissions")
        for name, (bytes_, _) in files(folder).items():
            if name.endswith((".csv", ".sql", ".xlsx", ".parquet")) and bytes_ not in (
                    self.old_files.get(name, (None,))[0], self.new_files.get(name, (None,))[0]):
                raise Wrong(f"{name} is neither old nor new")
        if ran is not None:
            self.is_true(ran, now)
        self.outcomes["old" if now == self.old else "new" if now == self.new else "between"] += 1

    def mode(self, folder):
        return (folder / "sco.db").stat().st_mode

    def is_true(self, ran, now):
        """What a run says that ended by itself."""
        if ran.returncode == 0:
            if now != self.new:
                raise Wrong("success was told, and nothing was done")
        elif ran.returncode not in (1, 2) or not (re.search("^error: ", ran.stderr, re.M) or self.is_mute):
            raise Wrong(f"no error was told, exit code {ran.returncode}: {ran.stderr}")
        elif "nothing was changed" in ran.stderr and now != self.old:
            raise Wrong(f"something was changed: {ran.stderr}")

    def drafts(self, folder):
        return [*folder.rglob("*.sco-draft-*"), *(work / "tmp").iterdir()]

    def finish(self, folder):
        """The next run completes, clears and says so."""
        drafts = self.drafts(folder)
        ran = self.run(folder, self.run_line)
        if ran.returncode != 0 and not (self.found == self.new and self.name in ONCE):
            raise Wrong(f"the next run fails: {ran.stderr}")
        if any(path.exists() for path in drafts):
            raise Wrong(f"{[path.name for path in drafts]} is not cleared")
        if drafts and " left by a " not in ran.stdout + ran.stderr:
            raise Wrong(f"nothing was said of {[path.name for path in drafts]}: {ran.stdout} {ran.stderr}")
        now = files(folder)
        known = {**self.old_files, **self.new_files}
        strange = [name for name in now if name not in known and not is_of_kept(name)]
        # A second run of `new` makes one more.
        strange = [name for name in strange if not re.fullmatch(r"migrations/V\d+__next\.sql", name)]
        if strange or list((work / "tmp").iterdir()):
            raise Wrong(f"left behind: {strange} {list((work / 'tmp').iterdir())}")
        if content(folder / "sco.db") != self.new:
            raise Wrong("the next run does not complete")
        for name, (bytes_, _) in self.new_files.items():
            if name.startswith("exports/") and now[name][0] != bytes_:
                raise Wrong(f"{name} is not new")
        kept = [path for path in folder.iterdir() if KEPT.fullmatch(path.name)]
        if self.is_kept and self.old not in map(content, kept):
            raise Wrong("what was replaced is kept nowhere")

    def fault(self, what, line, **more):
        """One run with a fault and the one after it."""
        folder = self.started()
        # Where nothing can be written any more, nothing can be told.
        self.is_mute = what.startswith("ENOSPC+ at write")
        try:
            ran = self.run(folder, line, **more)
            if line[0] == "strace" and not re.search("killed by SIGKILL|SIGINT|INJECTED", (work / "trace").read_text(errors="replace")):
                self.outcomes["call not reached"] += 1
                return
            ends = (signal.SIGKILL, signal.SIGINT)
            self.look(folder, None if ran.returncode in [code for end in ends for code in (-end, 128 + end)] else ran)
            if what.startswith("Ctrl-C") and self.drafts(folder):
                raise Wrong(f"Ctrl-C leaves {[path.name for path in self.drafts(folder)]}")
            self.finish(folder)
        except Wrong as wrong:
            print(f"{self.name}, {what}: {wrong}")
            print(*sorted(files(folder)), flush=True)
            if not arguments.go_on:
                sys.exit(1)
            self.outcomes["WRONG"] += 1


def files(folder):
    """Each file's bytes and permissions by its name."""
    every = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mode) for path in every}


def is_of_kept(name):
    return KEPT.fullmatch(re.sub("-(journal|wal)$", "", name)) is not None


def trace(command):
    """The calls that a run makes, by their names; false for those by which a system starts a program."""
    folder = command.started()
    every = ",".join(f"?{call}" for call in CALLS)
    ran = command.run(folder, ["strace", "-f", "-qq", "-o", work / "trace", "-e", f"trace={every}", *command.run_line])
    if ran.returncode != 0:
        return None
    calls = collections.defaultdict(list)
    for line in (work / "trace").read_text(errors="replace").splitlines():
        found = re.match(r"\d+ +(\w+)\((.*)", line)
        if found:
            rest = found[2]
            of_system = re.match(r'AT_FDCWD, "/(lib|usr|etc|proc|sys|dev)|[^"]*\\.so[."]', rest) or re.match("[12], ", rest)
            calls[found[1]].append(not of_system)
    return calls


def at_every_call(command):
    calls = trace(command)
    if calls is None:
        print("skipped: this system does not allow one program to trace another")
        sys.exit(0)
    wanted = arguments.calls.split(",") if arguments.calls else calls
    faults = [(kind, call, at) for kind in arguments.faults.split(",") for call in wanted
              for at, is_wanted in enumerate(calls.get(call, ()), 1) if is_wanted]
    first = (sum(map(ord, command.name)) + arguments.part) % arguments.step
    for kind, call, at in faults[first::arguments.step]:
        fault, and_on = FAULTS[kind]
        command.fault(f"{kind} at {call} {at}", [
            "strace", "-f", "-qq", "-o", work / "trace", "-e", f"trace={call}",
            "-e", f"inject={call}:{fault}:when={at}{and_on}", *command.run_line])


def at_random(command):
    chance = random.Random(command.name)
    for _ in range(arguments.times):
        after = chance.uniform(0, 1.05 * command.seconds)
        command.fault(f"killed after {after:.4f} s", ["timeout", "--signal=KILL", f"{after:.4f}", *command.run_line])


def where_files_may_not_grow(command):
    """No file may grow beyond a size: as on a full disk, but for the error."""
    largest = largest_of(command)
    for part in range(0, 100, 3 * arguments.step):
        def limit(size=largest * part // 100):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        command.fault(f"no file beyond {part} %", command.run_line, preexec_fn=limit)


def on_a_full_disk(command):
    """The disk has so many pages left."""
    most = 3 * largest_of(command) // 4096 + 8
    for pages in range(0, most, max(1, most // 40) * arguments.step):
        command.fault(f"{pages} pages are free", [
            "bash", "-c", 'head -c "$(($(stat -fc %f ../run) * $(stat -fc %S ../run) - $1 * 4096))" /dev/zero > ../fill;'
            ' shift; "$@"; code=$?; rm ../fill; exit $code', "bash", str(pages), *command.run_line])


def largest_of(command):
    return max(len(bytes_) for bytes_, _ in command.new_files.values())


def mounted(folder):
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "none", folder], capture_output=True)
    if made.returncode != 0:
        print("skipped: this user may not mount a disk of a given size")
    return made.returncode == 0


MODES = {"calls": at_every_call, "random": at_random, "sizes": where_files_may_not_grow, "disk": on_a_full_disk}
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("mode", choices=MODES)
parser.add_argument("commands", nargs="*", metavar="COMMAND", help=f"of {', '.join(COMMANDS)}; all of them where none is named")
parser.add_argument("--step", type=int, default=1, help="take each STEPth fault")
parser.add_argument("--part", type=int, default=0, help="begin so many faults later: with a STEP of 10, parts 0 to 9 are the whole")
parser.add_argument("--times", type=int, default=100, help="how often to kill each command at random")
parser.add_argument("--faults", default=",".join(FAULTS), help=f"of {','.join(FAULTS)}")
parser.add_argument("--calls", help="only at these calls")
parser.add_argument("--go-on", action="store_true", help="do not stop at the first that is wrong")
arguments = parser.parse_intermixed_args()
SCO = pathlib.Path(os.environ.get("SCO", ROOT / "target/release/sco")).resolve()
# In memory, where there is such a place: nothing here depends on a real disk, and all of it waits for one.
with tempfile.TemporaryDirectory(dir=next(filter(os.path.isdir, ["/dev/shm"]), None)) as folder:
    base, work = pathlib.Path(folder, "base"), pathlib.Path(folder, "work")
    base.mkdir()
    work.mkdir()
    prepare()
    has_disk = arguments.mode == "disk" and mounted(work)
    if arguments.mode == "disk" and not has_disk:
        sys.exit(0)
    try:
        total = collections.Counter()
        for name in arguments.commands or COMMANDS:
            command = Command(name)
            MODES[arguments.mode](command)
            print(f"{name}: {sum(command.outcomes.values())} faults, {dict(command.outcomes)}", flush=True)
            total += command.outcomes
        print(f"{sum(total.values())} faults, {dict(total)}")
        sys.exit(1 if total["WRONG"] else 0)
    finally:
        if has_disk:
            subprocess.run(["umount", work])
