import datetime
import re

import openpyxl

from common import SOURCE, write


def cell(value):
    """A value; a workbook has no days, but moments, of which midnight stands for the day."""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    return value


for sheet in openpyxl.load_workbook(SOURCE, read_only=True):
    if sheet.title == "about":
        continue
    head, *rows = sheet.iter_rows(values_only=True)
    # A date stands there twice, as it is recorded and as a day; the unit of a number stands in the head.
    at = [place for place, name in enumerate(head) if not name.endswith(" as a day")]
    names = [re.split(r"[\s(]", head[place])[0] for place in at]
    write(sheet.title, names, ([cell(row[place]) for place in at] for row in rows))
