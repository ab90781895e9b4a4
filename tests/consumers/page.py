"""Writes docs/consumers.md from what came of the readers."""

import catalogue

HEAD = """# What tools make of the files

Every export, and every table and view of `sco.db`, was read back by each of these tools in a process of its own, and every cell compared with the database.
Changed means another number, another text, or a text that is gone. 2012 and 2012.0 are the same number, and an empty cell is the same as NULL.
[`using.md`](using.md) shows how to open the files in each tool.

This page is written by `tests/consumers/consumers.py --python PYTHON --write`, where PYTHON has the tools of `tests/consumers/requirements.txt`; R, readr, data.table, RSQLite, readxl, Miller, LibreOffice, Gnumeric and the `sqlite3` shell were those of Debian 12.
A change for which the script knows no reason makes it fail.
LibreOffice was asked to read numbers as English (USA) writes them, with a decimal point as the files have it; what becomes of them in the language of a machine that has a decimal comma stands in a line of its own. All else ran under the locale C.UTF-8.
Microsoft Excel, Google Sheets, Stata and SPSS were not tried.
LibreOffice was set to English. Set to German, it takes the point of `0.108` for thousands and reads 108, unless the language in its import dialog is English.
A worked-out number that was cut to 15 digits is the same to `sco import` and `sco diff`; [`cli.md`](cli.md#sco-import) says what else another program may change.

## The dataset

{csv_tables} tables and views as CSV with {csv_cells} cells; in the database, {database_tables} with {database_cells} cells, among them those that only other views ask. The tables of the search index are left out.
{difficult} cells of difficult texts, which stand in the database besides, are told of below.

| Tool | Version | Reads | How it is asked | Cells changed | What changes |
| --- | --- | --- | --- | --- | --- |
"""

DIFFICULT = """
## Difficult texts

Texts that a reader may take for something else: `tests/consumers/difficult/entity_codes.csv`, imported as facts of a user and exported. Each kind is a file of its own, since most tools guess the type of a column from all its cells: the codes of states in the dataset stay text because most of them have letters.
No form of CSV keeps these texts in a tool that guesses; the setting that does is in the next line of the tool.

| Tool | How it is asked | Texts changed | |
| --- | --- | --- | --- |
"""

FORMS = {"csv": "CSV", "excel": "CSV, `--excel`", "package": "CSV", "parquet": "Parquet", "workbook": "workbook", "database": "`sco.db`"}


def number(count):
    """A count with commas between thousands."""
    return f"{count:,}"


def says(changes, reader):
    """Why cells changed, each reason once, with an example."""
    reasons = {}
    for change in changes:
        reasons.setdefault(reader.reason(change), []).append(change)
    parts = []
    for reason, found in reasons.items():
        tables = [change.table for change in found if catalogue.is_failed_table(change)]
        which = ": " + ", ".join(f"`{name}`" for name in sorted(tables)) if tables else ""
        parts.append(f"{reason}{which}" + ("" if tables else f" ({columns(found)})"))
    return "; ".join(parts)


def columns(changes):
    """The columns of these changes, and one example."""
    found = sorted({f"`{change.column}`" for change in changes})
    more = f" and {len(found) - 3} more columns" if len(found) > 4 else ""
    shown = found if not more else found[:3]
    return ", ".join(shown) + more


def texts(changes):
    """What each text became."""
    shown = [f"`{change.want}` {'gone' if change.got == '' else f'→ `{change.got}`'}" for change in changes]
    return ", ".join(dict.fromkeys(shown))


def line(outcome, changes):
    """A reader's line of the first table."""
    reader = outcome.reader
    tables = sum(catalogue.is_failed_table(change) for change in changes)
    count = f"{tables} tables not read" if tables else number(len(changes))
    name = catalogue.TOOLS[reader.tool].name
    cells = [name, outcome.version, FORMS[reader.reads], reader.asked, count, says(changes, reader)]
    return f"| {' | '.join(cells)} |\n"


def text(outcomes):
    """The page."""
    csv = next(outcome for outcome in outcomes if outcome.reader.tool == "python")
    database = next(outcome for outcome in outcomes if outcome.reader.tool == "sqlite3" and outcome.reader.reads == "database")
    page = HEAD.format(
        csv_tables=csv.tables - csv.difficult_tables,
        csv_cells=number(csv.cells - csv.difficult_cells),
        database_tables=database.tables,
        database_cells=number(database.cells),
        difficult=number(csv.difficult_cells),
    )
    for outcome in outcomes:
        page += line(outcome, [change for change in outcome.changes if not catalogue.is_difficult(change)])
    page += DIFFICULT
    for outcome in outcomes:
        if outcome.reader.reads in ("csv", "excel"):
            changes = [change for change in outcome.changes if catalogue.is_difficult(change)]
            name = catalogue.TOOLS[outcome.reader.tool].name
            page += f"| {name} | {outcome.reader.asked} | {len(changes)} | {texts(changes)} |\n"
    return page
