import polars

from common import SOURCE, parquet_files, write

for file in parquet_files():
    frame = polars.read_parquet(file)
    write(file.stem, frame.columns, frame.iter_rows())
flows = polars.read_parquet(SOURCE / "trade_flows").drop("year")
write("trade_flows", flows.columns, flows.iter_rows())
