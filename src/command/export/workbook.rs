//! `sco export --workbook`.

use std::path::Path;

use rusqlite::Connection;
use sco_facts::export::{Remarks, Request};

use crate::command::Shared;

#[cfg(feature = "workbook")]
pub(super) fn run(
    shared: &Shared,
    connection: &Connection,
    place: &Path,
    request: &Request,
    (remarks, is_check): (&Remarks, bool),
) -> anyhow::Result<()> {
    use sco_facts::export::workbook;
    use sco_facts::files::folder::Folder;
    use sco_facts::files::folder_of;
    use sco_facts::stop::hearing;
    use sco_facts::wording::count;
    use serde_json::json;

    use crate::command::output::{print_line, print_notes};
    use crate::command::progress::waiting;
    use crate::command::stop::stop_at_ctrl_c;

    let stop = stop_at_ctrl_c()?;
    let sheets = if is_check {
        let (is_current, sheets) = waiting(shared, "comparing the workbook", || {
            workbook::is_current(connection, place, request, &stop)
        })?;
        if !is_current {
            return Err(workbook::stale(place)?.into());
        }
        sheets
    } else {
        let folder = hearing(&stop, || {
            Folder::make_and_lock(&folder_of(place), shared.waiting_time())
        })?;
        print_notes(&workbook::clear_litter(place));
        let written = waiting(shared, "writing the workbook", || {
            workbook::write(connection, &folder, place, request, &stop)
        })?;
        shared.print_text_unless_quiet(|| {
            let sheets = count(written.sheets, "sheet");
            let outcome = if written.is_new {
                "written"
            } else {
                "which it had already"
            };
            format!("{}: {sheets}, {outcome}", place.display())
        });
        written.sheets
    };
    if shared.is_json() && !shared.quiet {
        let mut summary = json!({"type": "summary", "sheets": sheets, "current": true});
        super::tell_remarks(remarks, &mut summary);
        print_line(summary);
    }
    Ok(())
}

#[cfg(not(feature = "workbook"))]
pub(super) fn run(
    _shared: &Shared,
    _connection: &Connection,
    _place: &Path,
    _request: &Request,
    _: (&Remarks, bool),
) -> anyhow::Result<()> {
    Err(sco_facts::Error::request(
        "this sco was built without workbooks",
        "build it with the feature `workbook`, which cargo does unless told otherwise, or export CSV files",
    )
    .into())
}
