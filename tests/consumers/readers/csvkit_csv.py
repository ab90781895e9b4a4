import io

from csvkit.utilities.csvjson import CSVJSON

from common import SETTING, files, write_json

setting = ["--no-inference", "--blanks"] if SETTING else []
for file in files():
    printed = io.StringIO()
    CSVJSON([*setting, str(file)], printed).run()
    write_json(file.stem, printed.getvalue())
