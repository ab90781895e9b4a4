"""The tools, how each is asked, and what is known to change in it."""

import dataclasses
import pathlib
import re
import shutil
import subprocess

import comparing

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-01")
NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?")


def value(text):
    """The number that a text spells, or None."""
    return float(text.replace(",", "")) if isinstance(text, str) and NUMBER.fullmatch(text) else None


def is_number_for_its_spelling(change):
    """A text that spells a number is another spelling of that number: `004` is 4."""
    return value(change.want) is not None and value(change.want) == value(change.got)


def has_fifteen_digits(change):
    """A number is rounded in its sixteenth digit."""
    try:
        return isinstance(change.want, float) and float(f"{change.want:.15g}") == float(change.got)
    except ValueError:
        return False


def is_lost(change):
    """A text is gone."""
    return isinstance(change.want, str) and change.got == ""


def is_truth_value(change):
    """0 or 1 is a truth value."""
    return (change.want, change.got) in ((0, "False"), (1, "True"))


def has_doubled_quotes(change):
    """Each quote of a text stands there twice, as in the file."""
    return isinstance(change.want, str) and change.got == change.want.replace('"', '""')


def is_a_day(change):
    """A month, or a text with a month in it, is the first day of that month."""
    return isinstance(change.want, str) and DAY.fullmatch(change.got) is not None


def is_per_cent(change):
    """A text in per cent is a number."""
    return isinstance(change.want, str) and change.want.endswith("%")


def is_failed_table(change):
    """A whole table could not be read."""
    return change.want == comparing.A_TABLE


def is_bytes(change):
    """A value is a row of bytes."""
    return change.got == f"b'{change.want}'" or change.got.startswith(("b'", 'b"'))


def is_difficult(change):
    """The text is one of `difficult/`."""
    return change.table.startswith("difficult_")


def has_another_decimal_sign(change):
    """The point of a number is taken for a mark between thousands: 0.108 is 108."""
    try:
        digits = str(change.want).replace(".", "")
        return isinstance(change.want, float) and float(digits) == float(change.got)
    except ValueError:
        return False


def is_any(change):
    """Whatever changed."""
    return True


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
    # describe them), `parquet` (the folder of `sco export parquet`), `workbook` (the file of `sco export --workbook`) or
    # `database`.
    reads: str
    script: str
    asked: str
    setting: str = ""
    known: tuple = ()
    # The locale under which it runs.
    locale: str = "C.UTF-8"

    def reason(self, change):
        """Why a cell changed, or nothing where that is not known."""
        return next((known.says for known in self.known if known.is_one(change)), "")


GUESSES = Known(is_difficult, "guesses the type of each column from its cells")
DIGITS = Known(has_fifteen_digits, "numbers have 15 digits")
TRUTHS = Known(is_truth_value, "0 and 1 are read as false and true")
SPELLING = Known(is_number_for_its_spelling, "a text that spells a number becomes the number")

