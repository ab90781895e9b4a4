import datetime
import subprocess

import openpyxl

from common import RESULTS, files, write


def day(value):
    """A day without a time, as openpyxl has none."""
    is_day = isinstance(value, datetime.datetime) and value.time() == datetime.time()
    return value.date() if is_day else value


for file in files():
    workbook = RESULTS / f"{file.stem}.xlsx"
    subprocess.run(["ssconvert", file, workbook], check=True, capture_output=True)
    head, *lines = openpyxl.load_workbook(workbook).active.iter_rows(values_only=True)
    write(file.stem, head, ([day(cell) for cell in line] for line in lines))
