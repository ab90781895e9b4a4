//! `sco import trade`, and `sco import remove` of a dataset of trade statistics.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use sco_facts::stop::hearing;
use sco_facts::trade_flows::{FileReport, Import, Progress, Removed, Report, import};
use sco_facts::wording::{agreeing, count};
use serde_json::json;

use super::super::Shared;
use super::super::output::{object, print_note, print_to_stderr};
use super::super::stop::stop_at_ctrl_c;

/// The arguments of `sco import trade`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files, plain or packed by gzip, zip or zstd, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The dataset to which the rows go (default: that of the profile)
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
    /// Read the files by this profile instead of finding it by their header
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Read the files as this TOML file describes their columns
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    map: Option<PathBuf>,
    /// The encoding of the files, where no byte-order mark says it, such as windows-1252
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The list of commodities, where the files do not say it, such as H5
    #[arg(long, value_name = "CODE")]
    classification: Option<String>,
    /// Rows that are there with other values take the new ones
    #[arg(long)]
    replace: bool,
    /// Write what is well although other rows are refused
    #[arg(long)]
    accept_partial: bool,
    /// Put the rows that are refused into this file, each with its reason
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Give up after so many refused rows
    #[arg(long, value_name = "N")]
    max_errors: Option<u64>,
    /// Say what would be inserted, changed and left alone; write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let options = Import {
        files: arguments.files.clone(),
        dataset: arguments.dataset.clone(),
        profile: arguments.profile.clone(),
        map: arguments.map.clone(),
        encoding: arguments.encoding.clone(),
        classification: arguments.classification.clone(),
        replace: arguments.replace,
        accept_partial: arguments.accept_partial,
        rejects: arguments.rejects.clone(),
        max_errors: arguments.max_errors,
        dry_run: arguments.dry_run,
        stop: stop_at_ctrl_c()?,
    };
    let bar = Bar::new(shared, &options.files);
    let (db, wait) = (shared.database(), shared.waiting_time());
    let outcome = hearing(&options.stop, || {
        import(&db, wait, &options, &mut |progress| bar.show(progress))
    });
    bar.0.finish_and_clear();
    print_report(shared, &options, &outcome?);
    Ok(())
}

/// A progress bar on a terminal; nothing elsewhere.
struct Bar(ProgressBar);

impl Bar {
    fn new(shared: &Shared, files: &[PathBuf]) -> Self {
        if shared.quiet || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let lengths = files.iter().map(|file| std::fs::metadata(file).ok());
        // The length of a pipe is not known, so the remaining time is not either.
        let whole: Option<u64> = lengths
            .map(|found| {
                found
                    .filter(std::fs::Metadata::is_file)
                    .map(|found| found.len())
            })
            .sum();
        let bar = whole.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        bar.set_style(style(
            "reading {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
        ));
        Self(bar)
    }

    fn show(&self, progress: Progress) {
        match progress {
            Progress::Reading { bytes } => self.0.set_position(bytes),
            Progress::Writing { done, of } => {
                if self.0.length() != Some(of) || self.0.position() > done {
                    self.0.set_style(style(
                        "writing {human_pos} of {human_len} values, {per_sec}, {eta} left",
                    ));
                    self.0.set_length(of);
                    self.0.reset_eta();
                }
                self.0.set_position(done);
            }
        }
    }
}

fn style(text: &str) -> ProgressStyle {
    ProgressStyle::with_template(text).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn print_report(shared: &Shared, options: &Import, report: &Report) {
    for problem in &report.problems {
        if shared.is_json() {
            shared.print(String::new, || object("refused", problem));
        } else {
            print_to_stderr(problem);
        }
    }
    for note in report.notes.iter().chain(&notes(report)) {
        if shared.is_json() {
            shared.print(String::new, || json!({"type": "note", "message": note}));
        } else if !shared.quiet {
            print_note(note);
        }
    }
    if shared.quiet {
        return;
    }
    for file in &report.files {
        shared.print(|| line(file), || object("file", file));
    }
    let would = if options.dry_run { "would be " } else { "" };
    let refused: u64 = report.files.iter().map(|file| file.rows.refused).sum();
    shared.print(
        || {
            format!(
                "{} {would}inserted, {} {would}changed, {} left alone",
                count(report.inserted, "value"),
                report.changed,
                report.unchanged
            )
        },
        || {
            json!({"type": "summary", "dry_run": options.dry_run, "inserted": report.inserted,
                "changed": report.changed, "unchanged": report.unchanged, "repeated": report.repeated,
                "refused_values": report.refused_values,
                "more_digits_than_a_number": report.beyond, "refused_rows": refused})
        },
    );
}

/// What was read from a file, in a line.
fn line(file: &FileReport) -> String {
    let rows = &file.rows;
    let mut parts = Vec::new();
    let mut say = |n: u64, one: &str, more: &str| {
        if n > 0 {
            parts.push(format!("{n} {}", agreeing(n, one, more)));
        }
    };
    say(rows.missing, "value is not there", "values are not there");
    say(
        rows.breakdowns,
        "row is part of a total that is taken",
        "rows are parts of totals that are taken",
    );
    say(rows.left_out, "row is no flow", "rows are no flows");
    say(rows.headers, "header came again", "headers came again");
    say(
        rows.preamble,
        "row stands before the header",
        "rows stand before the header",
    );
    say(rows.refused, "row was refused", "rows were refused");
    let besides = if parts.is_empty() {
        String::new()
    } else {
        format!("; {}", parts.join(", "))
    };
    format!(
        "{}: {} read as {} into {}{besides}",
        file.file,
        count(rows.records, "row"),
        file.profile,
        file.dataset
    )
}

fn notes(report: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    if report.repeated > 0 {
        notes.push(format!(
            "{} said again what another row of the files says, and {} counted once",
            count(report.repeated, "value"),
            agreeing(report.repeated, "is", "are")
        ));
    }
    if report.told > 0 {
        notes.push(format!(
            "of {} that {} there already, `value_equals` is told now",
            count(report.told, "value"),
            agreeing(report.told, "was", "were")
        ));
    }
    if report.regrouped > 0 {
        notes.push(format!(
            "of {} that {} there already, `is_total` is corrected",
            count(report.regrouped, "value"),
            agreeing(report.regrouped, "was", "were")
        ));
    }
    if report.beyond > 0 {
        notes.push(format!(
            "{} more digits than a number of the database; value_exact and quantity_exact have them all",
            agreeing(report.beyond, "1 number has", &format!("{} numbers have", report.beyond))
        ));
    }
    notes
}

/// Says what a removal did.
pub(super) fn print_removed(shared: &Shared, dataset: &str, removed: Removed) {
    let Removed {
        flows,
        retired,
        free,
        given_back,
    } = removed;
    shared.print_unless_quiet(
        || {
            let back = if given_back > 0 {
                format!(", {given_back} bytes given back to the disk")
            } else {
                String::new()
            };
            let with_them = match retired {
                0 => String::new(),
                _ => format!(", and {} kept for them", count(retired, "curated row")),
            };
            format!(
                "{} of dataset {dataset} removed{with_them}; {free} bytes of the file are free for rows to come{back}",
                count(flows, "flow")
            )
        },
        || {
            json!({"type": "summary", "dataset": dataset, "removed": flows,
                "retired_removed": retired, "free_bytes": free,
                "given_back_bytes": given_back})
        },
    );
}
