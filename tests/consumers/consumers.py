#!/usr/bin/env python3
"""Reads every export, and every table and view of the database, with the tools that people use, each as it comes,
and compares every cell with the database.

    tests/consumers/consumers.py --python VENV/bin/python          # all tools that are installed
    tests/consumers/consumers.py --only pandas,polars              # these alone
    tests/consumers/consumers.py --python VENV/bin/python --write  # writes docs/consumers.md

Then it runs the examples of docs/using.md.

Exit code 1 where a cell changed and `catalogue.py` does not know why, or an example prints something else. A tool that is not installed is named as
skipped; with CI set, or `--write`, it is a failure instead, and so is a locale. The tools for Python stand in `requirements.txt`;
the others are Debian's sqlite3, libreoffice-calc, gnumeric, miller, r-base-core, r-cran-readr, r-cran-data.table, r-cran-readxl and
r-cran-rsqlite.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import catalogue
import comparing
import page
import using

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
# The origin of the texts that readers take for something else.
ORIGIN = "difficult"


@dataclasses.dataclass
class Outcome:
    """What came of a reader."""

    reader: catalogue.Reader
    version: str
    tables: int = 0
    cells: int = 0
    difficult_tables: int = 0
    difficult_cells: int = 0
    changes: list = dataclasses.field(default_factory=list)
    failure: str = ""

    def kinds(self):
        """The changes by the reason that is known of them; an empty reason for those that have none."""
        kinds = collections.defaultdict(list)
        for change in self.changes:
            kinds[self.reader.reason(change)].append(change)
        return kinds

    def is_good(self):
        """Whether all that changed is explained."""
        return not self.failure and "" not in self.kinds()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="these tools alone, separated by commas")
    parser.add_argument("--python", default=sys.executable, type=os.path.abspath, help="the Python that has the tools")
    parser.add_argument("--sco", default=PROJECT / "target/debug/sco", help="the program")
    parser.add_argument("--db", help="this database and its exports alone, without the difficult texts")
    parser.add_argument("--exports", default=PROJECT / "exports", help="folder of the exports")
    parser.add_argument("--defaults", action="store_true", help="each tool as it comes, without the settings that help")
    parser.add_argument("--write", action="store_true", help="write docs/consumers.md")
    return parser.parse_args()


@dataclasses.dataclass
class Source:
    """What a reader is given, and the tables that it should find there."""

    place: pathlib.Path
    tables: dict


def sources(options, folder, readers):
    """What there is to read, by the word of `Reader.reads`."""
    if options.db:
        return given(options)
    database = folder / "sco.db"
    sco(options, "build", "--no-exports", "--quiet", "--db", database)
    sco(options, "import", "facts", HERE / "difficult", "--origin", ORIGIN, "--quiet", "--db", database)
    tables = comparing.database(database)
    difficult = difficult_tables(tables["entity_codes"])
    curated = {name: without_difficult(tables[name]) for name in comparing.exported(options.exports)}
    found = {
        "database": Source(database, tables),
        "csv": Source(folder / "csv", curated | difficult),
        "package": Source(pathlib.Path(options.exports).resolve(), curated),
    }
    found["csv"].place.mkdir()
    for file in found["package"].place.glob("*.csv"):
        (found["csv"].place / file.name).symlink_to(file)
    if any(reader.reads == "excel" for reader in readers):
        found["excel"] = Source(folder / "excel", curated | difficult)
        sco(options, "export", "--excel", "--quiet", "--db", database, "--exports", found["excel"].place)
    if any(reader.reads == "parquet" for reader in readers):
        found["parquet"] = with_flows(options, database, folder, curated)
    if any(reader.reads == "workbook" for reader in readers):
        found["workbook"] = workbook(options, database, folder, curated)
    for form in found.keys() & {"csv", "excel"}:
        for name, table in difficult.items():
            write_difficult(options, database, found[form].place / f"{name}.csv", table, form == "excel")
    return found


def with_flows(options, database, folder, curated):
    """The folder of Parquet files, with some rows of trade statistics too."""
    traded, place = folder / "traded.db", folder / "parquet"
    shutil.copy(database, traded)
    sco(options, "import", "trade", HERE / "trade.csv", "--quiet", "--db", traded)
    sco(options, "export", "parquet", place, "--quiet", "--db", traded)
    tables = comparing.database(traded)
    flows = {name: tables[name] for name in ("trade_datasets", "imports", "trade_areas", "trade_flows")}
    return Source(place, {name: without_difficult(tables[name]) for name in curated} | flows)


def workbook(options, database, folder, curated):
    """The workbook; the first of its sheets explains the others."""
    place = folder / "facts.xlsx"
    sco(options, "export", "--workbook", place, "--quiet", "--db", database)
    with zipfile.ZipFile(place) as parts:
        sheets = re.findall(r'<sheet name="([^"]+)"', parts.read("xl/workbook.xml").decode())
    return Source(place, {name: curated[name] for name in sheets if name != "about"})


def given(options):
    """The database and the exports that the options name."""
    tables = comparing.database(options.db)
    place = pathlib.Path(options.exports).resolve()
    files = Source(place, {name: tables[name] for name in comparing.exported(place)})
    return {"database": Source(pathlib.Path(options.db).resolve(), tables), "csv": files, "package": files}


def sco(options, *arguments):
    """Runs the program."""
    return subprocess.run([options.sco, *arguments], check=True, stdout=subprocess.PIPE).stdout


def difficult_tables(codes):
    """The texts that readers take for something else, each kind in a table of its own, as readers guess by column."""
    entity, origin = codes.head.index("entity_id"), codes.head.index("origin")
    kinds = collections.defaultdict(list)
    for row in codes.rows:
        if row[origin] == ORIGIN:
            kinds[row[entity].replace("-", "_")].append(row)
    return {name: dataclasses.replace(codes, rows=rows) for name, rows in kinds.items()}


def without_difficult(table):
    """The curated rows."""
    if "origin" not in table.head:
        return table
    at = table.head.index("origin")
    return dataclasses.replace(table, rows=[row for row in table.rows if row[at] != ORIGIN])


def write_difficult(options, database, file, table, is_for_excel):
    """Exports the rows of one kind."""
    entity = table.rows[0][table.head.index("entity_id")]
    form = ["--excel"] if is_for_excel else []
    choice = ["--only", "entity_codes", "--entity", entity, "--origin", ORIGIN]
    file.write_bytes(sco(options, "export", "--stdout", "--db", database, *form, *choice))


def run(reader, version, source, python):
    """Lets a reader read, and compares."""
    outcome = Outcome(reader, version)
    with tempfile.TemporaryDirectory() as results:
        command = [*catalogue.command(reader, HERE, python), str(source.place), results, reader.setting]
        environment = os.environ | {"LC_ALL": reader.locale}
        ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        if ran.returncode != 0:
            outcome.failure = (ran.stderr.strip() or "no message").splitlines()[-1]
            return outcome
        for name, table in source.tables.items():
            cells, changes = comparing.compare(name, table, results)
            outcome.tables += 1
            outcome.cells += cells
            if name.startswith("difficult_"):
                outcome.difficult_tables += 1
                outcome.difficult_cells += cells
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


def files_of_examples(found):
    """What the examples find in their folder, by its name there."""
    names = {"sco.db": "database", "exports": "package", "parquet": "parquet"}
    return {name: found[reads].place for name, reads in names.items() if reads in found}


def run_examples(options, readers, found):
    """Runs the examples of the tools that there are; those of a database that was given are not asked."""
    if options.db:
        return 0, []
    text = (PROJECT / "docs/using.md").read_text(encoding="utf-8")
    tools = {reader.tool for reader in readers}
    count, wrong = using.failures(text, tools, options.python, files_of_examples(found))
    print(f"docs/using.md: {count} examples, {len(wrong)} fail")
    for failure in wrong:
        print(failure)
    return count, wrong


def with_locales(readers):
    """The readers whose locale the machine has, and by name the others."""
    there = catalogue.locales()
    foreign = [f"{reader.tool} under {reader.locale}" for reader in readers if reader.locale not in there]
    return [reader for reader in readers if reader.locale in there], list(dict.fromkeys(foreign))


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
    if options.defaults:
        readers = [reader for reader in readers if not reader.setting]
    readers, foreign = with_locales(readers)
    for name in foreign:
        print(f"skipped, no such locale: {name}")
    missing += foreign
    with tempfile.TemporaryDirectory() as folder:
        found = sources(options, pathlib.Path(folder), readers)
        readers = [reader for reader in readers if reader.reads in found]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            started = [
                pool.submit(run, reader, versions[reader.tool], found[reader.reads], options.python)
                for reader in readers
            ]
            outcomes = []
            for running in started:
                outcomes.append(running.result())
                report(outcomes[-1])
        examples, wrong = run_examples(options, readers, found)
    bad = [outcome for outcome in outcomes if not outcome.is_good()]
    if missing and (os.environ.get("CI") or options.write):
        sys.exit(f"not installed: {', '.join(missing)}")
    if options.write and not options.only and not options.defaults and not bad:
        (PROJECT / "docs/consumers.md").write_text(page.text(outcomes), encoding="utf-8")
    failed = len(bad) + len(wrong)
    print(f"{len(outcomes) + examples - failed} passed, {failed} failed")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
