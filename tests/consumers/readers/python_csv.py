import csv

from common import files, write

for file in files():
    with open(file, encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    write(file.stem, head, rows)
