import contextlib
import io

from sqlite_utils.cli import cli

from common import SOURCE, relations, write_json

for name in relations():
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        cli(["rows", str(SOURCE), name], standalone_mode=False)
    write_json(name, printed.getvalue())
