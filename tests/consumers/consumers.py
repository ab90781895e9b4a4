#!/usr/bin/env python3
"""Reads every export, and every table and view of the database, with the tools that people use, each as it comes,
and compares every cell with the database.

    tests/consumers/consumers.py --python VENV/bin/python          # all tools that are installed
    tests/consumers/consumers.py --only pandas,polars              # these alone
    tests/consumers/consumers.py --python VENV/bin/python --write  # writes docs/consumers.md

Exit code 1 where a cell changed and `catalogue.py` does not know why. A tool that is not installed is named as
skipped; with CI set, or `--write`, it is a failure instead. The tools for Python stand in `requirements.txt`;
the others are Debian's sqlite3, libreoffice-calc, r-base-core, r-cran-readr and r-cran-rsqlite.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import os
import pathlib
import subprocess
import sys
import tempfile

import catalogue
import comparing
import page

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent


@dataclasses.dataclass
class Outcome:
    """What came of a reader."""

    reader: catalogue.Reader
    version: str
    tables: int = 0
    cells: int = 0
    changes: list = dataclasses.field(default_factory=list)
    failure: str = ""

    def kinds(self):
        """The changes by the reason that is known of them; an empty reason for those that have none."""
        kinds = collections.defaultdict(list)
        for change in self.changes:
            known = next((known.says for known in self.reader.known if known.is_one(change)), "")
            kinds[known].append(change)
        return kinds

    def is_good(self):
        """Whether all that changed is explained."""
        return not self.failure and "" not in self.kinds()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="these tools alone, separated by commas")
    parser.add_argument("--python", default=sys.executable, help="the Python that has the tools")
    parser.add_argument("--sco", default=PROJECT / "target/debug/sco", help="the program")
    parser.add_argument("--db", help="the database instead of a new one")
    parser.add_argument("--exports", default=PROJECT / "exports", help="folder of the exports")
    parser.add_argument("--write", action="store_true", help="write docs/consumers.md")
    return parser.parse_args()


def sources(options, folder, readers):
    """What there is to read, by the word of `Reader.reads`."""
    database = options.db
    if not database:
        database = folder / "sco.db"
        subprocess.run([options.sco, "build", "--no-exports", "--quiet", "--db", database], check=True)
    found = {"csv": pathlib.Path(options.exports).resolve(), "database": pathlib.Path(database).resolve()}
    if any(reader.reads == "excel" for reader in readers):
        found["excel"] = folder / "excel"
        export = [options.sco, "export", "--excel", "--quiet", "--db", database, "--exports", found["excel"]]
        subprocess.run(export, check=True)
    return found


def run(reader, version, source, tables, python):
    """Lets a reader read, and compares."""
    outcome = Outcome(reader, version)
    with tempfile.TemporaryDirectory() as results:
        command = [*catalogue.command(reader, HERE, python), str(source), results, reader.setting]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            outcome.failure = (ran.stderr.strip() or "no message").splitlines()[-1]
            return outcome
        for name, table in tables.items():
            cells, changes = comparing.compare(name, table, results)
            outcome.tables += 1
            outcome.cells += cells
            outcome.changes += changes
    return outcome


def report(outcome):
    """Prints what came of a reader."""
    reader = outcome.reader
    head = f"{reader.tool} {outcome.version}, {reader.reads}, {reader.asked}"
    if outcome.failure:
        print(f"{head}: FAILED: {outcome.failure}")
        return
    print(f"{head}: {outcome.tables} tables, {outcome.cells} cells, {len(outcome.changes)} changed")
    for says, changes in outcome.kinds().items():
        print(f"    {len(changes)} {says or 'UNEXPLAINED'}")
        columns = collections.Counter((change.table, change.column) for change in changes)
        shown = {(change.table, change.column): change for change in reversed(changes)}
        for column, count in list(columns.items())[:20]:
            print(f"        {count} as {shown[column]}"[:300])


def main():
    options = arguments()
    names = options.only.split(",") if options.only else list(catalogue.TOOLS)
    if unknown := set(names) - set(catalogue.TOOLS):
        sys.exit(f"no tool is called {', '.join(sorted(unknown))}; use some of {', '.join(catalogue.TOOLS)}")
    versions = {name: catalogue.version(name, options.python) for name in names}
    missing = [name for name in names if versions[name] is None]
    for name in catalogue.TOOLS:
        if name not in names:
            print(f"skipped, not asked for: {name}")
    for name in missing:
        print(f"skipped, not installed: {name}")
    readers = [reader for reader in catalogue.READERS if versions.get(reader.tool)]
    with tempfile.TemporaryDirectory() as folder:
        places = sources(options, pathlib.Path(folder), readers)
        tables, exported = comparing.database(places["database"])
        of = {"database": tables, "csv": {name: tables[name] for name in exported}}
        of["excel"] = of["csv"]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            started = [
                pool.submit(run, reader, versions[reader.tool], places[reader.reads], of[reader.reads], options.python)
                for reader in readers
            ]
            outcomes = []
            for running in started:
                outcomes.append(running.result())
                report(outcomes[-1])
    bad = [outcome for outcome in outcomes if not outcome.is_good()]
    if missing and (os.environ.get("CI") or options.write):
        sys.exit(f"not installed: {', '.join(missing)}")
    if options.write and not options.only:
        (PROJECT / "docs/consumers.md").write_text(page.text(outcomes, tables, exported), encoding="utf-8")
    print(f"{len(outcomes) - len(bad)} passed, {len(bad)} failed")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
