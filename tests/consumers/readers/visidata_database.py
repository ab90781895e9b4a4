from visidata import Path, vd

from common import SOURCE, relations, write

index = vd.openSource(Path(str(SOURCE)))
index.reload()
vd.sync()
sheets = {sheet.name: sheet for sheet in index.rows}
for name in relations():
    sheets[name].reload()
    vd.sync()
    columns = sheets[name].visibleCols
    cells = ([column.getTypedValue(row) for column in columns] for row in sheets[name].rows)
    write(name, [column.name for column in columns], cells)
