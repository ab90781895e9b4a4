"""What every reader does besides reading: find the tables, and write down the cells that it got.

A reader is called with what it reads (a folder of CSV or Parquet files, or a database), the folder for its results, and the name
of a setting, which is empty for the tool's own defaults. For each table it writes a CSV file of all cells, an empty
one for a missing value.
"""

import csv
import json
import pathlib
import sqlite3
import sys

SOURCE = pathlib.Path(sys.argv[1])
RESULTS = pathlib.Path(sys.argv[2])
SETTING = sys.argv[3]


def files():
    """The CSV files."""
    return sorted(SOURCE.glob("*.csv"))


def parquet_files():
    """The Parquet files of whole tables and views; the flows lie in folders."""
    return sorted(SOURCE.glob("*.parquet"))


def relations():
    """The tables and views of the database, without those that hold the search index."""
    with sqlite3.connect(f"file:{SOURCE}?mode=ro", uri=True) as database:
        question = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT GLOB 'search_*'"
        return sorted(name for (name,) in database.execute(question))


def is_view(name):
    """Whether it is a view and no table."""
    with sqlite3.connect(f"file:{SOURCE}?mode=ro", uri=True) as database:
        question = "SELECT type FROM sqlite_schema WHERE name = ?"
        return database.execute(question, [name]).fetchone() == ("view",)


def text(value):
    """A cell as text; pandas has NaN for a missing value, which does not equal itself."""
    return "" if value is None or value != value else str(value)


def write(name, head, rows):
    """Writes down what was read of a table."""
    with open(RESULTS / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(head)
        lines.writerows([text(cell) for cell in row] for row in rows)


def write_objects(name, objects):
    """The same for rows that are objects with the names of the columns."""
    head = list(objects[0]) if objects else []
    write(name, head, (row.values() for row in objects))


def write_json(name, printed):
    """The same for a list of objects in JSON, numbers as they are printed."""
    write_objects(name, json.loads(printed, parse_float=str, parse_int=str))


def fail(name, error):
    """Writes down that a table could not be read."""
    (RESULTS / f"{name}.failed").write_text(str(error), encoding="utf-8")
