import subprocess
import xml.etree.ElementTree as xml

from common import RESULTS, SETTING, files, write

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# What the import dialog proposes: comma, semicolon and tab, UTF-8, columns of the type Standard. The language is English
# (USA), 1033; 0 would be that of the machine.
DIALOG = "CSV:44/59/9,34,76,1,{columns},1033,{quoted_are_text},false"
ALL_TEXT = "/".join(f"{number}/2" for number in range(1, 100))
FILTERS = {
    "": [],
    "dialog": ["--infilter=" + DIALOG.format(columns="", quoted_are_text="false")],
    "quoted": ["--infilter=" + DIALOG.format(columns="", quoted_are_text="true")],
    "headless": ["--infilter=CSV:44,34,76,1,,1033,true,false"],
    "own language": ["--infilter=CSV:44,34,76,1,,0,true,false"],
    "text": ["--infilter=" + DIALOG.format(columns=ALL_TEXT, quoted_are_text="false")],
}


def paragraph(element):
    """The text of a paragraph, with the spaces that the file counts instead of writing them."""
    marks = {TEXT + "s": " " * int(element.get(TEXT + "c", 1)), TEXT + "tab": "\t", TEXT + "line-break": "\n"}
    inner = "".join(paragraph(child) + (child.tail or "") for child in element)
    return marks.get(element.tag, "") + (element.text or "") + inner


def value(cell):
    """A cell: a number or date as it is stored, a text as it is shown."""
    for attribute in ("value", "date-value", "time-value", "boolean-value"):
        if (stored := cell.get(OFFICE + attribute)) is not None:
            return stored
    return "\n".join(paragraph(element) for element in cell.findall(TEXT + "p"))


def cells(row):
    """The cells of a row, without the empty ones at its end."""
    found = []
    for cell in row:
        found += [value(cell)] * int(cell.get(TABLE + "number-columns-repeated", 1))
    while found and not found[-1]:
        found.pop()
    return found


def rows(spreadsheet):
    """The rows of the only sheet."""
    for row in xml.parse(spreadsheet).iter(TABLE + "table-row"):
        if found := cells(row):
            yield from [found] * int(row.get(TABLE + "number-rows-repeated", 1))


profile = f"-env:UserInstallation={RESULTS.absolute().as_uri()}/profile"
program = ["soffice", profile, "--headless", *FILTERS[SETTING], "--convert-to", "fods", "--outdir", RESULTS, *files()]
subprocess.run(program, check=True, capture_output=True)
for file in files():
    head, *lines = rows(RESULTS / f"{file.stem}.fods")
    write(file.stem, head, (line + [""] * (len(head) - len(line)) for line in lines))
