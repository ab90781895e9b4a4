import duckdb

from common import SOURCE, parquet_files, write

for file in parquet_files():
    table = duckdb.sql(f"FROM '{file}'")
    write(file.stem, table.columns, table.fetchall())
flows = duckdb.sql(f"FROM read_parquet('{SOURCE}/trade_flows/*/*/*.parquet') SELECT * EXCLUDE (year)")
write("trade_flows", flows.columns, flows.fetchall())
