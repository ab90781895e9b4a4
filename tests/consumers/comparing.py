"""Compares what a reader got with the database, cell by cell.

A number is the same where its value is, so that 2012 and 2012.0 are; a text is where every letter is. An empty cell
and NULL are the same.
"""

import csv
import dataclasses
import json
import pathlib
import re
import sqlite3

csv.field_size_limit(1 << 30)
# What was wanted where a table could not be read.
A_TABLE = "a table"
WHOLE = re.compile(r"-?[1-9][0-9]{0,14}|0")


@dataclasses.dataclass
class Table:
    """A table or view: the names of its columns, those that are unique together, and its rows."""

    head: list
    key: list
    rows: list


@dataclasses.dataclass(frozen=True)
class Change:
    """A cell, or a whole table where `column` is empty, that is not what the database holds."""

    table: str
    column: str
    row: str
    want: object
    got: str

    def __str__(self):
        place = f"{self.table}.{self.column} of {self.row}" if self.column else self.table
        return f"{place}: {self.want!r} became {self.got!r}"


def database(path):
    """Every table and view of the database that people read, but those of the search index."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        keys = dict(connection.execute("SELECT table_name, unique_by FROM meta_tables"))
        question = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB 'search_*'"
        tables = {}
        for (name,) in connection.execute(question).fetchall():
            # The order of the exports.
            order = f"ORDER BY {keys[name]}" if name in keys else ""
            cursor = connection.execute(f"SELECT * FROM {name} {order}")
            head = [column[0] for column in cursor.description]
            key = keys[name].split(", ") if name in keys else head
            tables[name] = Table(head, key, cursor.fetchall())
        return tables


def exported(folder):
    """The tables and views that a folder of exports says it holds; official trade statistics are none of them."""
    package = json.loads((pathlib.Path(folder) / "datapackage.json").read_text(encoding="utf-8"))
    return sorted(resource["name"] for resource in package["resources"])


def is_same(want, got):
    """Whether a cell has come through."""
    if want is None:
        return got == ""
    if isinstance(want, str):
        return got == want or (bool(WHOLE.fullmatch(want)) and got == f"{want}.0")
    try:
        return float(got) == want
    except ValueError:
        return False


def plain(cell):
    """A cell of a key in one spelling, whoever read it."""
    text = "" if cell is None else str(cell)
    if text.startswith(("b'", 'b"')):
        text = text[2:-1]
    return text.removesuffix(".0")


def compare(name, table, results):
    """How many cells of a table were compared, and what changed."""
    size = len(table.rows) * len(table.head)
    failure = pathlib.Path(results) / f"{name}.failed"
    if failure.exists():
        return 0, [Change(name, "", "", A_TABLE, failure.read_text(encoding="utf-8").splitlines()[0])]
    with open(pathlib.Path(results) / f"{name}.csv", encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file)) or [[]]
    if not rows and not table.rows:
        return 0, []
    if sorted(head) != sorted(table.head):
        return size, [Change(name, "", "", table.head, head)]
    if head != table.head:
        at = [head.index(column) for column in table.head]
        rows = [[row[i] for i in at] for row in rows]
    if len(rows) != len(table.rows):
        return size, [Change(name, "", "", f"{len(table.rows)} rows", f"{len(rows)} rows")]
    return size, list(changes(name, table, in_order(table, rows)))


def in_order(table, rows):
    """The rows read, in the order of the table, where their keys are still those of the table."""
    at = [table.head.index(column) for column in table.key]
    wanted = [tuple(plain(row[i]) for i in at) for row in table.rows]
    found = {tuple(plain(cell) for cell in (row[i] if i < len(row) else "" for i in at)): row for row in rows}
    if len(found) == len(rows) and set(found) == set(wanted):
        return [found[key] for key in wanted]
    return rows


def changes(name, table, rows):
    """The cells that are not the same."""
    for want_row, got_row in zip(table.rows, rows):
        row = "/".join(plain(want_row[table.head.index(column)]) for column in table.key)
        if len(got_row) > len(table.head):
            yield Change(name, "", "", f"{len(table.head)} cells in row {row}", f"{len(got_row)} cells")
        got_row = got_row + [""] * (len(table.head) - len(got_row))
        for column, want, got in zip(table.head, want_row, got_row):
            if not is_same(want, got):
                yield Change(name, column, row, want, got)