READERS = [
    Reader("python", "csv", "python_csv.py", "`csv.reader(file)`"),
    Reader("pandas", "csv", "pandas_csv.py", "`read_csv(file)`", known=(GUESSES,)),
    Reader("pandas", "csv", "pandas_csv.py", "`read_csv(file, dtype=str, keep_default_na=False)`", "text"),
    Reader("pandas", "database", "pandas_database.py", "`read_sql_query(sql, connection)`"),
    Reader("pandas", "parquet", "pandas_parquet.py", "`read_parquet(path)`"),
    Reader(
        "dask",
        "csv",
        "dask_csv.py",
        "`read_csv(file)`",
        known=(Known(is_failed_table, "takes types from the first 10 rows, and stops where a later one differs"), GUESSES),
    ),
    Reader("dask", "csv", "dask_csv.py", "`read_csv(file, dtype=str, keep_default_na=False)`", "text"),
    Reader("polars", "csv", "polars_csv.py", "`read_csv(file)`", known=(GUESSES,)),
    Reader("polars", "csv", "polars_csv.py", "`read_csv(file, infer_schema=False)`", "text"),
    Reader(
        "polars",
        "database",
        "polars_database.py",
        "`read_database(sql, connection)`",
        known=(Known(is_failed_table, "takes types from the first 100 rows, and stops where a later one differs"),),
    ),
    Reader(
        "polars",
        "database",
        "polars_database.py",
        "`read_database(sql, connection, infer_schema_length=None)`",
        "all rows",
    ),
    Reader("polars", "parquet", "polars_parquet.py", "`read_parquet(path)`"),
    Reader("duckdb", "csv", "duckdb_csv.py", "`FROM 'file.csv'`", known=(GUESSES,)),
    Reader("duckdb", "csv", "duckdb_csv.py", "`FROM read_csv('file.csv', all_varchar = true)`", "text"),
    Reader(
        "duckdb",
        "database",
        "duckdb_database.py",
        "`ATTACH 'sco.db' AS sco`, `FROM sco.name`",
        known=(Known(is_failed_table, "reads the text of views in its own dialect, which some are not written in"),),
    ),
    Reader(
        "duckdb",
        "database",
        "duckdb_database.py",
        "`FROM sqlite_scan('sco.db', 'name')`",
        "scan",
        known=(Known(is_bytes, "columns of views that are worked out arrive as bytes"),),
    ),
    Reader(
        "duckdb",
        "database",
        "duckdb_database.py",
        "`ATTACH 'sco.db' AS sco`, `FROM sqlite_query('sco', 'SELECT ...')`",
        "query",
        known=(DIGITS,),
    ),
    Reader("duckdb", "parquet", "duckdb_parquet.py", "`FROM 'file.parquet'`, `FROM read_parquet('trade_flows/*/*/*.parquet')`"),
    Reader("r", "csv", "r_csv.R", "`read.csv(file)`", known=(GUESSES,)),
    Reader("r", "csv", "r_csv.R", "`read.csv(file, colClasses = \"character\", na.strings = \"\")`", "text"),
    Reader(
        "readr",
        "csv",
        "readr_csv.R",
        "`read_csv(file)`",
        known=(
            GUESSES,
            Known(is_lost, "looks at 1,000 rows; a column that is empty in these is taken for truth values, with a warning"),
        ),
    ),
    Reader("readr", "csv", "readr_csv.R", "`read_csv(file, guess_max = Inf)`", "rows", known=(GUESSES,)),
    Reader("readr", "csv", "readr_csv.R", "`read_csv(file, col_types = cols(.default = \"c\"), na = \"\")`", "text"),
    Reader(
        "data.table",
        "csv",
        "datatable_csv.R",
        "`fread(file)`",
        known=(Known(has_doubled_quotes, "a quote inside a text stays doubled, as it is written in the file"), GUESSES),
    ),
    Reader(
        "data.table",
        "csv",
        "datatable_csv.R",
        "`fread(file, colClasses = \"character\", na.strings = NULL)`, then `gsub('\"\"', '\"', ..., fixed = TRUE)`",
        "text",
    ),
    Reader("rsqlite", "database", "rsqlite_database.R", "`dbReadTable(connection, name)`"),
    Reader("csvkit", "csv", "csvkit_csv.py", "`csvjson file`", known=(GUESSES, TRUTHS)),
    Reader("csvkit", "csv", "csvkit_csv.py", "`csvjson --no-inference --blanks file`", "text"),
    Reader("miller", "csv", "miller_csv.py", "`mlr --csv cat file`"),
    Reader("openpyxl", "workbook", "openpyxl_workbook.py", "`load_workbook(file)`"),
    Reader("readxl", "workbook", "readxl_workbook.R", "`read_excel(file, sheet = name)`"),
    Reader("sqlite-utils", "csv", "sqlite_utils_csv.py", "`insert new.db name file --csv`", known=(GUESSES,)),
    Reader("sqlite-utils", "csv", "sqlite_utils_csv.py", "`insert new.db name file --csv --no-detect-types`", "text"),
    Reader("sqlite-utils", "database", "sqlite_utils_database.py", "`rows sco.db name`"),
    Reader("datasette", "database", "datasette_database.py", "`/sco/name.json`, page by page"),
    Reader(
        "frictionless",
        "csv",
        "frictionless_csv.py",
        "`Resource(file)`, without the package",
        known=(GUESSES, Known(is_any, "guesses types from the first 100 rows; what does not fit is lost, with an error")),
    ),
    Reader("frictionless", "package", "frictionless_csv.py", "`Package(\"datapackage.json\")`", "package", known=(TRUTHS,)),
    Reader("visidata", "csv", "visidata_csv.py", "`vd file`"),
    Reader("visidata", "database", "visidata_database.py", "`vd sco.db`"),
    Reader("sqlite3", "csv", "sqlite3_csv.py", "`.mode csv`, `.import file name`"),
    Reader("sqlite3", "database", "sqlite3_database.py", "`SELECT * FROM name`", known=(DIGITS,)),
    Reader(
        "libreoffice",
        "csv",
        "libreoffice_csv.py",
        "the import dialog as it opens (UTF-8; tab, comma and semicolon), language English (USA)",
        "dialog",
        known=(GUESSES, SPELLING, DIGITS),
    ),
    Reader(
        "libreoffice",
        "csv",
        "libreoffice_csv.py",
        "the same with a tick at “Format quoted field as text”",
        "quoted",
        known=(DIGITS,),
    ),
    Reader(
        "libreoffice",
        "excel",
        "libreoffice_csv.py",
        "the same, files of `sco export --excel`",
        "quoted",
        known=(DIGITS,),
    ),
    Reader("libreoffice", "csv", "libreoffice_csv.py", "the dialog with all columns set to Text", "text"),
    Reader(
        "libreoffice",
        "csv",
        "libreoffice_csv.py",
        "`soffice --headless --convert-to ods file`",
        known=(Known(is_any, "reads UTF-8 as Windows-1252, and texts that spell numbers as numbers"),),
    ),
    Reader(
        "libreoffice",
        "csv",
        "libreoffice_csv.py",
        "`soffice --headless --infilter=\"CSV:44,34,76,1,,1033,true,false\" --convert-to ods file`",
        "headless",
        known=(DIGITS,),
    ),
    Reader(
        "libreoffice",
        "csv",
        "libreoffice_csv.py",
        "the same on a German machine, decimal comma",
        "headless",
        known=(DIGITS,),
        locale="de_DE.UTF-8",
    ),
    Reader(
        "libreoffice",
        "csv",
        "libreoffice_csv.py",
        "the same there with 0 instead of 1033: the language of the machine",
        "own language",
        known=(Known(has_another_decimal_sign, "a point with three digits behind it is taken for a mark between thousands"), DIGITS),
        locale="de_DE.UTF-8",
    ),
    Reader(
        "gnumeric",
        "csv",
        "gnumeric_csv.py",
        "`ssconvert file new.xlsx`",
        known=(
            GUESSES,
            Known(is_a_day, "a month becomes its first day"),
            Known(is_per_cent, "a text in per cent becomes a number"),
            SPELLING,
            DIGITS,
        ),
    ),
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
    "dask": Tool("Dask", of_python("dask")),
    "polars": Tool("polars", of_python("polars")),
    "duckdb": Tool("DuckDB", of_python("duckdb")),
    "r": Tool("R", of_r("base")),
    "readr": Tool("readr", of_r("readr")),
    "data.table": Tool("data.table", of_r("data.table")),
    "rsqlite": Tool("RSQLite", of_r("RSQLite")),
    "openpyxl": Tool("openpyxl", of_python("openpyxl")),
    "readxl": Tool("readxl", of_r("readxl")),
    "csvkit": Tool("csvkit", of_python("csvkit")),
    "miller": Tool("Miller", lambda python: ["mlr", "--version"]),
    "sqlite-utils": Tool("sqlite-utils", of_python("sqlite-utils")),
    "datasette": Tool("Datasette", of_python("datasette")),
    "frictionless": Tool("frictionless", of_python("frictionless")),
    "visidata": Tool("VisiData", of_python("visidata")),
    "sqlite3": Tool("`sqlite3` shell", lambda python: ["sqlite3", "-version"]),
    "libreoffice": Tool("LibreOffice Calc", lambda python: ["soffice", "--version"]),
    "gnumeric": Tool("Gnumeric", lambda python: ["ssconvert", "--version"]),
}


def version(tool, python):
    """The version of a tool, or None where it is not installed."""
    command = TOOLS[tool].version(python)
    if not shutil.which(command[0]):
        return None
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"[0-9]+(\.[0-9]+)+", answer.stdout or answer.stderr)
    return found.group() if answer.returncode == 0 and found else None


def locales():
    """The locales of the machine, in the form that `C.UTF-8` has."""
    names = []
    if shutil.which("locale"):
        names = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    return {name.replace(".utf8", ".UTF-8") for name in names} | {"C.UTF-8"}


def command(reader, folder, python):
    """How a reader is started."""
    script = pathlib.Path(folder) / "readers" / reader.script
    if script.suffix == ".R":
        return ["Rscript", "-e", f"source('{script.parent}/common.R'); source('{script}')"]
    return [python, str(script)]
