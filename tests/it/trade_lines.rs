//! Lines and quotation marks: where a row stands, and what a mark that is not closed takes along.

use crate::trade_world::{COMTRADE, FLOWS, comtrade, comtrade_row, imported, refused, world};

fn row(partner: &str) -> String {
    comtrade_row(["2022", "156", "M", partner, "TOTAL", "12"])
}

/// The line that is told of the row of partner 999.
fn line_of_bad(text: &str) -> u64 {
    let error = refused(&world(), "a.csv", text, &[]);
    let line = error
        .strip_prefix("a.csv:")
        .and_then(|rest| rest.split(':').next());
    assert!(error.contains("`999` is no code"), "{error}");
    line.unwrap().parse().unwrap()
}

/// The lines of a text as an editor counts them: the one in which 999 stands.
fn line_in_an_editor(text: &str) -> u64 {
    let before = &text[..text.find(",999,").unwrap()];
    let ends = before
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .matches('\n')
        .count();
    ends as u64 + 1
}

/// The line that is told is where the row begins.
#[test]
fn lines_are_counted_as_editors_count_them() {
    let quoted = row("4").replace(",P,", ",\"a, name\nof\n\nlines\",");
    let texts = [
        format!("{COMTRADE}\n{}{}", row("643"), row("999")),
        format!("{COMTRADE}\n\n\n{}\n\n{}", row("643"), row("999")),
        format!("\n\n{COMTRADE}\n{}", row("999")),
        format!("UN Comtrade\n\nas of today\n{COMTRADE}\n{}", row("999")),
        format!("{COMTRADE}\n{quoted}{}", row("999")),
        format!("{COMTRADE}\n{quoted}\n\n{quoted}\n{}", row("999")),
        format!("{COMTRADE}\n ,\n{}", row("999").trim_end()),
        // More than is read at once.
        format!("{COMTRADE}\n{}\n{}", row("643").repeat(9000), row("999")),
    ];
    for text in texts {
        for end in ["\n", "\r\n", "\r"] {
            let text = text.replace('\n', end);
            assert_eq!(line_of_bad(&text), line_in_an_editor(&text), "{end:?}");
        }
        let mut is_odd = false;
        let mixed: String = text
            .split_inclusive('\n')
            .map(|line| {
                is_odd = !is_odd;
                if is_odd {
                    line.replace('\n', "\r\n")
                } else {
                    line.to_owned()
                }
            })
            .collect();
        assert_eq!(line_of_bad(&mixed), line_in_an_editor(&mixed));
    }
}

/// The rows of the file of refused ones are those that are told, whatever ends their lines.
#[test]
fn refused_rows_are_found_again_whatever_ends_the_lines() {
    for end in ["\n", "\r\n", "\r", "\n\n\n", "\r\n\r\n"] {
        let world = world();
        let other = row("643").replace(",12\n", ",13\n");
        let text = format!("{COMTRADE}\n{}{other}{}", row("643"), row("4")).replace('\n', end);
        let options = ["--accept-partial", "--rejects", "bad.csv"];
        imported(&world, "a.csv", text, &options);
        let rejects = world.read("bad.csv");
        assert_eq!(rejects.lines().count(), 3, "{end:?}: {rejects}");
        assert!(
            rejects.lines().skip(1).all(|line| line.contains(",643,")),
            "{rejects}"
        );
    }
}

/// A mark that is never closed takes the rest of the file along.
#[test]
fn a_quotation_mark_that_is_never_closed_is_refused_with_its_line() {
    let open = row("4").replace(",P,", ",\"P,");
    for end in ["\n", "\r\n", "\r"] {
        for (rows, line, last) in [
            (
                format!("{}{open}{}{}", row("643"), row("699"), row("899")),
                3,
                5,
            ),
            (format!("{}{open}", row("643")), 3, 3),
            (
                format!("{}{}", row("643"), row("4").replace(",12\n", ",\"12\n")),
                3,
                3,
            ),
            (
                format!("{}{}", row("643"), row("4").replace(",12\n", ",\"12")),
                3,
                3,
            ),
            (
                format!(
                    "{}{}",
                    row("643"),
                    row("4")
                        .replace(",R,", ",\"R\nR\",")
                        .replace(",P,", ",\"P,")
                ),
                4,
                4,
            ),
        ] {
            let text = format!("{COMTRADE}\n{rows}").replace('\n', end);
            let error = refused(&world(), "a.csv", text, &[]);
            assert!(
                error.contains(&format!("a.csv:3: a quotation mark that opens in line {line} is never closed, and takes the rest of the file into its cell, up to line {last}")),
                "{error}"
            );
        }
    }
}

/// In the midst of a file the next mark closes it, inside of a cell of a later row.
#[test]
fn a_quotation_mark_that_a_later_cell_closes_is_refused() {
    let open = row("4").replace(",P,", ",\"P,");
    let quoted = row("699").replace(",P,", ",\"P\",");
    let text = format!("{COMTRADE}\n{open}{}{quoted}{}", row("643"), row("899"));
    let error = refused(&world(), "a.csv", &text, &[]);
    assert!(
        error.starts_with("a.csv:2: a quotation mark that opens in line 2 is closed in the midst of a later cell; the row would go on to line 4"),
        "{error}"
    );
    let world = world();
    imported(&world, "a.csv", text, &["--accept-partial"]);
    assert_eq!(world.ask("SELECT partner FROM trade_flows"), ["areas-nes"]);
}

