import dask.dataframe

from common import SETTING, fail, files, write

setting = {"dtype": str, "keep_default_na": False} if SETTING else {}
for file in files():
    try:
        frame = dask.dataframe.read_csv(file, **setting).compute()
    except ValueError as error:
        fail(file.stem, error)
        continue
    whole = frame.astype(object)
    write(file.stem, frame.columns, whole.where(frame.notna(), None).itertuples(index=False))
