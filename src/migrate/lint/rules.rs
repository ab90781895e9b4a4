//! The rules that can be decided by looking at one file or one statement, or at the numbers of the files.

use super::super::rule::Rule;
use super::super::set::{File, Set};
use super::super::sql::{self, Sort, Statement, place};
use super::{Finding, finding};

/// Reports numbers that are left out.
pub(super) fn numbers(set: &Set, findings: &mut Vec<Finding>) {
    for pair in set.files.windows(2) {
        let (one, two) = (pair[0].version(), pair[1].version());
        if two != one + 1 {
            let message = format!("V{} is missing: V{two} comes after V{one}", one + 1);
            findings.push(finding(
                &pair[1],
                1,
                Rule::Gap,
                message,
                "give it the next number",
            ));
        }
    }
}

/// The rules on a file.
pub(super) fn file(file: &File, findings: &mut Vec<Finding>) {
    if !file.sql.starts_with("-- ") {
        let message = "the file does not begin with a comment".to_owned();
        findings.push(finding(
            file,
            1,
            Rule::Why,
            message,
            "say in the first line why the change is made",
        ));
    }
    let statements = sql::statements(&file.sql);
    if statements.is_empty() {
        let message = "the file holds no statement".to_owned();
        findings.push(finding(
            file,
            1,
            Rule::Empty,
            message,
            "write one, or remove the file",
        ));
    }
    for (at, statement) in statements.iter().enumerate() {
        if statement.has_at(0, &["CREATE", "TRIGGER"]) || statement.has_at(0, &["CREATE", "VIEW"]) {
            continue;
        }
        for (rule, at, message, help) in judged(statement) {
            let line = place(&file.sql, statement.tokens[at].at).0;
            findings.push(finding(file, line, rule, message.to_owned(), help));
        }
        rename_old(file, statement, &statements[at..], findings);
    }
}

type Judged = (Rule, usize, &'static str, &'static str);

fn judged(statement: &Statement<'_>) -> Vec<Judged> {
    let mut found = Vec::new();
    let mut add = |at: Option<usize>, rule, message, help| {
        found.extend(at.map(|at| (rule, at, message, help)));
    };
    let verb = statement.verb();
    let does = |words: &[&str]| words.contains(&verb.as_str()).then_some(0);
    let star = statement.find(&["SELECT", "*"]);
    add(
        star,
        Rule::SelectStar,
        "SELECT * takes columns by their order",
        "name the columns",
    );
    let ignoring = ["IGNORE", "REPLACE"]
        .iter()
        .find_map(|word| statement.find(&["OR", word]));
    add(
        ignoring.or_else(|| does(&["REPLACE"])),
        Rule::OrIgnore,
        "rows that do not fit would vanish in silence",
        "write INSERT, and deal with the rows in question",
    );
    add(
        does(&["INSERT", "REPLACE"]).filter(|_| !names_columns(statement)),
        Rule::NoColumns,
        "INSERT names no columns",
        "name them",
    );
    add(
        create_as(statement),
        Rule::CreateAs,
        "CREATE TABLE AS keeps no key, constraint or type",
        "write the table out, then INSERT … SELECT",
    );
    add(
        if_exists(statement),
        Rule::IfExists,
        "a database that is not as expected would pass in silence",
        "leave the words out",
    );
    add(
        does(&["UPDATE", "DELETE"]).filter(|_| statement.find(&["WHERE"]).is_none()),
        Rule::NoWhere,
        "it changes every row",
        "say which rows with WHERE, or allow it with a reason",
    );
    add(
        not_null(statement),
        Rule::NotNull,
        "rows that are there have no value for the column",
        "give it a DEFAULT, or add it without NOT NULL, fill it, and SET NOT NULL",
    );
    found
}

fn names_columns(statement: &Statement<'_>) -> bool {
    let Some(into) = statement.find(&["INTO"]) else {
        return true;
    };
    let after = statement.tokens.iter().skip(into);
    let mut after = after.skip_while(|token| {
        matches!(token.sort, Sort::Word | Sort::Quoted | Sort::Text)
            && !token.is("VALUES")
            && !token.is("SELECT")
            && !token.is("DEFAULT")
            || token.is_mark(".")
    });
    after
        .next()
        .is_some_and(|token| token.is_mark("(") || token.is("DEFAULT"))
}

fn create_as(statement: &Statement<'_>) -> Option<usize> {
    let table = statement.has_at(0, &["CREATE"])
        && statement
            .tokens
            .iter()
            .take(3)
            .any(|token| token.is("TABLE"));
    let first = statement
        .tokens
        .iter()
        .position(|token| token.is("AS") || token.is_mark("("))?;
    (table && statement.tokens[first].is("AS")).then_some(first)
}

fn if_exists(statement: &Statement<'_>) -> Option<usize> {
    statement
        .find(&["IF", "EXISTS"])
        .or_else(|| statement.find(&["IF", "NOT", "EXISTS"]))
}

fn not_null(statement: &Statement<'_>) -> Option<usize> {
    let altered = statement.has_at(0, &["ALTER", "TABLE"]) && statement.find(&["ADD"]).is_some();
    let added = statement.find(&["ADD", "CONSTRAINT"]).is_none();
    let at = statement.find(&["NOT", "NULL"])?;
    (altered && added && statement.find(&["DEFAULT"]).is_none()).then_some(at)
}

/// `ALTER TABLE t RENAME TO t_old`, followed by a new `t`, leaves the children pointing at `t_old`.
fn rename_old(
    file: &File,
    statement: &Statement<'_>,
    rest: &[Statement<'_>],
    findings: &mut Vec<Finding>,
) {
    let renames =
        statement.has_at(0, &["ALTER", "TABLE"]) && statement.has_at(3, &["RENAME", "TO"]);
    let Some(table) = statement.tokens.get(2).filter(|_| renames) else {
        return;
    };
    let made_again = rest.iter().any(|later| {
        later.has_at(0, &["CREATE", "TABLE"])
            && later
                .tokens
                .get(2)
                .is_some_and(|name| name.name().eq_ignore_ascii_case(&table.name()))
    });
    if made_again {
        let line = place(&file.sql, statement.first()).0;
        let message = format!(
            "the tables that refer to {} would refer to the renamed one",
            table.name()
        );
        let help =
            "make the new table under another name, copy, drop the old one, rename the new one";
        findings.push(finding(file, line, Rule::RenameOld, message, help));
    }
}

/// Reports functions that return another value each time.
pub(super) fn functions(
    file: &File,
    statement: &Statement<'_>,
    named: &[String],
    findings: &mut Vec<Finding>,
) {
    let random = named
        .iter()
        .any(|name| name == "random" || name == "randomblob");
    let current = ["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"];
    let dated = [
        "date",
        "time",
        "datetime",
        "julianday",
        "unixepoch",
        "strftime",
    ];
    let clock = statement
        .tokens
        .iter()
        .any(|token| current.iter().any(|word| token.is(word)))
        || (named.iter().any(|name| dated.contains(&name.as_str()))
            && statement
                .tokens
                .iter()
                .any(|token| token.text.eq_ignore_ascii_case("'now'")));
    if random || clock {
        let line = place(&file.sql, statement.first()).0;
        let message = "the result is another each time".to_owned();
        findings.push(finding(
            file,
            line,
            Rule::Clock,
            message,
            "write the value out",
        ));
    }
}
