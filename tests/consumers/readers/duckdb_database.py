import importlib.util
import pathlib

import duckdb

from common import SETTING, SOURCE, fail, relations, write

QUESTIONS = {
    "": "FROM sco.{name}",
    "scan": f"FROM sqlite_scan('{SOURCE}', '{{name}}')",
    "query": "FROM sqlite_query('sco', 'SELECT * FROM {name}')",
}

# Of the package duckdb-ext-sqlite; where DuckDB may fetch it, `INSTALL sqlite` does the same.
folder = pathlib.Path(importlib.util.find_spec("duckdb_ext").submodule_search_locations[0])
[extension] = folder.rglob("sqlite_scanner.duckdb_extension")
duckdb.sql(f"LOAD '{extension}'")
duckdb.sql(f"ATTACH '{SOURCE}' AS sco (TYPE sqlite, READ_ONLY)")
for name in relations():
    try:
        table = duckdb.sql(QUESTIONS[SETTING].format(name=name))
        write(name, table.columns, table.fetchall())
    except duckdb.Error as error:
        fail(name, error)
