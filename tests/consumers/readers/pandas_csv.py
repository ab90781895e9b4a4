import pandas

from common import SETTING, files, write

setting = {"dtype": str, "keep_default_na": False} if SETTING else {}
for file in files():
    frame = pandas.read_csv(file, **setting)
    write(file.stem, frame.columns, frame.itertuples(index=False))
