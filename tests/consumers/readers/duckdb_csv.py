import duckdb

from common import files, write

for file in files():
    table = duckdb.read_csv(str(file))
    write(file.stem, table.columns, table.fetchall())
