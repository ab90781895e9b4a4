#!/usr/bin/env python3
"""Trade statistics in SQLite, and as Parquet in DuckDB and Spark: the same questions, and how long they take.

    cargo build --release
    VENV/bin/python benches/scale.py --rows 5000000 --rounds 2 --engines sqlite,duckdb,spark

VENV has `duckdb` and `duckdb-ext-sqlite` as in tests/consumers/requirements.txt, and `pyspark`, which wants Java 17.
Invented rows are imported, exported by `sco export parquet`, and by DuckDB into folders of the same form. Then each
engine is asked the questions of docs/scale.md. Nothing is compared where the contents or the answers differ.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
YEARS = range(2000, 2025)
COMMODITIES = [f"{1 + at % 97:02}{1 + at % 89:02}{at % 50 + at // 97:02}" for at in range(500)]
MAP = """dataset = "bench"
title = "Invented trade"
currency = "USD"
reporter = { column = "reporter", codes = ["iso3166_1_alpha3"] }
partner = { column = "partner", codes = ["iso3166_1_alpha3"] }
period = { column = "period" }
flow = { column = "flow", words = { M = "M", X = "X" } }
classification = { constant = "H6" }
commodity = { column = "commodity" }
value = { column = "value" }
"""
KEY = "reporter, partner, flow, valuation, classification, commodity, frequency, period"
ENGINES = ("sqlite", "duckdb", "spark")


def questions():
    """The questions of docs/scale.md, each with its statement."""
    text = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    return re.findall(r"^### (.+?)\n.*?^```sql\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--sco", type=os.path.abspath, default=ROOT / "target/release/sco")
    parser.add_argument("--folder", help="keep the files in this folder, and use those that are there")
    parser.add_argument("--answers", action="store_true", help="print the answers too")
    parser.add_argument("--ask", choices=ENGINES, help=argparse.SUPPRESS)
    return parser.parse_args()


def measured(command, folder):
    """The seconds that a program takes, its peak memory in MiB, and what it prints."""
    begin = time.monotonic()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as running:
        printed = running.stdout.read()
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode != 0:
        sys.exit(f"{command[0]} failed")
    return time.monotonic() - begin, usage.ru_maxrss / 1024, printed


def areas(folder):
    """The states by their ids, which are their codes."""
    with sqlite3.connect(folder / "sco.db") as database:
        question = "SELECT entity_id FROM entity_codes WHERE scheme = 'iso3166_1_alpha3' AND code = entity_id ORDER BY 1"
        return [area for (area,) in database.execute(question)]


def write_rows(folder, count):
    """Rows in an order without order; none comes twice."""
    states = areas(folder)
    sizes = (len(states), len(states) - 1, 2, len(COMMODITIES), len(YEARS))
    size = sizes[0] * sizes[1] * sizes[2] * sizes[3] * sizes[4]
    if count > size:
        sys.exit(f"there are no more than {size} rows")
    with open(folder / "rows.csv", "w", encoding="ascii") as file:
        file.write("reporter,partner,flow,commodity,period,value\n")
        lines = []
        for number in range(count):
            place = number * 1_000_000_007 % size
            place, reporter = divmod(place, sizes[0])
            place, other = divmod(place, sizes[1])
            place, flow = divmod(place, sizes[2])
            year, commodity = divmod(place, sizes[3])
            partner = other + (other >= reporter)
            value = number * 2_654_435_761 % 99_999_989 + 1
            lines.append(
                f"{states[reporter]},{states[partner]},{'MX'[flow]},{COMMODITIES[commodity]},{YEARS[year]},{value}\n"
            )
            if len(lines) == 100_000:
                file.writelines(lines)
                lines.clear()
        file.writelines(lines)


def prepare(folder, options):
    """The database with the rows."""
    if not (folder / "sco.db").exists():
        measured([options.sco, "build", "--quiet", "--no-exports"], folder)
        write_rows(folder, options.rows)
        (folder / "map.toml").write_text(MAP, encoding="utf-8")
        taken, memory, _ = measured([options.sco, "import", "trade", "--quiet", "--map", "map.toml", "rows.csv"], folder)
        (folder / "rows.csv").unlink()
        print(f"imported: {taken:.1f} s, {memory:.0f} MiB", flush=True)
    with sqlite3.connect(folder / "sco.db") as database:
        (rows,) = database.execute("SELECT count(*) FROM trade_flows").fetchone()
    print(f"{rows:,} rows; sco.db has {size_of(folder / 'sco.db'):,} MiB", flush=True)


def size_of(path):
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return round(sum(file.stat().st_size for file in files) / 2**20)


DUCKDB_WRITES = """
import duckdb, duckdb_ext
connection = duckdb_ext.init(duckdb.connect())
connection.sql("SET threads = 2")
connection.sql("ATTACH 'sco.db' AS sco (TYPE sqlite, READ_ONLY)")
connection.sql('''COPY (
    SELECT *, CAST(substr(period, 1, 4) AS INTEGER) AS year FROM sco.trade_flows ORDER BY dataset, year, KEY
) TO 'by_duckdb' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (dataset, year), OVERWRITE_OR_IGNORE)''')
""".replace("KEY", KEY)


def write_both(folder, options):
    """Both write the folder, in turn, and hold the same."""
    ways = {
        "sco export parquet": [options.sco, "export", "parquet", "by_sco", "--only", "trade_flows", "--quiet"],
        "DuckDB COPY": [sys.executable, "-c", DUCKDB_WRITES],
    }
    taken = {name: [] for name in ways}
    memory = {}
    for _ in range(options.rounds):
        for name, command in ways.items():
            for place in ("by_sco", "by_duckdb"):
                if name.startswith("sco") == (place == "by_sco"):
                    shutil.rmtree(folder / place, ignore_errors=True)
            seconds, memory[name], _ = measured(command, folder)
            taken[name].append(seconds)
    held = [contents(folder / place) for place in ("by_sco/trade_flows", "by_duckdb")]
    if held[0] != held[1]:
        sys.exit(f"the folders differ: {held}")
    middle = {name: statistics.median(times) for name, times in taken.items()}
    for name in ways:
        folder_name = "by_sco" if name.startswith("sco") else "by_duckdb"
        print(f"{name}: {middle[name]:.2f} s, {memory[name]:.0f} MiB, folder of {size_of(folder / folder_name)} MiB")
    print(f"sco / DuckDB: {middle['sco export parquet'] / middle['DuckDB COPY']:.2f}", flush=True)


COUNTS = """
import duckdb, sys
columns = "dataset, year, KEY, is_total, value, value_exact, quantity, quantity_exact, quantity_unit, import_id, value_equals"
folder = f"read_parquet('{sys.argv[1]}/*/*/*.parquet', hive_partitioning = true)"
print(duckdb.sql(f"SELECT count(*), bit_xor(hash(({columns}))) FROM {folder}").fetchall())
""".replace("KEY", KEY)


def contents(folder):
    """How many rows a folder has, and a number that changes where a cell of it does. It is asked in a process of its
    own: what this one holds in memory would be taken for that of the programs that it starts."""
    return measured([sys.executable, "-c", COUNTS, str(folder)], folder)[2]


def ask_sqlite(statements, rounds):
    database = sqlite3.connect("sco.db")
    database.execute("CREATE TEMP VIEW flows AS SELECT *, CAST(substr(period, 1, 4) AS INTEGER) AS year FROM trade_flows")
    return timed(statements, rounds, lambda statement: database.execute(statement).fetchall())


def ask_duckdb(statements, rounds):
    import duckdb

    duckdb.sql("CREATE VIEW flows AS FROM read_parquet('parquet/trade_flows/*/*/*.parquet', hive_partitioning = true)")
    duckdb.sql("CREATE VIEW v_sco_standing AS FROM 'parquet/v_sco_standing.parquet'")
    return timed(statements, rounds, lambda statement: duckdb.sql(statement).fetchall())


def ask_spark(statements, rounds):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config(
        "spark.ui.showConsoleProgress", "false"
    ).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.read.parquet("parquet/trade_flows").createOrReplaceTempView("flows")
    spark.read.parquet("parquet/v_sco_standing.parquet").createOrReplaceTempView("v_sco_standing")
    answers = timed(statements, rounds, lambda statement: [tuple(row) for row in spark.sql(statement).collect()])
    # The work is done in the process of Java.
    status = pathlib.Path(f"/proc/{spark.sparkContext._gateway.proc.pid}/status").read_text(encoding="ascii")
    print(re.search(r"VmHWM:\s+(\d+) kB", status).group(1))
    spark.stop()
    return answers


def timed(statements, rounds, ask):
    """The answer to each question, with the seconds of the first time and the median of the others."""
    outcomes = []
    for statement in statements:
        taken = []
        for _ in range(rounds + 1):
            begin = time.monotonic()
            answer = ask(statement)
            taken.append(time.monotonic() - begin)
        outcomes.append([[list(row) for row in answer], taken[0], statistics.median(taken[1:] or taken)])
    return outcomes


def ask_all(folder, options):
    """Asks every engine, each in a process of its own, and compares the answers."""
    print("engine, whole process, peak memory; each question: first time, then median", flush=True)
    first = None
    for engine in options.engines.split(","):
        command = [sys.executable, __file__, "--ask", engine, "--rounds", str(options.rounds)]
        seconds, memory, printed = measured(command, folder)
        *told, outcomes = printed.splitlines()
        outcomes = json.loads(outcomes)
        memory = max([memory] + [int(kilobytes) / 1024 for kilobytes in told])
        answers = [answer for answer, *_ in outcomes]
        first = first or answers
        if answers != first:
            sys.exit(f"{engine} answers otherwise")
        told = "; ".join(f"{cold * 1000:.0f} ms, {warm * 1000:.0f} ms" for _, cold, warm in outcomes)
        print(f"{engine}: {seconds:.1f} s, {memory:.0f} MiB; {told}", flush=True)
    print("all answers are equal: " + ", ".join(f"{len(answer)} rows" for answer in first))
    if options.answers:
        for (title, _), answer in zip(questions(), first):
            print(title, *answer[:10], sep="\n")


def main():
    options = arguments()
    if options.ask:
        statements = [statement for _, statement in questions()]
        print(json.dumps(globals()[f"ask_{options.ask}"](statements, options.rounds)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.folder or temporary).resolve()
        folder.mkdir(exist_ok=True)
        prepare(folder, options)
        write_both(folder, options)
        taken, memory, _ = measured([options.sco, "export", "parquet", "parquet", "--quiet"], folder)
        print(f"the whole export: {taken:.1f} s, {memory:.0f} MiB", flush=True)
        ask_all(folder, options)


if __name__ == "__main__":
    main()
