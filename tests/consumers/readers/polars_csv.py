import polars

from common import files, write

for file in files():
    frame = polars.read_csv(file)
    write(file.stem, frame.columns, frame.iter_rows())
