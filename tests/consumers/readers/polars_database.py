import sqlite3

import polars

from common import SETTING, SOURCE, fail, relations, write

setting = {"infer_schema_length": None} if SETTING else {}
database = sqlite3.connect(SOURCE)
for name in relations():
    try:
        frame = polars.read_database(f"SELECT * FROM {name}", database, **setting)
    except polars.exceptions.PolarsError as error:
        fail(name, error)
    else:
        write(name, frame.columns, frame.iter_rows())
