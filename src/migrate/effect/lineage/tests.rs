use std::convert::Infallible;

use super::*;
use crate::migrate::effect::definition::Definition;

/// A database of names alone, on which statements are played.
struct Played {
    lineage: Lineage,
    tables: Vec<(String, Vec<String>)>,
}

impl Played {
    fn new(columns: &str) -> Self {
        let sql = format!("CREATE TABLE t ({columns})");
        let definition = Definition::of(&sql);
        Self {
            lineage: Lineage::begin([("t", definition.columns.as_slice())].into_iter()),
            tables: vec![("t".to_owned(), definition.columns.clone())],
        }
    }

    fn then(mut self, altered: Option<&str>, tables: &[(&str, &str)]) -> Self {
        self.tables = tables
            .iter()
            .map(|(name, columns)| {
                let columns = columns.split_whitespace().map(str::to_owned).collect();
                ((*name).to_owned(), columns)
            })
            .collect();
        let names: Vec<String> = self.tables.iter().map(|(name, _)| name.clone()).collect();
        let columns = |name: &str| -> Result<Vec<String>, Infallible> {
            let found = self.tables.iter().find(|(table, _)| table == name);
            Ok(found
                .map(|(_, columns)| columns.clone())
                .unwrap_or_default())
        };
        self.lineage.follow(&names, altered, columns).unwrap();
        self
    }

    fn result(&self) -> Option<(String, String)> {
        let successor = self.lineage.successor("t")?;
        let columns: Vec<String> = successor
            .columns
            .iter()
            .map(|kept| format!("{}>{}", kept.before, kept.after))
            .collect();
        Some((successor.after, columns.join(" ")))
    }
}

fn is(after: &str, columns: &str) -> (String, String) {
    (after.to_owned(), columns.to_owned())
}

#[test]
fn a_column_that_goes_and_comes_back_is_another() {
    let played = Played::new("id, note")
        .then(Some("t"), &[("t", "id")])
        .then(Some("t"), &[("t", "id note")]);
    assert_eq!(played.result(), Some(is("t", "id>id")));
    let played = Played::new("id, note")
        .then(Some("t"), &[("t", "id old")])
        .then(Some("t"), &[("t", "id old note")])
        .then(Some("t"), &[("t", "id note")]);
    assert_eq!(played.result(), Some(is("t", "id>id")));
}

#[test]
fn renames_are_followed() {
    let played = Played::new("id, note")
        .then(Some("t"), &[("t", "id remark")])
        .then(Some("T"), &[("u", "id remark")])
        .then(Some("u"), &[("u", "id remark more")]);
    assert_eq!(played.result(), Some(is("u", "id>id note>remark")));
}

#[test]
fn a_rebuild_in_either_order() {
    let played = Played::new("id, note")
        .then(None, &[("t", "id note"), ("t_new", "id note extra")])
        .then(None, &[("t_new", "id note extra")])
        .then(Some("t_new"), &[("t", "id note extra")]);
    assert_eq!(played.result(), Some(is("t", "id>id note>note")));
    let played = Played::new("id, note")
        .then(Some("t"), &[("t_old", "id note")])
        .then(None, &[("t_old", "id note"), ("t", "id")])
        .then(None, &[("t", "id")]);
    assert_eq!(played.result(), Some(is("t", "id>id")));
}

#[test]
fn a_table_that_is_gone_has_no_successor() {
    let played = Played::new("id").then(None, &[]);
    assert_eq!(played.result(), None);
    let played = Played::new("id")
        .then(None, &[("t", "id"), ("u", "id")])
        .then(None, &[("u", "id")]);
    assert_eq!(played.result(), None, "a copy of another name");
}

#[test]
fn two_tables_exchange_their_names() {
    let (x, y) = (["x".to_owned()], ["y".to_owned()]);
    let mut lineage = Lineage::begin([("a", &x[..]), ("b", &y[..])].into_iter());
    let columns = |name: &str| -> Result<Vec<String>, Infallible> {
        Ok(vec![if name == "b" { "x" } else { "y" }.to_owned()])
    };
    for (altered, names) in [("a", ["c", "b"]), ("b", ["c", "a"]), ("c", ["b", "a"])] {
        let names = names.map(str::to_owned);
        let columns = |name: &str| -> Result<Vec<String>, Infallible> {
            if name == "c" {
                Ok(vec!["x".to_owned()])
            } else {
                columns(name)
            }
        };
        lineage.follow(&names, Some(altered), columns).unwrap();
    }
    assert_eq!(lineage.successor("a").unwrap().after, "b");
    assert_eq!(lineage.successor("b").unwrap().after, "a");
}
