//! The dictionary: tables that describe all tables and views. The program fills them from the declarations.

use super::Holds;
use super::views::{View, flag, integer, key, text, word};

/// The words for the types of value.
const TYPES: &[&str] = &[
    Holds::Text.word(),
    Holds::Key("").word(),
    Holds::Word(&[]).word(),
    Holds::Date.word(),
    Holds::Day.word(),
    Holds::Url.word(),
    Holds::Integer.word(),
    Holds::Number.word(),
    Holds::Flag.word(),
];

/// The tables of the dictionary. They have the declaration of a view, since they have neither origin nor seed file.
pub const TABLES: &[View] = &[
    View {
        name: "meta_tables",
        meaning: "a table or view, and what a row of it is",
        order: "position",
        is_of_one_kind: false,
        own: &[
            text("table_name", "its name, and the stem of its file"),
            integer("position", "its place: tables, then views").from(1),
            word(
                "kind",
                &["table", "view"],
                "whether it holds rows or shows those of others",
            ),
            text("meaning", "what one row is"),
            text(
                "unique_by",
                "the columns that make a row unique, in the order in which the export is sorted",
            ),
        ],
    },
    View {
        name: "meta_columns",
        meaning: "a column of a table or view, and what it means",
        order: "table_name, position",
        is_of_one_kind: false,
        own: &[
            key("table_name", "meta_tables", "the table or view"),
            integer("position", "its place among the columns").from(1),
            text("column_name", "its name"),
            word(
                "type",
                TYPES,
                "what it holds; a date is one of EDTF level 1, a day is YYYY-MM-DD, a flag is 1 or 0",
            ),
            flag(
                "is_required",
                "whether no cell is empty; of a view it is not told",
            ),
            text("unit", "what a number counts or measures in"),
            text("words", "the words of which it holds one, separated by `;`"),
            key(
                "refers_to",
                "meta_tables",
                "the table whose row it names by its key",
            ),
            text("meaning", "what it means"),
        ],
    },
];
