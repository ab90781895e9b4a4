import pandas

from common import SOURCE, parquet_files, write

for file in parquet_files():
    frame = pandas.read_parquet(file)
    write(file.stem, frame.columns, frame.itertuples(index=False))
flows = pandas.read_parquet(SOURCE / "trade_flows").drop(columns="year")
write("trade_flows", flows.columns, flows.itertuples(index=False))
