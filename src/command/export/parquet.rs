//! `sco export parquet`.

use std::path::PathBuf;

use clap::Args;

use super::Shared;

/// Write Parquet files, with `trade_flows` parted by dataset and year, for DuckDB, pandas, Spark and others
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the files
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Export these tables and views alone
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// Write nothing; fail if a file is not what the database gives
    #[arg(long)]
    check: bool,
    /// Replace files that sco did not write, or that were changed since
    #[arg(long, conflicts_with = "check")]
    force: bool,
}

#[cfg(feature = "parquet")]
pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    use sco_facts::Error;
    use sco_facts::export::{Overwrite, parquet};
    use sco_facts::files::folder::{Folder, Share};
    use sco_facts::load::curated;
    use sco_facts::stop::hearing;

    use crate::command::output::{print_note, print_notes};
    use crate::command::progress::waiting;
    use crate::command::stop::stop_at_ctrl_c;

    let folder = arguments.folder.as_path();
    super::refuse_dash(folder, "DIR", "name a folder")?;
    let connection = shared.open_to_read()?;
    let overwrite = Overwrite::when_forced(arguments.force);
    let request = parquet::Request::of(&arguments.only, &curated(&connection)?, overwrite)?;
    let stop = stop_at_ctrl_c()?;
    let wait = shared.waiting_time();
    let (tally, written) = if arguments.check {
        // A run that is writing has files there that are not whole.
        let _locked = if folder.is_dir() {
            Some(hearing(&stop, || {
                Folder::lock(folder, Share::WithReaders, wait)
            })?)
        } else {
            None
        };
        let (stale, tally) = waiting(shared, "comparing Parquet files", || {
            parquet::stale(&connection, folder, &request, &stop)
        })?;
        if !stale.files.is_empty() {
            return Err(Error::Stale {
                files: stale.files,
                command: format!("sco export parquet {}", folder.display()),
                of_others: stale.of_others,
            }
            .into());
        }
        (tally, 0)
    } else {
        let locked = hearing(&stop, || Folder::make_and_lock(folder, wait))?;
        print_notes(&parquet::clear_litter(&locked));
        let staged = waiting(shared, "writing Parquet files", || {
            parquet::stage(&connection, &locked, &request, &stop)
        })?;
        print_notes(&staged.notes());
        let tally = staged.tally;
        (tally, staged.publish()?)
    };
    if request.has_flows() && tally.flows == 0 {
        print_note(format!(
            "{} has no row, and so no file; `sco import trade` brings rows in",
            parquet::FLOWS
        ));
    }
    print_summary(shared, arguments, tally, written);
    Ok(())
}

/// Says how much the export holds, and how many files were written.
#[cfg(feature = "parquet")]
fn print_summary(
    shared: &Shared,
    arguments: &Arguments,
    tally: sco_facts::export::parquet::Tally,
    written: usize,
) {
    use sco_facts::wording::count;
    use serde_json::json;

    shared.print_unless_quiet(
        || {
            let files = count(tally.files, "file");
            let partitions = count(tally.partitions, "partition");
            let flows = count(tally.flows, "flow");
            let outcome = if arguments.check {
                "all current".to_owned()
            } else {
                format!("{written} of them written")
            };
            let folder = arguments.folder.display();
            format!("{folder}/: {files}, {outcome}; {flows} in {partitions}")
        },
        || {
            json!({"type": "summary", "export_files": tally.files, "partitions": tally.partitions,
                "flows": tally.flows, "written": written, "current": true})
        },
    );
}

#[cfg(not(feature = "parquet"))]
pub(super) fn run(_shared: &Shared, _arguments: &Arguments) -> anyhow::Result<()> {
    Err(sco_facts::Error::request(
        "this sco was built without Parquet",
        "build it with the feature `parquet`, which cargo does unless told otherwise, or export CSV files",
    )
    .into())
}
