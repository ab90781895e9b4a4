//! A migration that makes `trade_flows` anew, beside the `sqlite3` shell with the same statements, which looks at nothing
//! and keeps no backup.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::support::{Way, compare, output, sco, shell};

/// Compares `sco migrate up` and `sco migrate rehearse` with the shell, on the database `full.db` of a folder.
pub(crate) fn beside_the_shell(folder: &Path, rounds: usize) {
    let connection = Connection::open(folder.join("full.db")).expect("the database opens");
    let table: String = connection
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = 'trade_flows'",
            [],
            |row| row.get(0),
        )
        .expect("there is the table");
    drop(connection);
    let new = table.replacen("trade_flows", "trade_flows_new", 1);
    let script = format!(
        "-- Makes the flows anew.\n\nPRAGMA legacy_alter_table = ON;\n{new};\n\
         INSERT INTO trade_flows_new SELECT * FROM trade_flows ORDER BY rowid;\n\
         DROP TABLE trade_flows;\nALTER TABLE trade_flows_new RENAME TO trade_flows;\n"
    );
    let set = set_with(folder, &script);
    std::fs::write(
        folder.join("plain.sql"),
        script.replacen("ON;", "ON; BEGIN;", 1) + "COMMIT;\n",
    )
    .expect("the statements can be written");
    let ours = |name: &'static str| Way {
        name,
        command: Box::new({
            let set = set.clone();
            move || {
                output(&mut shell(folder, "rm -f one.db*; cp full.db one.db"));
                let mut command = sco();
                command
                    .current_dir(folder)
                    .args(["--db", "one.db", "migrate", name, "--dir"])
                    .arg(&set);
                command
            }
        }),
    };
    let theirs = Way {
        name: "sqlite3, the same statements",
        command: Box::new(|| {
            output(&mut shell(folder, "rm -f one.db*; cp full.db one.db"));
            shell(folder, "exec sqlite3 one.db '.read plain.sql'")
        }),
    };
    for name in ["up", "rehearse"] {
        compare(
            &format!("a migration that makes the table anew, {name}"),
            2.5,
            rounds,
            &ours(name),
            &theirs,
        );
    }
}

/// The project's migrations and one more.
fn set_with(folder: &Path, script: &str) -> PathBuf {
    let set = folder.join("set");
    std::fs::create_dir_all(&set).expect("the folder can be made");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut last = 0;
    for entry in own.read_dir().expect("there are migrations").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name
            .strip_prefix('V')
            .and_then(|rest| rest.split("__").next());
        last = last.max(number.and_then(|number| number.parse().ok()).unwrap_or(0));
        if entry.path().is_file() {
            std::fs::copy(entry.path(), set.join(&name)).expect("a migration can be copied");
        }
    }
    std::fs::write(set.join(format!("V{:03}__rebuild.sql", last + 1)), script)
        .expect("a migration can be written");
    set
}
