import sqlite3

from sqlite_utils.cli import cli

from common import RESULTS, SETTING, files, write

database = RESULTS / "imported.db"
setting = ["--no-detect-types"] if SETTING else []
for file in files():
    cli(["insert", str(database), file.stem, str(file), "--csv", "--silent", *setting], standalone_mode=False)
connection = sqlite3.connect(database)
for file in files():
    rows = connection.execute(f"SELECT * FROM {file.stem}")
    write(file.stem, [column[0] for column in rows.description], rows)
