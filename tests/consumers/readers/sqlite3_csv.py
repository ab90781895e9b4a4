import sqlite3
import subprocess

from common import RESULTS, files, write

database = RESULTS / "imported.db"
for file in files():
    subprocess.run(["sqlite3", database, ".mode csv", f".import '{file}' {file.stem}"], check=True)
connection = sqlite3.connect(database)
for file in files():
    rows = connection.execute(f"SELECT * FROM {file.stem}")
    write(file.stem, [column[0] for column in rows.description], rows)
