"""Reads a workbook with openpyxl, and compares every cell of every sheet with the database.

python3 read_back.py WORKBOOK DATABASE [ORIGIN]

Prints what differs, and fails where something does. Needs openpyxl. It knows of the program only what the database says
of its columns in `meta_columns`.
"""

import datetime
import re
import sqlite3
import sys

import openpyxl

WORKBOOK, DATABASE = sys.argv[1:3]
ORIGIN = sys.argv[3] if len(sys.argv) > 3 else "sco-facts"
ONE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIRST_DAY = "1900-03-01"
FAULTS = []


def fault(sheet, at, what, found, wanted):
    FAULTS.append(f"{sheet} {at}: {what}: {found!r} instead of {wanted!r}")


def day(text):
    return datetime.datetime.fromisoformat(text)


def columns_of(connection, sheet):
    """Head, type and place in the row of each column."""
    columns = []
    told = connection.execute(
        "SELECT column_name, type, unit FROM meta_columns WHERE table_name = ? ORDER BY position", [sheet])
    for at, (name, kind, unit) in enumerate(told):
        unit = (unit or "").split(":")[0].replace("`", "")
        columns.append((f"{name} ({unit})" if unit else name, kind, at))
        if kind == "date":
            columns.append((f"{name} as a day", "one day", at))
    return columns


def rows_of(connection, sheet, columns):
    """The cells that the database gives."""
    (order,) = connection.execute("SELECT unique_by FROM meta_tables WHERE table_name = ?", [sheet]).fetchone()
    has_origin = connection.execute(
        "SELECT count(*) FROM meta_columns WHERE table_name = ? AND column_name = 'origin'", [sheet]).fetchone()[0]
    mine = f"WHERE origin = '{ORIGIN}'" if has_origin else ""
    told = "SELECT group_concat(column_name, ', ') FROM (SELECT * FROM meta_columns WHERE table_name = ? ORDER BY position)"
    (named,) = connection.execute(told, [sheet]).fetchone()
    rows = connection.execute(f"SELECT {named} FROM {sheet} {mine} ORDER BY {order}").fetchall()
    early = {at for _, kind, at in columns if kind == "day"
             for row in rows if row[at] is not None and row[at] < FIRST_DAY}

    def cell(kind, at, value):
        if value is None or value == "":
            return None
        if kind == "day":
            return value if at in early else day(value)
        if kind == "one day":
            return day(value) if ONE_DAY.fullmatch(value) and value >= FIRST_DAY else None
        if kind in ("integer", "number", "flag"):
            return value
        return str(value)

    return [[cell(kind, at, row[at]) for _, kind, at in columns] for row in rows]


def compare_links(name, cell):
    """An address that stands alone leads to itself, whichever way it is escaped."""
    text = cell.value
    if not isinstance(text, str) or not re.fullmatch(r"https?://[^\s;]+", text):
        return
    link = cell.hyperlink
    found = link and (link.target or "") + (f"#{link.location}" if link.location else "")
    if found != text:
        fault(name, cell.coordinate, "link", found, text)


def compare(connection, sheet):
    name = sheet.title
    columns = columns_of(connection, name)
    wanted = [[head for head, _, _ in columns], *rows_of(connection, name, columns)]
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    if len(found) != len(wanted):
        fault(name, "", "rows", len(found), len(wanted))
    for number, (row, right) in enumerate(zip(found, wanted), 1):
        row += [None] * (len(right) - len(row))
        for at, (value, due) in enumerate(zip(row, right), 1):
            if isinstance(value, int) and isinstance(due, float):
                # A whole number of many digits is read as exactly what its digits say.
                value = float(value)
            same = value == due and (isinstance(value, str) == isinstance(due, str))
            if not same or isinstance(value, datetime.datetime) != isinstance(due, datetime.datetime):
                fault(name, f"{openpyxl.utils.get_column_letter(at)}{number}", "value", value, due)
        if len(row) > len(right):
            fault(name, number, "columns", len(row), len(right))
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                fault(name, cell.coordinate, "formula", cell.value, "text")
            compare_links(name, cell)
    if sheet.freeze_panes != "A2":
        fault(name, "", "frozen head", sheet.freeze_panes, "A2")
    if sheet.auto_filter.ref is None:
        fault(name, "", "filter", None, "one")
    if sheet["A1"].hyperlink is None or sheet["A1"].hyperlink.location != "'about'!A1":
        fault(name, "A1", "link", sheet["A1"].hyperlink, "'about'!A1")


def main():
    connection = sqlite3.connect(DATABASE)
    book = openpyxl.load_workbook(WORKBOOK)
    # Views on trade statistics show what a user imported, and are in no export.
    views = [name for (name,) in connection.execute(
        "SELECT table_name FROM meta_tables WHERE kind = 'view' AND table_name NOT IN ('v_trade_check', 'v_trade_flows')")]
    if book.sheetnames[0] != "about":
        fault("", "", "first sheet", book.sheetnames[0], "about")
    for missing in set(views) - set(book.sheetnames):
        fault(missing, "", "sheet", None, missing)
    for sheet in book.worksheets[1:]:
        compare(connection, sheet)
    linked = {cell.hyperlink.location.split("!")[0].strip("'")
              for row in book.worksheets[0].iter_rows() for cell in row
              if cell.hyperlink is not None and cell.hyperlink.location}
    if linked != set(book.sheetnames[1:]):
        fault("about", "", "links", sorted(linked), book.sheetnames[1:])
    for line in FAULTS[:50]:
        print(line)
    sys.exit(bool(FAULTS))


main()
