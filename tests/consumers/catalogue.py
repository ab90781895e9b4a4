"""The tools, how each is asked, and what is known to change in it."""

import dataclasses
import pathlib
import re
import shutil
import subprocess

NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?")


def value(text):
    """The number that a text spells, or None."""
    return float(text.replace(",", "")) if isinstance(text, str) and NUMBER.fullmatch(text) else None


def is_number_for_its_spelling(change):
    """A text that spells a number is another spelling of that number: `004` is 4."""
    return value(change.want) is not None and value(change.want) == value(change.got)


def is_missing(change):
    """A text is gone."""
    return isinstance(change.want, str) and change.got == ""


def is_failed_table(change):
    """A whole table could not be read."""
    return change.want == "a table"


@dataclasses.dataclass(frozen=True)
class Known:
    """A change that no form of the files prevents: whether a change is one, and what it is in words."""

    is_one: object
    says: str


@dataclasses.dataclass(frozen=True)
class Reader:
    """One way to ask one tool."""

    tool: str
    # What it reads: `csv`, `excel` (the form of `sco export --excel`), `package` (the exports as their metadata
    # describe them) or `database`.
    reads: str
    script: str
    asked: str
    setting: str = ""
    known: tuple = ()


READERS = [
    Reader("python", "csv", "python_csv.py", "`csv.reader(file)`"),
    Reader("pandas", "csv", "pandas_csv.py", "`pandas.read_csv(file)`"),
    Reader("pandas", "database", "pandas_database.py", "`pandas.read_sql_query(sql, connection)`"),
    Reader("polars", "csv", "polars_csv.py", "`polars.read_csv(file)`"),
    Reader("polars", "database", "polars_database.py", "`polars.read_database(sql, connection)`"),
    Reader(
        "polars",
        "database",
        "polars_database.py",
        "`polars.read_database(sql, connection, infer_schema_length=None)`",
        "all rows",
    ),
    Reader("duckdb", "csv", "duckdb_csv.py", "`FROM 'file.csv'`"),
    Reader("duckdb", "database", "duckdb_database.py", "`ATTACH`, then `FROM sco.name`"),
    Reader("duckdb", "database", "duckdb_database.py", "`FROM sqlite_scan('sco.db', 'name')`", "scan"),
    Reader("duckdb", "database", "duckdb_database.py", "`ATTACH`, then `FROM sqlite_query('sco', 'SELECT ...')`", "query"),
    Reader("r", "csv", "r_csv.R", "`read.csv(file)`"),
    Reader("readr", "csv", "readr_csv.R", "`read_csv(file)`"),
    Reader("readr", "csv", "readr_csv.R", "`read_csv(file, guess_max = Inf)`", "all rows"),
    Reader("rsqlite", "database", "rsqlite_database.R", "`dbReadTable(connection, name)`"),
    Reader("csvkit", "csv", "csvkit_csv.py", "`csvjson file`"),
    Reader("csvkit", "csv", "csvkit_csv.py", "`csvjson --no-inference file`", "no inference"),
    Reader("sqlite-utils", "csv", "sqlite_utils_csv.py", "`sqlite-utils insert new.db name file --csv`"),
    Reader("sqlite-utils", "database", "sqlite_utils_database.py", "`sqlite-utils rows sco.db name`"),
    Reader("datasette", "database", "datasette_database.py", "`/sco/name.json`, page by page"),
    Reader("frictionless", "csv", "frictionless_csv.py", "`Resource(file)`, without the package"),
    Reader("frictionless", "package", "frictionless_csv.py", "`Package(\"datapackage.json\")`", "package"),
    Reader("visidata", "csv", "visidata_csv.py", "`vd file`"),
    Reader("visidata", "database", "visidata_database.py", "`vd sco.db`"),
    Reader("sqlite3", "csv", "sqlite3_csv.py", "`.mode csv`, `.import file name`"),
    Reader("sqlite3", "database", "sqlite3_database.py", "`SELECT * FROM name`"),
    Reader("libreoffice", "csv", "libreoffice_csv.py", "the import dialog as it opens: UTF-8; tab, comma and semicolon", "dialog"),
    Reader("libreoffice", "csv", "libreoffice_csv.py", "all columns marked and set to the type Text in the dialog", "text"),
    Reader("libreoffice", "csv", "libreoffice_csv.py", "the dialog with a tick at “Format quoted field as text”", "quoted"),
    Reader("libreoffice", "excel", "libreoffice_csv.py", "the same with files of `sco export --excel`", "quoted"),
    Reader("libreoffice", "csv", "libreoffice_csv.py", "`soffice --headless --convert-to`, no filter named"),
]


@dataclasses.dataclass(frozen=True)
class Tool:
    """A program: its name for people, and the command that prints its version."""

    name: str
    version: object


def of_python(package):
    """The version of a Python package, in the Python that has the tools."""
    return lambda python: [python, "-c", f"import importlib.metadata as m; print(m.version('{package}'))"]


def of_r(package):
    """The version of a package of R."""
    return lambda python: ["Rscript", "-e", f"cat(as.character(packageVersion('{package}')))"]


TOOLS = {
    "python": Tool("Python's `csv`", lambda python: [python, "-c", "import platform; print(platform.python_version())"]),
    "pandas": Tool("pandas", of_python("pandas")),
    "polars": Tool("polars", of_python("polars")),
    "duckdb": Tool("DuckDB", of_python("duckdb")),
    "r": Tool("R", of_r("base")),
    "readr": Tool("readr", of_r("readr")),
    "rsqlite": Tool("RSQLite", of_r("RSQLite")),
    "csvkit": Tool("csvkit", of_python("csvkit")),
    "sqlite-utils": Tool("sqlite-utils", of_python("sqlite-utils")),
    "datasette": Tool("Datasette", of_python("datasette")),
    "frictionless": Tool("frictionless", of_python("frictionless")),
    "visidata": Tool("VisiData", of_python("visidata")),
    "sqlite3": Tool("`sqlite3` shell", lambda python: ["sqlite3", "-version"]),
    "libreoffice": Tool("LibreOffice Calc", lambda python: ["soffice", "--version"]),
}


def version(tool, python):
    """The version of a tool, or None where it is not installed."""
    command = TOOLS[tool].version(python)
    if not shutil.which(command[0]):
        return None
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"[0-9]+(\.[0-9]+)+", answer.stdout)
    return found.group() if answer.returncode == 0 and found else None


def command(reader, folder, python):
    """How a reader is started."""
    script = pathlib.Path(folder) / "readers" / reader.script
    if script.suffix == ".R":
        return ["Rscript", "-e", f"source('{script.parent}/common.R'); source('{script}')"]
    return [python, str(script)]
