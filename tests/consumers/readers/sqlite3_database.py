import csv
import subprocess

from common import SOURCE, relations, write

for name in relations():
    program = ["sqlite3", "-readonly", "-csv", "-header", SOURCE, f"SELECT * FROM {name}"]
    printed = subprocess.run(program, check=True, capture_output=True, encoding="utf-8").stdout
    head, *rows = list(csv.reader(printed.splitlines(keepends=True))) or [[]]
    write(name, head, rows)
