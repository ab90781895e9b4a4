//! What stands in the folder stays where it is somebody else's, and goes where it is of rows that are gone.

use super::{export, exported, files, partitions, traded};
use crate::world::World;

const FIRST: &str = "pq/trade_flows/dataset=customs/year=1999/part-0.parquet";

#[test]
fn a_second_export_writes_nothing_and_a_change_only_its_own_files() {
    let world = traded();
    exported(&world);
    let before = files(&world.path("pq"));
    let count = before.len() - 1;
    let again = exported(&world);
    assert_eq!(
        again.stdout,
        format!("pq/: {count} files, 0 of them written; 7 flows in 4 partitions\n")
    );
    assert!(before == files(&world.path("pq")));
    let check = export(&world, &["--check"]);
    assert_eq!(
        (check.code, check.stdout),
        (
            0,
            format!("pq/: {count} files, all current; 7 flows in 4 partitions\n")
        )
    );
    world
        .open()
        .execute("UPDATE trade_flows SET value = 8 WHERE value = 7", [])
        .unwrap();
    let check = export(&world, &["--check"]);
    assert_eq!(
        (check.code, check.stderr.as_str()),
        (
            1,
            format!("error: 2 exports out of date: {FIRST}, pq/SHA256SUMS; run `sco export parquet pq`\n")
                .as_str()
        )
    );
    assert!(before == files(&world.path("pq")), "nothing is written");
    let run = exported(&world);
    assert!(run.stdout.contains("1 of them written"), "{run:?}");
    let after = files(&world.path("pq"));
    let changed: Vec<&String> = after
        .iter()
        .filter(|(name, bytes)| before.get(*name) != Some(*bytes))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        changed,
        [
            "SHA256SUMS",
            "trade_flows/dataset=customs/year=1999/part-0.parquet"
        ]
    );
}

#[test]
fn partitions_without_rows_go() {
    let world = traded();
    exported(&world);
    assert_eq!(world.sco(&["import", "remove", "customs"]).code, 0);
    let check = export(&world, &["--check"]);
    assert!(check.code == 1 && check.stderr.contains(FIRST), "{check:?}");
    exported(&world);
    assert_eq!(
        partitions(&world),
        [
            "trade_flows/dataset=comtrade/year=2012/part-0.parquet",
            "trade_flows/dataset=comtrade/year=2013/part-0.parquet"
        ]
    );
    assert!(!world.path("pq/trade_flows/dataset=customs").exists());
    assert_eq!(export(&world, &["--check"]).code, 0);
}

#[test]
fn an_export_of_some_tables_leaves_the_others() {
    let world = traded();
    exported(&world);
    assert_eq!(world.sco(&["import", "remove", "customs"]).code, 0);
    let before = files(&world.path("pq"));
    let run = export(&world, &["--only", "events"]);
    assert_eq!(
        run.stdout,
        "pq/: 1 file, 0 of them written; 0 flows in 0 partitions\n"
    );
    assert!(before == files(&world.path("pq")));
    assert_eq!(export(&world, &["--only", "trade_flows"]).code, 0);
    let after = files(&world.path("pq"));
    assert_eq!(after.len(), before.len() - 2);
    let list = String::from_utf8(after["SHA256SUMS"].clone()).unwrap();
    assert!(
        list.starts_with("# written by sco export parquet\n"),
        "{list}"
    );
    assert_eq!(
        list.lines().count(),
        after.len(),
        "each file but the list has its line"
    );
}

/// Every export that would replace or remove somebody's work is refused, and changes nothing.
#[test]
fn what_sco_did_not_write_stays() {
    let refused = |world: &World, options: &[&str], wanted: &str| {
        let before = files(&world.path("pq"));
        let run = export(world, options);
        assert_eq!((run.code, run.stderr.as_str()), (2, wanted));
        assert!(before == files(&world.path("pq")), "something was changed");
    };
    let changed = format!(
        "error: {FIRST} was not written by sco, or changed since; move it away, name another folder, or replace it \
         with `--force`\n"
    );

    // A file that was changed, be it to be replaced or to be removed.
    let world = traded();
    exported(&world);
    world.write(FIRST, "mine");
    refused(&world, &[], &changed);
    assert_eq!(world.sco(&["import", "remove", "customs"]).code, 0);
    refused(&world, &[], &changed);
    assert_eq!(export(&world, &["--force"]).code, 0);
    assert!(!world.path(FIRST).exists());

    // A file among the flows, which engines would read.
    let other = "pq/trade_flows/dataset=comtrade/year=2012/mine.parquet";
    world.write(other, "mine");
    for options in [&[][..], &["--force"]] {
        refused(
            &world,
            options,
            &format!(
                "error: {other} was not written by sco, and programs would read it as rows of trade_flows; move it out \
                 of the folder\n"
            ),
        );
    }
    std::fs::remove_file(world.path(other)).unwrap();
    // Hidden ones they pass over.
    world.write("pq/trade_flows/_SUCCESS", "");
    world.write("pq/notes.txt", "mine");
    exported(&world);
    assert_eq!(world.read("pq/notes.txt"), "mine");

    // A folder of CSV files, and the other way round.
    let run = world.sco(&["export", "parquet", "exports"]);
    assert_eq!(run.code, 0, "there is none yet: {run:?}");
    let run = world.sco(&["export"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: exports holds exports made with `parquet`; name another folder with `--exports`, or replace what is \
             there with `--force`\n"
        )
    );
}

#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let world = traded();
    std::fs::create_dir_all(world.path("elsewhere")).unwrap();
    std::fs::create_dir_all(world.path("pq")).unwrap();
    std::os::unix::fs::symlink(world.path("elsewhere"), world.path("pq/trade_flows")).unwrap();
    let run = export(&world, &["--force"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.contains("pq/trade_flows is a link to"),
        "{run:?}"
    );
    assert!(files(&world.path("elsewhere")).is_empty());
}

#[test]
fn what_a_stopped_run_left_is_cleared() {
    let world = traded();
    exported(&world);
    let before = files(&world.path("pq"));
    std::fs::create_dir(world.path("pq/.sco-draft")).unwrap();
    world.write("pq/.sco-draft/0", "half");
    let run = exported(&world);
    assert_eq!(
        run.stderr,
        "note: pq/.sco-draft was left by a run that was stopped; it was removed\n"
    );
    assert!(before == files(&world.path("pq")));
}

/// A run that ended between the files and their list: the next one knows them as its own.
#[test]
fn a_run_that_was_stopped_while_files_got_their_places_is_completed() {
    let world = traded();
    exported(&world);
    let old = world.read("pq/SHA256SUMS");
    world
        .open()
        .execute("UPDATE trade_flows SET value = 8 WHERE value = 7", [])
        .unwrap();
    exported(&world);
    let whole = files(&world.path("pq"));
    std::fs::rename(
        world.path("pq/SHA256SUMS"),
        world.path("pq/SHA256SUMS.next"),
    )
    .unwrap();
    world.write("pq/SHA256SUMS", old);
    let run = world.sco(&["import", "trade", "pq"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stderr.starts_with(
            "pq/SHA256SUMS: names the files of an earlier export; a later one was stopped; run `sco export parquet` \
             again\n"
        ),
        "{run:?}"
    );
    exported(&world);
    assert!(whole == files(&world.path("pq")));
}
