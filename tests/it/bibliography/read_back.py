"""Reads the bibliographies of a folder with programs that others wrote, and compares them with the database.

python3 read_back.py FOLDER DATABASE FILE...

FILE is sources.bib, sources.csl.json, sources.ris or CITATION.cff. Prints what differs, and fails where something does.
Needs bibtexparser (1.4), pybtex, jsonschema, rispy and cffconvert.
"""

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

FOLDER, DATABASE = Path(sys.argv[1]), sys.argv[2]
FAULTS = []


def compare(key, what, found, wanted):
    if found != wanted:
        FAULTS.append(f"{key}: {what}: {found!r} instead of {wanted!r}")


def sources():
    connection = sqlite3.connect(DATABASE)
    connection.row_factory = sqlite3.Row
    return {row["source_id"]: row for row in connection.execute("SELECT * FROM sources ORDER BY source_id")}


def names(text):
    """The names of a list: (family, given) of a person, (name, None) of an institution."""
    found = []
    for name in filter(None, (part.strip() for part in (text or "").split(";"))):
        if name.startswith("{"):
            found.append((name[1:-1], None))
        else:
            family, comma, given = name.partition(",")
            found.append((family.strip(), given.strip() if comma else None))
    return found


def plain(tex):
    """A value as it reads: commands are their characters, braces are gone."""
    commands = {
        "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
        "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|", "textasciigrave": "`",
    }
    token = re.compile(r"\\([a-z]+)\{\}|\\([&%$#_])|[{}]")
    return token.sub(lambda m: commands[m[1]] if m[1] else m[2] or "", tex)


def bib(path):
    import bibtexparser
    import pybtex.database

    text = path.read_text(encoding="utf-8")
    parser = bibtexparser.bparser.BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    entries = {entry["ID"]: entry for entry in bibtexparser.loads(text, parser).entries}
    people = pybtex.database.parse_string(text, "bibtex").entries
    compare(path.name, "number of entries of both readers", len(entries), len(people))
    for key, row in sources().items():
        if key not in entries:
            FAULTS.append(f"{key}: is missing")
            continue
        entry = entries[key]
        compare(key, "title", plain(entry.get("title", "")), row["title"])
        compare(key, "date", entry.get("date"), row["issued"])
        compare(key, "original title", plain(entry.get("origtitle", "")), row["original_title"] or "")
        for field, column in (("author", "authors"), ("editor", "editors")):
            found = []
            for person in people[key].persons.get(field, []):
                family = plain(" ".join(person.prelast_names + person.last_names))
                given = plain(" ".join(person.first_names + person.middle_names))
                found.append((family, given or None))
            compare(key, column, found, names(row[column]))


# The fields of an item in CSL 1.0.2 that a source can have, and what they hold. An unknown field is a fault.
TEXT = {"type": "string", "minLength": 1}
NAME = {
    "type": "object",
    "properties": {"family": TEXT, "given": TEXT, "non-dropping-particle": TEXT, "literal": TEXT},
    "additionalProperties": False,
    "oneOf": [{"required": ["literal"], "maxProperties": 1}, {"required": ["family", "given"]}],
}
DATE_PART = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {"type": "array", "items": DATE_PART, "minItems": 1, "maxItems": 2},
        "season": {"enum": [1, 2, 3, 4]},
        "circa": {"type": "boolean"},
        "literal": TEXT,
    },
    "additionalProperties": False,
    "oneOf": [{"required": ["literal"], "maxProperties": 1}, {"required": ["date-parts"]}],
}
CSL_TYPES = """article article-journal article-magazine article-newspaper bill book broadcast chapter classic
collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview
legal_case legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance
periodical personal_communication post post-weblog regulation report review review-book software song speech
standard thesis treaty webpage""".split()
CSL_TEXTS = """title original-title container-title collection-title publisher volume issue page number version
URL archive_location language note""".split()
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": TEXT,
            "type": {"enum": CSL_TYPES},
            **{field: TEXT for field in CSL_TEXTS},
            **{field: {"type": "array", "items": NAME, "minItems": 1} for field in ("author", "editor")},
            **{field: DATE for field in ("issued", "accessed")},
        },
        "required": ["id", "type", "title"],
        "additionalProperties": False,
    },
}


def csl(path):
    import jsonschema

    items = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(items, CSL)
    items = {item["id"]: item for item in items}
    for key, row in sources().items():
        item = items.get(key, {})
        compare(key, "title", item.get("title"), row["title"])
        compare(key, "type", item.get("type"), row["kind"])
        for field, column in (("author", "authors"), ("editor", "editors")):
            found = []
            for name in item.get(field, []):
                parts = [name.get("non-dropping-particle"), name.get("family", name.get("literal"))]
                found.append((" ".join(filter(None, parts)), name.get("given")))
            compare(key, column, found, names(row[column]))
        parts = item.get("issued", {}).get("date-parts", [])
        if parts and len(parts[0]) == 3 and len(parts) == 1:
            compare(key, "date", "{:04}-{:02}-{:02}".format(*parts[0]), row["issued_from"])
        elif parts:
            compare(key, "year", f"{parts[0][0]:04}", row["issued_from"][:4])
            compare(key, "last year", f"{parts[-1][0]:04}", row["issued_to"][:4])
        else:
            compare(key, "date", item.get("issued", {}).get("literal"), row["issued"])


def ris(path):
    import rispy

    text = path.read_bytes().decode("utf-8")
    compare(path.name, "line ends", text.replace("\r\n", "").count("\n"), 0)
    # Without an end a record would run into the next one.
    compare(path.name, "ends of records", len(re.findall(r"(?m)^ER  - ", text)), len(re.findall(r"(?m)^TY  - ", text)))
    records = {record["id"]: record for record in rispy.loads(text)}
    for key, row in sources().items():
        record = records.get(key, {})
        compare(key, "title", record.get("title"), row["title"])
        found = record.get("authors", [])
        wanted = [
            family.replace(",", "") if given is None else f"{family}, {given}" for family, given in names(row["authors"])
        ]
        compare(key, "authors", found, wanted)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["issued"] or ""):
            compare(key, "date", record.get("date"), row["issued"].replace("-", "/") + "/")
        elif re.fullmatch(r"\d{4}", row["issued"] or ""):
            compare(key, "year", record.get("year"), row["issued"])


def cff(path):
    run = subprocess.run(
        [sys.executable, "-c", "from cffconvert.cli.cli import cli; cli()", "--validate", "-i", str(path)],
        capture_output=True,
        text=True,
    )
    if run.returncode != 0:
        FAULTS.append(f"{path.name}: {run.stdout}{run.stderr}".strip())


READERS = {"sources.bib": bib, "sources.csl.json": csl, "sources.ris": ris, "CITATION.cff": cff}

for name in sys.argv[3:]:
    try:
        READERS[name](FOLDER / name)
    except Exception as error:  # A reader says in its own way that it cannot read a file.
        FAULTS.append(f"{name}: {type(error).__name__}: {error}")
print("\n".join(FAULTS[:20]))
sys.exit(1 if FAULTS else 0)
