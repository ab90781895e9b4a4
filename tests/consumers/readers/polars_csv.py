import polars

from common import SETTING, files, write

setting = {"infer_schema": False} if SETTING else {}
for file in files():
    frame = polars.read_csv(file, **setting)
    write(file.stem, frame.columns, frame.iter_rows())