/// What quotation marks may hold.
#[test]
fn line_ends_and_marks_in_quotation_marks_are_allowed() {
    for cell in [
        "\"a\nb\"",
        "\"a\r\n\r\nb\"",
        "\"\"",
        "\"\n\"",
        "\"say \"\"P\"\"\n\"",
        "5\" pipe",
        "\"a\nb\" ",
    ] {
        let world = world();
        let text = format!(
            "{COMTRADE}\n{}{}",
            row("4").replace(",P,", &format!(",{cell},")),
            row("643")
        );
        imported(&world, "a.csv", text, &[]);
        assert_eq!(world.ask(FLOWS).len(), 2, "{cell}");
    }
}

/// A file that ends without a line end may be cut off in its last number, and nobody can know.
#[test]
fn a_last_number_that_may_be_cut_is_told() {
    let whole = format!("{COMTRADE}\n{}{}", row("4"), row("643"));
    let note = "a.csv ends without a line end: if it was cut off, the last number, 12, may have lost digits";
    for (text, is_told) in [
        (whole.clone(), false),
        (whole.trim_end().to_owned(), true),
        (whole.trim_end().to_owned() + ",", false),
        (whole.replace('\n', "\r").trim_end().to_owned(), true),
        (
            whole.replace(",12\n", ",\"12\"\n").trim_end().to_owned(),
            false,
        ),
    ] {
        let run = imported(&world(), "a.csv", text, &[]);
        assert_eq!(run.stderr.contains(note), is_told, "{run:?}");
    }
    let cut = whole.trim_end().trim_end_matches(",12");
    refused(&world(), "a.csv", cut, &[]);
}

/// A later header of a joined file may have the columns in another order.
#[test]
fn a_header_with_another_order_of_columns_is_followed() {
    let turned = |text: &str| -> String {
        text.lines()
            .map(|line| line.split(',').rev().collect::<Vec<_>>().join(",") + "\n")
            .collect()
    };
    let second = turned(&comtrade(&[["2021", "4", "X", "643", "TOTAL", "9"]]));
    let first = comtrade(&[["2022", "156", "M", "643", "TOTAL", "12"]]);
    for mark in ["", "\u{feff}"] {
        let world = world();
        let text = [&first, mark, &second, &first].concat();
        let run = imported(&world, "a.csv", text, &[]);
        assert!(run.stdout.contains("2 headers came again"), "{run:?}");
        assert_eq!(
            world.ask(FLOWS),
            [
                "ARD DOR X unstated H6 TOTAL A 2021 9.0",
                "CAN DOR M unstated H6 TOTAL A 2022 12.0"
            ]
        );
    }
    // Rows below it that contradict each other are found again under its names.
    let world = world();
    let other = turned(&comtrade(&[["2021", "4", "X", "643", "TOTAL", "8"]]));
    let text = [first.as_str(), &second, other.split_once('\n').unwrap().1].concat();
    imported(
        &world,
        "a.csv",
        text,
        &["--accept-partial", "--rejects", "bad.csv"],
    );
    let rejects = world.read("bad.csv");
    assert!(rejects.starts_with("primaryValue,"), "{rejects}");
    assert_eq!(rejects.lines().count(), 3);
}

/// A header without a column that is needed is no header, and its row is refused.
#[test]
fn another_header_is_no_row_that_is_left_out() {
    let text = format!(
        "{COMTRADE}\n{}{}\n{}",
        row("643"),
        COMTRADE.replace("primaryValue", "worth"),
        row("4")
    );
    let error = refused(&world(), "a.csv", text, &[]);
    assert!(error.starts_with("a.csv:3: "), "{error}");
}

/// What stands below or instead of the rows is told as what it is.
#[test]
fn lines_of_text_are_told_as_such() {
    for line in [
        "No data matches your query or your query is too complex",
        "\"Source: UN Comtrade\"",
        "Source: UN Comtrade,,,,,,,,,,,,,,,,,,",
        "Source: UN Comtrade, of today",
    ] {
        let text = format!("{COMTRADE}\n{}{line}\n", row("643"));
        let error = refused(&world(), "a.csv", text, &[]);
        assert!(
            error.starts_with("a.csv:3: is a line of text and no row: `"),
            "{error}"
        );
    }
    let json = "a.csv:1: is JSON, and trade statistics are read from CSV; see whether it is an answer for programs";
    for (text, told) in [
        (
            "<!DOCTYPE html>\n<html>",
            "a.csv:1: is a web page or XML; download or save the table as CSV",
        ),
        ("{\"error\": 1}", json),
        ("[1, 2]", json),
        (" [{\"reporterCode\": 156}]", json),
        ("%PDF-1.7\n", "a.csv:1: is a PDF; name a file of CSV"),
    ] {
        let error = refused(&world(), "a.csv", text, &[]);
        assert!(error.starts_with(told), "{error}");
        assert_eq!(error.matches("a.csv:").count(), 1, "{error}");
    }
}

/// The header stands among the first forty rows.
#[test]
fn a_longer_preamble_is_told() {
    let text = |rows: usize| {
        "about this file\n".repeat(rows) + &comtrade(&[["2022", "156", "M", "643", "TOTAL", "12"]])
    };
    imported(&world(), "a.csv", text(39), &[]);
    let error = refused(&world(), "a.csv", text(40), &[]);
    assert!(
        error.contains(
            "no profile knows the header `about this file` among the first 40 rows; describe"
        ),
        "{error}"
    );
    assert!(error.contains("take out a longer preamble"), "{error}");
}
