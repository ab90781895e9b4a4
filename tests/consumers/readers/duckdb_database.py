import duckdb
import duckdb_ext

from common import SETTING, SOURCE, fail, relations, write

QUESTIONS = {
    "": "FROM sco.{name}",
    "scan": f"FROM sqlite_scan('{SOURCE}', '{{name}}')",
    "query": "FROM sqlite_query('sco', 'SELECT * FROM {name}')",
}

# Where DuckDB may fetch it, `INSTALL sqlite` does the same.
connection = duckdb_ext.init(duckdb.connect())
connection.sql(f"ATTACH '{SOURCE}' AS sco (TYPE sqlite, READ_ONLY)")
for name in relations():
    try:
        table = connection.sql(QUESTIONS[SETTING].format(name=name))
        write(name, table.columns, table.fetchall())
    except duckdb.Error as error:
        fail(name, error)
