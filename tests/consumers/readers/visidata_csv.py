from visidata import Path, vd

from common import files, write

for file in files():
    sheet = vd.openSource(Path(str(file)))
    sheet.reload()
    vd.sync()
    columns = sheet.visibleCols
    write(file.stem, [column.name for column in columns], ([c.getTypedValue(row) for c in columns] for row in sheet.rows))
