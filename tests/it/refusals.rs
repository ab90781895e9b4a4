//! A database that cannot be used gives a clear error and exit code 2, and nothing changes.

use rusqlite::Connection;

use crate::world::{World, run, sco};

fn refused(world: &World, arguments: &[&str]) -> String {
    let before = std::fs::read(world.path("sco.db")).unwrap();
    let run = world.sco(arguments);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(before == std::fs::read(world.path("sco.db")).unwrap());
    run.stderr
}

#[test]
fn a_database_of_another_program() {
    let world = World::new();
    Connection::open(world.path("sco.db"))
        .unwrap()
        .execute("CREATE TABLE other (x)", [])
        .unwrap();
    for arguments in [
        &["build"][..],
        &["build", "--fresh"],
        &["export"],
        &["show", "LC"],
    ] {
        let error = refused(&world, arguments);
        assert_eq!(
            error,
            "error: sco.db is a database, but not one that sco made; nothing was changed; name another file with `--db`\n"
        );
    }
}

#[test]
fn a_file_that_is_no_database() {
    let world = World::new();
    world.write("sco.db", "these are the notes of somebody, and no database at all; long enough to be read as a header of one hundred bytes");
    for arguments in [
        &["build"][..],
        &["export"],
        &["show", "LC"],
        &["import", "remove", "me"],
        &["migrate", "up"],
        &["migrate", "status"],
    ] {
        assert_eq!(
            refused(&world, arguments),
            "error: sco.db is not an SQLite database; name another file with `--db`\n",
            "{arguments:?}"
        );
    }
}

/// The cause stands once, in our words and not in SQLite's as well.
#[test]
fn a_database_that_was_cut_off() {
    let world = World::new();
    world.build();
    let whole = std::fs::read(world.path("sco.db")).unwrap();
    world.write("sco.db", &whole[..5000]);
    for arguments in [
        &["build"][..],
        &["export"],
        &["show", "LC"],
        &["migrate", "up"],
    ] {
        assert_eq!(
            refused(&world, arguments),
            "error: could not read sco.db: the file is damaged; put a backup in its place with `sco migrate restore`, or name another file\n",
            "{arguments:?}"
        );
    }
}

#[test]
fn a_database_of_a_newer_version() {
    let world = World::new();
    world.build();
    Connection::open(world.path("sco.db"))
        .unwrap()
        .pragma_update(None, "user_version", 9999)
        .unwrap();
    let error = refused(&world, &["build"]);
    assert!(
        error
            .contains("sco.db was made by a newer version of sco (schema 9999; this program knows"),
        "{error}"
    );
}

#[test]
fn a_database_with_a_migration_that_nobody_knows() {
    let world = World::new();
    world.build();
    let other = Connection::open(world.path("sco.db")).unwrap();
    other.execute("INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (9999, 'other', '2026-01-01T00:00:00Z', '1')", []).unwrap();
    drop(other);
    let error = refused(&world, &["build"]);
    assert!(
        error.contains("has seen migration V9999__other, which this program does not know"),
        "{error}"
    );
    let status = world.sco(&["migrate", "status"]);
    assert!(
        status.code == 1
            && status.stdout.contains("ahead      V9999__other")
            && status
                .stderr
                .contains("was made by a newer version of sco; update the program"),
        "{status:?}"
    );
}

#[test]
fn a_database_with_an_edited_migration() {
    let world = World::new();
    world.build();
    let other = Connection::open(world.path("sco.db")).unwrap();
    other
        .execute(
            "UPDATE refinery_schema_history SET checksum = '1' WHERE version = 3",
            [],
        )
        .unwrap();
    drop(other);
    let error = refused(&world, &["build"]);
    assert!(
        error.contains("migration V3__facts is not the one that the database has seen"),
        "{error}"
    );
}

#[test]
fn a_database_that_another_program_holds() {
    let world = World::new();
    world.build();
    let world = world.set("entities", "CAN", "name", "Kantria");
    // The file itself is not read here: closing it would drop this process's locks on it.
    let other = Connection::open(world.path("sco.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let run = world.sco(&["build", "--wait", "0"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(
        run.stderr.ends_with(
            "another program holds the database; close it, or wait longer with `--wait SECONDS`\n"
        ),
        "{}",
        run.stderr
    );
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(
        world.ask("SELECT name FROM entities WHERE entity_id = 'CAN'"),
        ["Cantria"]
    );
}

#[test]
fn a_folder_that_does_not_exist() {
    let world = World::new();
    let run = world.sco(&["build", "--db", "nowhere/sco.db"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .contains("check that the folder exists and may be written to"),
        "{}",
        run.stderr
    );
}

#[test]
fn no_database_at_all() {
    let world = World::new();
    let run = world.sco(&["export"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: there is no database at sco.db; make it with `sco build`, or name another with `--db`\n"
        )
    );
    assert!(!world.path("sco.db").exists());
}

#[test]
fn exports_that_cannot_be_written_undo_the_build() {
    let world = World::new();
    world.write("exports", "a file where the folder should be");
    let run = world.sco(&["build"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr
            .contains("exports is no folder; name a folder, or move away what stands in its place"),
        "{}",
        run.stderr
    );
    assert_eq!(
        world.sco(&["show", "LC"]).stderr,
        "error: there is no database at sco.db; make it with `sco build`, or name another with `--db`\n"
    );
}

/// A file-size limit stands in for a full disk: the system refuses to write on.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_changes_nothing() {
    let world = World::new();
    world.build();
    let world = (0..30).fold(world, |world, n| {
        let name = format!("number {n} ") + &"long ".repeat(1000) + "name";
        world.add(
            "entity_names",
            &[
                ("entity_id", "LC"),
                ("name", &name),
                ("name_kind", "variant"),
            ],
        )
    });
    let before = std::fs::read(world.path("sco.db")).unwrap();
    let limit = before.len() / 512 + 8;
    let script =
        format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" build --seeds seeds --no-exports");
    let run = run(std::process::Command::new("sh")
        .current_dir(world.path(""))
        .args(["-c", &script])
        .arg(sco().get_program()));
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.starts_with("error: could not "),
        "{}",
        run.stderr
    );
    assert!(before == std::fs::read(world.path("sco.db")).unwrap());
}

#[test]
fn a_command_that_writes_nothing_succeeds_on_a_read_only_file() {
    let world = World::new();
    world.build();
    let mut rights = std::fs::metadata(world.path("sco.db"))
        .unwrap()
        .permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(world.path("sco.db"), rights).unwrap();
    for arguments in [&["build"][..], &["export", "--check"], &["show", "LC"]] {
        let run = world.sco(arguments);
        assert_eq!(run.code, 0, "{run:?}");
    }
}
