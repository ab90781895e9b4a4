import sqlite3

import pandas

from common import SOURCE, relations, write

database = sqlite3.connect(SOURCE)
for name in relations():
    frame = pandas.read_sql_query(f"SELECT * FROM {name}", database)
    write(name, frame.columns, frame.itertuples(index=False))
