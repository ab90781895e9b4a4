//! What other programs make of an export when they save it: forms of numbers, fifteen digits, points taken for
//! thousands, rows and columns without content. What is the same is taken; what is not is named.

use super::{export, exported, import, last_line, refused, with_facts, with_facts_in};
use crate::world::{Run, World};

/// The user's facts with a third and with a corrected number, exported.
fn with_numbers() -> World {
    let tokens = "2010|3.3|4.2|7.5|third";
    let world = World::new().set("citations", "c-lake-trade", "tokens", tokens);
    let world = with_facts_in(world)
        .add(
            "mine/trade_figures",
            &[
                ("fact_id", "t-third"),
                ("reporter", "ARD"),
                ("partner", "DOR"),
                ("flow", "import"),
                ("commodity", "total"),
                ("period", "2010"),
                ("measure", "share"),
                ("share_of", "reporter_total"),
                ("value_as_printed", "third"),
                ("numerator", "1"),
                ("denominator", "3"),
                ("unit_mult", "0"),
                ("qualifier", "exact"),
                ("citations", "c-lake-trade"),
            ],
        )
        .add(
            "mine/trade_figures",
            &[
                ("fact_id", "t-corrected"),
                ("reporter", "ARD"),
                ("partner", "DOR"),
                ("flow", "export"),
                ("commodity", "total"),
                ("period", "2010"),
                ("measure", "value"),
                ("value_as_printed", "4.2"),
                ("unit_mult", "9"),
                ("currency", "USD"),
                ("qualifier", "exact"),
                ("citations", "c-lake-trade"),
                ("corrected_value", "0.108"),
                ("corrected_min", "0.101"),
                ("corrected_max", "0.115"),
                ("correction_reason", "the total says so"),
            ],
        );
    let run = import(&world, "mine", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    export(&world, "mine-again", &[]);
    world
}

/// Imports what changes nothing, and of which nothing is to be said.
fn changes_nothing(world: &World) {
    let run = import(world, "mine-again", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    assert!(last_line(&run).ends_with("; nothing changed"), "{run:?}");
}

/// A database that knows nothing of the facts.
fn import_elsewhere(world: &World) -> Run {
    let built = world.sco(&["build", "--db", "other.db", "--no-exports"]);
    assert_eq!(built.code, 0, "{built:?}");
    let run = import(world, "mine-again", &["--db", "other.db"]);
    std::fs::remove_file(world.path("other.db")).unwrap();
    run
}

/// A text that spells a number, a date or a truth value is written otherwise by programs that guess types.
#[test]
fn a_text_that_a_program_took_for_something_else_is_refused_with_what_was_exported() {
    let sources = "mine-again/sources";
    let exported = || {
        let world = with_facts()
            .set("mine/sources", "my-book", "volume", "41")
            .set("mine/sources", "my-book", "pages", "0612")
            .set("mine/sources", "my-book", "accessed", "2022-08")
            .set("mine/sources", "my-other-book", "title", "1984")
            .set("mine/sources", "my-other-book", "issue", "3-4");
        assert_eq!(import(&world, "mine", &[]).code, 0);
        export(&world, "mine-again", &[]);
        world
    };
    changes_nothing(&exported());
    let told = |column: &str, now: &str, was: &str| {
        format!(
            "mine-again/sources.csv:2: `{column}`: `{now}` was exported as `{was}`: a program took the text for something else; write it as it was exported, and open the file with every column as text, in pandas with `dtype=str, keep_default_na=False`; if the new text is meant, take the row out of `worked_out_cells.jsonl` in the folder\n"
        )
    };
    for (column, was, now) in [
        ("volume", "41", "41.0"),
        ("pages", "0612", "612"),
        ("accessed", "2022-08", "2022-08-01"),
    ] {
        let world = exported().set(sources, "my-book", column, now);
        assert!(refused(&world, "mine-again").starts_with(&told(column, now, was)));
        let elsewhere = import_elsewhere(&world);
        assert!(
            elsewhere.stderr.starts_with(&told(column, now, was)),
            "{elsewhere:?}"
        );
    }
    // All cells of a file are told at once.
    let world = exported()
        .set(sources, "my-book", "volume", "41.0")
        .set(sources, "my-other-book", "title", "1984.0")
        .set(sources, "my-other-book", "issue", "2026-03-04");
    let run = refused(&world, "mine-again");
    assert!(
        run.contains("`41.0` was exported as `41`: a program took the text for something else; so it is in line 3 `title` (`1984.0`, exported as `1984`), line 3 `issue` (`2026-03-04`, exported as `3-4`); write"),
        "{run}"
    );
    // Another text is an edit.
    for (column, now) in [("volume", "42"), ("pages", "613"), ("accessed", "2022-09")] {
        let world = exported().set(sources, "my-book", column, now);
        let run = import(&world, "mine-again", &[]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    }
    // Where the row is taken out of the record, the text is taken as it is.
    let world = exported().set(sources, "my-book", "volume", "41.0");
    let record = world.read("mine-again/worked_out_cells.jsonl");
    let lines: Vec<&str> = record
        .lines()
        .filter(|line| !line.contains("[\"my-book\"]"))
        .collect();
    assert_eq!(lines.len() + 1, record.lines().count());
    world.write("mine-again/worked_out_cells.jsonl", lines.join("\n"));
    let run = import(&world, "mine-again", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    assert_eq!(
        world.ask("SELECT volume FROM sources WHERE source_id = 'my-book'"),
        ["41.0"]
    );
}

/// A view that shows such a text is no cause of its own.
#[test]
fn a_text_that_a_program_took_for_a_number_is_told_in_its_table_and_not_in_a_view() {
    let world = with_facts().set("mine/sources", "my-book", "title", "5.10");
    assert_eq!(import(&world, "mine", &[]).code, 0);
    export(&world, "mine-again", &[]);
    let view = world.read("mine-again/v_sources.csv");
    assert!(view.contains(",\"5.10\","), "{view}");
    let world = world
        .set("mine-again/sources", "my-book", "title", "5.1")
        .replace("mine-again/v_sources.csv", ",\"5.10\",", ",5.1,");
    let told = refused(&world, "mine-again");
    assert!(
        told.starts_with("mine-again/sources.csv:2: `title`: `5.1` was exported as `5.10`: ")
            && told.ends_with("error: 1 problem\n"),
        "{told}"
    );
    // Another text in the view is somebody's edit.
    let world = world.replace("mine-again/v_sources.csv", ",5.1,", ",5.2,");
    assert!(refused(&world, "mine-again").contains("v_sources.csv: was changed"));
}

/// pandas makes reals of whole numbers that stand beside empty cells.
#[test]
fn a_whole_number_with_a_fraction_of_zeros_is_that_number() {
    let figures = "mine-again/trade_figures";
    let world = with_numbers()
        .set(figures, "t-third", "numerator", "1.0")
        .set(figures, "t-third", "denominator", "3.00")
        .set(figures, "t-third", "unit_mult", "0.0")
        .set(figures, "t-corrected", "value", "4.20")
        .set(figures, "t-corrected", "period", "2010.0")
        .set(figures, "t-corrected", "corrected_value", "1.08e-1")
        .set("mine-again/indicators", "i-mine", "unit_mult", "0.0")
        .replace("mine-again/position_about.csv", ",1,me", ",1.0,me")
        .replace("mine-again/fact_references.csv", ",1,me", ",1.0,me");
    changes_nothing(&world);
    for (text, is_read) in [
        ("1.50", false),
        ("1.000", false),
        ("1,0", false),
        ("1.0000", true),
    ] {
        let world = exported().set("mine-again/indicators", "i-mine", "unit_mult", text);
        let run = import(&world, "mine-again", &[]);
        let told =
            format!("`unit_mult`: `{text}` is not accepted; write a whole number from -9 to 15\n");
        assert_eq!(
            (run.code == 0, run.stderr.contains(&told)),
            (is_read, !is_read),
            "{run:?}"
        );
    }
}

/// pandas and R make a day of each cell in a column that they take for dates.
#[test]
fn a_year_that_became_its_first_day_is_refused_while_its_last_day_is_another() {
    let at = |now: &str| {
        let world = exported();
        let was = world.cell("mine-again/memberships", "m-mine", "date");
        assert_eq!(was, "2012");
        world.set("mine-again/memberships", "m-mine", "date", now)
    };
    for now in ["2012-01-01", "2012-01"] {
        let told = refused(&at(now), "mine-again");
        assert!(
            told.contains(&format!(
                "`date`: `{now}` was exported as `2012`: it has become a first day or month, and `date_to` beside it \
                 still says what the exported date gives; write it as it was exported: a program that takes a column \
                 for dates makes a day of each; if the new date is meant, empty `date_to` beside it\n"
            )) && told.ends_with("\nerror: 1 problem\n"),
            "{told}"
        );
    }
    // Another date is somebody's, and so is this one where nothing beside it says otherwise.
    for now in ["2012-02", "2013", "2012~"] {
        let run = import(&at(now), "mine-again", &[]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    let world = ["date_from", "date_to", "date_precision"]
        .into_iter()
        .fold(at("2012-01"), |world, column| {
            world.set("mine-again/memberships", "m-mine", column, "")
        });
    let run = import(&world, "mine-again", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        world.ask("SELECT date || ' ' || date_to FROM memberships WHERE fact_id = 'm-mine'"),
        ["2012-01 2012-01-31"]
    );
}

/// In files of a user in the form of the seeds as well; the dataset's own have one form of each number.
#[test]
fn in_files_of_a_user_it_is_as_well_and_in_the_seeds_it_is_refused() {
    let world = with_facts()
        .set("mine/indicators", "i-mine", "unit_mult", "0.0")
        .add(
            "mine/entity_codes",
            &[
                ("entity_id", "MY"),
                ("scheme", "iso3166_1_alpha2"),
                ("code", "XM"),
                ("valid_from", "1991.0"),
            ],
        );
    let run = import(&world, "mine", &[]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        world.ask("SELECT valid_from FROM entity_codes WHERE code = 'XM'"),
        ["1991"]
    );
    assert_eq!(
        world.ask("SELECT unit_mult FROM indicators WHERE fact_id = 'i-mine'"),
        ["0"]
    );
    let line = r#"{"fact_id":"i-mine","subject":"MY","indicator":"soldiers","value_as_printed":"7 000","unit":"persons","unit_mult":1.0,"qualifier":"about","period":"2011","citations":["c-lake-soldiers"]}"#;
    for (line, is_read) in [
        (line.to_owned(), true),
        (line.replace("1.0,", "1.5,"), false),
    ] {
        world.write("indicators.jsonl", line + "\n");
        let run = import(&world, "indicators.jsonl", &[]);
        assert_eq!(run.code == 0, is_read, "{run:?}");
    }
    let world = world.set("seeds/indicators", "i-soldiers", "unit_mult", "0.0");
    let told = "seeds/indicators.csv:2: `unit_mult`: `0.0` is not accepted; write a whole number from -9 to 15";
    assert_eq!(world.problems(), [told]);
}

/// LibreOffice and R keep fifteen digits of a number.
#[test]
fn a_worked_out_number_may_be_cut_to_fifteen_digits_and_a_stated_one_may_not() {
    let figures = "mine-again/trade_figures";
    let world = with_numbers();
    let whole = world.cell(figures, "t-third", "value");
    assert_eq!(whole, "33.333333333333336");
    let world = world
        .set(figures, "t-third", "value", "33.3333333333333")
        .replace("mine-again/v_trade_figures.csv", &whole, "33.3333333333333");
    changes_nothing(&world);
    assert_eq!(import_elsewhere(&world).code, 0);
    export(&world, "as-it-was", &[]);
    for states in [["as-it-was", "mine-again"], ["mine-again", "sco.db"]] {
        let run = world.sco(&[&["diff", "--origin", "me", "--exit-code"], &states[..]].concat());
        assert_eq!(run.code, 0, "{run:?}");
    }
    // R writes a number of many digits so, and both may stand beside each other.
    let world = world.replace(
        "mine-again/v_trade_figures.csv",
        "33.3333333333333",
        "33.33333333333333570",
    );
    changes_nothing(&world);
    // One digit less, or another, is another number.
    for other in ["33.333333333333", "33.3333333333334"] {
        let world = with_numbers().set(figures, "t-third", "value", other);
        let told = refused(&world, "mine-again");
        let begin = format!("{figures}.csv:3: `value`: `{other}` does not follow from ");
        assert!(
            told.starts_with(&begin) && told.ends_with("error: 1 problem\n"),
            "{told}"
        );
        let run = world.sco(&["diff", "sco.db", "mine-again", "--origin", "me"]);
        assert!(
            run.stdout.contains(&format!("value {whole} -> {other}")),
            "{run:?}"
        );
    }
    let world = with_numbers().replace("mine-again/v_trade_figures.csv", &whole, "33.333333333333");
    assert!(refused(&world, "mine-again").contains("v_trade_figures.csv: was changed since"));
    // What is stated counts with every digit.
    let world = with_numbers().set(
        figures,
        "t-corrected",
        "corrected_min",
        "0.1010000000000000001",
    );
    let run = import(&world, "mine-again", &["--dry-run"]);
    assert!(
        run.stderr
            .contains("`corrected_min`: `0.101` is `0.1010000000000000001` now"),
        "{run:?}"
    );
    let run = world.sco(&["diff", "sco.db", "mine-again", "--origin", "me"]);
    assert!(
        run.stdout
            .contains("corrected_min 0.101 -> 0.1010000000000000001"),
        "{run:?}"
    );
}

/// A spreadsheet in German makes 108 of 0.108, and leaves the worked-out cell beside it.
#[test]
fn a_number_whose_point_moved_is_refused_while_a_worked_out_cell_contradicts_it() {
    let figures = "mine-again/trade_figures";
    let world = with_numbers()
        .set(figures, "t-corrected", "corrected_value", "108")
        .set(figures, "t-corrected", "corrected_min", "101")
        .set(figures, "t-corrected", "corrected_max", "115");
    let told = snapbox::str![[r#"
mine-again/trade_figures.csv:2: `corrected_value`: `108` was exported as `0.108`: the digits are the same and the point is elsewhere, and `corrected_value_usd` beside it still says what the exported number gives; so it is in line 2 `corrected_min` (`101`, exported as `0.101`), line 2 `corrected_max` (`115`, exported as `0.115`); write it as it was exported: a spreadsheet set to a language with decimal commas takes a point for thousands; if the new number is meant, empty `corrected_value_usd` beside it
error: 1 problem

"#]];
    snapbox::assert_data_eq!(refused(&world, "mine-again"), told.clone());
    snapbox::assert_data_eq!(import_elsewhere(&world).stderr, told.clone());
    // The database tells as well what was exported.
    std::fs::remove_file(world.path("mine-again/worked_out_cells.jsonl")).unwrap();
    snapbox::assert_data_eq!(refused(&world, "mine-again"), told);
    // What is meant is taken, and named.
    let world = with_numbers()
        .set(figures, "t-corrected", "corrected_value", "0.112")
        .set(figures, "t-corrected", "corrected_max", "1.15");
    let run = import(&world, "mine-again", &["--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.stderr.contains(
            "note: 2 numbers are not what they were when exported; mine-again/trade_figures.csv:2: `corrected_value`: `0.108` is `0.112` now; mine-again/trade_figures.csv:2: `corrected_max`: `0.115` is `1.15` now\n"
        ),
        "{run:?}"
    );
    let objects = run.objects();
    assert_eq!(objects.last().unwrap()["edited_numbers"], 2);
    let named = objects
        .iter()
        .filter(|object| object["type"] == "edited_number");
    assert_eq!(named.count(), 2);
    let world = with_numbers()
        .set(figures, "t-corrected", "corrected_value", "108")
        .set(figures, "t-corrected", "corrected_value_usd", "")
        .set(figures, "t-corrected", "corrected_max", "115");
    let run = import(&world, "mine-again", &[]);
    assert!(
        run.code == 0
            && run
                .stderr
                .starts_with("note: 2 numbers are not what they were when exported; "),
        "{run:?}"
    );
}

/// Where nothing tells what was exported, no more is said than what is known, and every cell is named.
#[test]
fn of_a_worked_out_cell_of_which_nothing_is_known_no_reason_is_told() {
    let world = exported().set("mine-again/indicators", "i-mine", "value", "7001");
    std::fs::remove_file(world.path("mine-again/worked_out_cells.jsonl")).unwrap();
    let run = import_elsewhere(&world);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            0,
            "note: 1 cell that sco works out is worked out anew, since it does not say what follows from its row; nothing tells whether somebody edited it; mine-again/indicators.csv:2: `value`: `7001` is `7000` now\n"
        ),
        "{run:?}"
    );
}

/// Some tools write nothing at all for a table without rows, and others no file.
#[test]
fn a_table_that_had_no_row_may_be_empty_or_missing_and_any_other_may_not() {
    let gone = |world: &World, file: &str| {
        let path = format!("mine-again/{file}");
        world.write(&path, "");
        let when_empty = import(world, "mine-again", &[]);
        let compared = world.sco(&["diff", "sco.db", "mine-again", "--origin", "me"]);
        std::fs::remove_file(world.path(&path)).unwrap();
        [when_empty, compared, import(world, "mine-again", &[])]
    };
    for file in ["indicator_together.csv", "offices.csv", "v_offices.csv"] {
        for run in gone(&exported(), file) {
            assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{file}: {run:?}");
        }
    }
    let [empty, _, missing] = gone(&exported(), "fact_references.csv");
    let header = "fact_id,citing,note,position,origin";
    assert_eq!(
        empty.stderr,
        format!(
            "mine-again/fact_references.csv: is empty, without even a header; put it back as it was exported; if the table has no row, write its header alone: {header}\nerror: 1 problem\n"
        )
    );
    let begin = "mine-again/positions.csv: is an export without `fact_references.csv`, ";
    assert!(missing.stderr.contains(begin), "{missing:?}");
    // The remedy works.
    let world = exported();
    world.write("mine-again/fact_references.csv", format!("{header}\n"));
    let run = import(&world, "mine-again", &[]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// What spreadsheets add at the edges holds nothing.
#[test]
fn rows_and_columns_that_hold_nothing_are_skipped() {
    for file in ["indicators", "v_indicators", "facts"] {
        let world = exported();
        let path = format!("mine-again/{file}.csv");
        let text = world.read(&path);
        let width = text.lines().next().unwrap().matches(',').count();
        let wider = text.replace('\n', ",,\n");
        for saved in [
            wider.clone(),
            format!("{text}{}\n", ",".repeat(width)),
            format!("{wider}{}\n\n", ",".repeat(width + 2)),
            format!("\u{feff}\u{feff}{text}"),
        ] {
            world.write(&path, saved);
            changes_nothing(&world);
        }
        // A cell under no name is no empty column.
        world.write(
            &path,
            wider
                .replacen(",,\n", "\u{0}", 1)
                .replacen(",,\n", ",x,\n", 1)
                .replace('\u{0}', ",,\n"),
        );
        let told = refused(&world, "mine-again");
        assert!(told.ends_with("error: 1 problem\n"), "{told}");
    }
    // So it is in the seeds and in files in their form.
    let world = with_facts();
    let text = world.read("mine/entities.csv");
    let width = text.lines().next().unwrap().matches(',').count();
    world.write(
        "mine/entities.csv",
        format!("{text}{}\n", ",".repeat(width)),
    );
    assert_eq!(import(&world, "mine", &[]).code, 0);
    let world = world.append("seeds/offices.csv", ",,,\n");
    assert_eq!(world.sco(&["check"]).code, 0);
}

/// One cause has one message in each file, which names it.
#[test]
fn what_is_wrong_with_a_file_as_a_whole_is_one_message() {
    let header = "mine-again/indicators.csv:1: ";
    let renamed = |from: &str, to: &str, shown: &str, column: &str| {
        let told = format!(
            "{header}has `{shown}`, which `indicators` does not have, and lacks `{column}`; rename `{shown}` to `{column}`\nerror: 1 problem\n"
        );
        (from.to_owned(), to.to_owned(), told)
    };
    let cases = [
        renamed("fact_id,", "Fact_ID,", "Fact_ID", "fact_id"),
        renamed("fact_id,", " fact_id,", " fact_id", "fact_id"),
        renamed("fact_id,", "\"\u{feff}fact_id\",", "\\u{feff}fact_id", "fact_id"),
        renamed(",period,", ",period (text),", "period (text)", "period"),
        renamed(",qualifier,", ",qualifer,", "qualifer", "qualifier"),
        (
            "fact_id,".to_owned(),
            "fact_id,mine,".to_owned(),
            format!("{header}has `mine`, which `indicators` does not have; take what is not of the table out of the file\nerror: 1 problem\n"),
        ),
        (
            "fact_id,".to_owned(),
            ",fact_id,".to_owned(),
            format!("{header}has a column without a name; name it, or remove it; pandas writes a column of row numbers unless told `index=False`\nerror: 1 problem\n"),
        ),
        (
            "fact_id,".to_owned(),
            "sep=,\nfact_id,".to_owned(),
            format!("{header}begins with a line `sep=`, which is for Excel alone; remove this line; the first line is the header\nerror: 1 problem\n"),
        ),
        (
            "\n".to_owned(),
            "\r".to_owned(),
            "mine-again/indicators.csv: ends its lines with CR alone, as Excel for Mac does in `CSV (Macintosh)`; save it as CSV in UTF-8, whose lines end in LF or CR LF\nerror: 1 problem\n".to_owned(),
        ),
    ];
    let world = exported();
    let text = world.read("mine-again/indicators.csv");
    for (from, to, told) in cases {
        let is_everywhere = from == "\n";
        let rows = if ["fact_id,mine,", ",fact_id,"].contains(&to.as_str()) {
            // The rows have a cell more, too.
            text.replace("i-mine,", "i-mine,,")
        } else {
            text.clone()
        };
        let saved = if is_everywhere {
            rows.replace(&from, &to)
        } else {
            rows.replacen(&from, &to, 1)
        };
        world.write("mine-again/indicators.csv", saved);
        assert_eq!(refused(&world, "mine-again"), told, "{to:?}");
    }
}

/// So it is with files in the form of the seeds, and the message names the sign that the file has between cells.
#[test]
fn what_is_wrong_with_a_file_in_the_form_of_the_seeds_is_one_message() {
    let world = with_facts();
    let text = world.read("mine/indicators.csv");
    world.write(
        "mine/indicators.csv",
        text.replacen("fact_id,", "Fact ID,", 1),
    );
    assert_eq!(
        refused(&world, "mine"),
        "mine/indicators.csv:1: `Fact ID` is no column of `indicators`; rename it to `fact_id`, or remove it\nerror: 1 problem\n"
    );
    let tabs = text.replace(',', "\t").replace("7 000", "\"7\" 000");
    world.write("mine/indicators.csv", tabs);
    let told = refused(&world, "mine");
    assert!(
        told.contains("between a closing quote and the next tab; "),
        "{told}"
    );
    world.write("mine/indicators.csv", text.replace(',', ";") + "x;y\n");
    let told = refused(&world, "mine");
    assert!(
        told.contains(
            "; add or remove semicolons; a cell with a semicolon in it stands in quotes\n"
        ),
        "{told}"
    );
}

#[test]
fn endings_in_capitals_are_taken_for_tables_and_views() {
    let world = exported();
    for name in crate::world::contents(&world.path("mine-again")).into_keys() {
        if let Some(stem) = name.strip_suffix(".csv") {
            let [from, to] = [name.clone(), format!("{stem}.CSV")]
                .map(|name| world.path("mine-again").join(name));
            std::fs::rename(from, to).unwrap();
        }
    }
    changes_nothing(&world);
    let run = world.sco(&[
        "diff",
        "sco.db",
        "mine-again",
        "--origin",
        "me",
        "--exit-code",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn a_view_that_was_only_sorted_has_no_changed_cell() {
    let world = with_numbers();
    let view = "mine-again/v_trade_figures.csv";
    let text = world.read(view);
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    assert!(lines.len() > 2);
    world.write(view, lines.join("\n") + "\n");
    changes_nothing(&world);
    world.write(view, lines.join("\n").replace("third", "half") + "\n");
    assert!(
        refused(&world, "mine-again")
            .contains("v_trade_figures.csv: was changed since it was exported")
    );
    world.write(view, lines[..lines.len() - 1].join("\n") + "\n");
    assert!(
        refused(&world, "mine-again")
            .contains("v_trade_figures.csv: was changed since it was exported")
    );
}

/// The same reasons as an import gives.
#[test]
fn a_comparison_says_what_a_file_is() {
    let world = exported();
    let text = world.read("mine-again/facts.csv");
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for (bytes, told) in [
        (
            utf16,
            "facts.csv: is in UTF-16; save the file as CSV in UTF-8\nerror: 1 problem\n",
        ),
        (
            text.replace('\n', "\r").into_bytes(),
            "facts.csv: ends its lines with CR alone, as Excel for Mac does in `CSV (Macintosh)`; save it as CSV in UTF-8, whose lines end in LF or CR LF\nerror: 1 problem\n",
        ),
        (
            text.replacen("fact_id", "Fact_ID", 1).into_bytes(),
            "facts.csv:1: `fact_id` is missing from the header; rename `Fact_ID` to it\nerror: 1 problem\n",
        ),
    ] {
        world.write("mine-again/facts.csv", bytes);
        let run = world.sco(&["diff", "sco.db", "mine-again", "--origin", "me"]);
        assert_eq!((run.code, run.stderr), (1, format!("mine-again/{told}")));
    }
}
