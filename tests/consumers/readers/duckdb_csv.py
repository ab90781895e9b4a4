import duckdb

from common import SETTING, files, write

setting = {"all_varchar": True} if SETTING else {}
for file in files():
    table = duckdb.read_csv(str(file), **setting)
    write(file.stem, table.columns, table.fetchall())
