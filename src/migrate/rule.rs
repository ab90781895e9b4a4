//! The rules that migrations must keep, each with its name and what it demands.

use std::fmt;

use serde::{Serialize, Serializer};

/// Declares the rules once: variant, name, demand.
macro_rules! rules {
    ($($variant:ident, $name:literal, $demands:literal;)+) => {
        /// A rule that a migration, or a folder of migrations, must keep.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(
                #[doc = $demands]
                $variant,
            )+
        }

        impl Rule {
            /// Every rule, in the order in which `sco migrate lint --list` shows them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name under which it reports.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The demand.
            pub fn demands(self) -> &'static str {
                match self { $(Self::$variant => $demands,)+ }
            }
        }
    };
}

rules! {
    File, "file", "a name that is not skipped, a number of its own, UTF-8, no NUL byte";
    Gap, "gap", "numbers follow each other";
    Edited, "edited", "a migration that migrations.lock records is there and not changed";
    Why, "why", "the first line is a comment that says why";
    Empty, "empty", "a migration holds a statement";
    Expect, "expect", "expectations in the head are understood, and happen";
    Lost, "lost", "no table, column, constraint, index, trigger or view goes without being declared";
    Refused, "refused", "every statement runs on an empty database, without text in double quotes";
    Transaction, "transaction", "no BEGIN, COMMIT, ROLLBACK, SAVEPOINT";
    Attach, "attach", "no ATTACH, DETACH, VACUUM";
    Pragma, "pragma", "no PRAGMA that changes how SQLite works";
    History, "history", "the history is left alone";
    SelectStar, "select-star", "columns of a copy are named: no SELECT *";
    NoColumns, "no-columns", "INSERT names its columns";
    OrIgnore, "or-ignore", "no INSERT OR IGNORE or OR REPLACE, which drop rows in silence";
    CreateAs, "create-as", "no CREATE TABLE AS, which keeps no constraint";
    IfExists, "if-exists", "no IF EXISTS and IF NOT EXISTS, which hide drift";
    NoWhere, "no-where", "UPDATE and DELETE have a WHERE";
    RenameOld, "rename-old", "a rebuild renames the new table, never the old one first";
    NotNull, "not-null", "a NOT NULL column is added with a default";
    Clock, "clock", "no time and no random number, which make every build a different one";
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
