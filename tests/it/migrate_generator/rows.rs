//! INSERT, UPDATE and DELETE in the model, with the triggers that they fire.

use super::Rejected;
use super::operation::{Conflict, Filter, Operation, Term};
use super::schema::{Action, Column, Constraint, Event, Row, Table};
use super::state::State;
use super::value::{Affinity, Value};

/// Columns whose values are there once, by place and collation.
struct Unique {
    columns: Vec<(usize, Option<String>)>,
    /// Only where this column is not NULL.
    filter: Option<usize>,
}

impl Unique {
    fn collide(&self, one: &Row, two: &Row) -> bool {
        let outside = |row: &Row| self.filter.is_some_and(|at| row[at] == Value::Null);
        !outside(one)
            && !outside(two)
            && self
                .columns
                .iter()
                .all(|(at, collation)| one[*at].collides(&two[*at], collation.as_deref()))
    }

    fn touches(&self, places: &[usize]) -> bool {
        let own = self.columns.iter().map(|(at, _)| *at).chain(self.filter);
        own.into_iter().any(|at| places.contains(&at))
    }
}

/// The value of a column that an INSERT does not name.
pub(super) fn default_of(column: &Column, strict: bool) -> Result<Value, Rejected> {
    match &column.default {
        Some(value) if column.is_plain() => value.clone().stored(&column.declared, strict),
        _ => Ok(Value::Null),
    }
}

impl State {
    pub(super) fn change_rows(&mut self, operation: &Operation) -> Result<(), Rejected> {
        match operation {
            Operation::Insert {
                table,
                columns,
                rows,
                conflict,
            } => {
                for row in rows {
                    self.insert(table, columns, row.clone(), conflict)?;
                }
                Ok(())
            }
            Operation::Copy {
                into,
                from,
                columns,
                filter,
                ignore,
            } => {
                let names: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
                let mut rows = self.selected(from, columns, filter)?;
                if *ignore {
                    rows.sort();
                }
                let conflict = if *ignore {
                    Conflict::Ignore
                } else {
                    Conflict::Abort
                };
                for row in rows {
                    self.insert(into, &names, row, &conflict)?;
                }
                // SQLite keeps a counter also where the query gives no row.
                if self.table(into)?.autoincrement {
                    self.sequences.entry(into.clone()).or_insert(0);
                }
                Ok(())
            }
            Operation::Update {
                table,
                set,
                filter,
                conflict,
            } => self.update(table, set, filter, conflict, true),
            Operation::Delete(table, filter) => {
                let source = self.table(table)?;
                let doomed: Vec<Row> = matching(source, filter)?;
                self.delete(table, &doomed)
            }
            other => panic!("changes no rows: {other:?}"),
        }
    }

    fn selected(
        &self,
        from: &str,
        columns: &[(String, Term)],
        filter: &Filter,
    ) -> Result<Vec<Row>, Rejected> {
        let table = self.table(from)?;
        let rows = matching(table, filter)?;
        rows.iter()
            .map(|row| {
                columns
                    .iter()
                    .map(|(_, term)| worked_out(term, table, row))
                    .collect()
            })
            .collect()
    }

    fn insert(
        &mut self,
        name: &str,
        columns: &[String],
        values: Row,
        conflict: &Conflict,
    ) -> Result<(), Rejected> {
        let table = self.table(name)?;
        let row = completed(table, columns, values)?;
        let uniques = self.uniques(table);
        let hit: Vec<Row> = table
            .rows
            .iter()
            .filter(|old| uniques.iter().any(|unique| unique.collide(old, &row)))
            .cloned()
            .collect();
        self.count_up(name, &row)?;
        if !hit.is_empty() {
            match conflict {
                Conflict::Abort => return Err("UNIQUE constraint failed"),
                Conflict::Ignore => return Ok(()),
                // REPLACE fires no triggers.
                Conflict::Replace => self.remove(name, &hit)?,
                Conflict::Update(target, set) => return self.upsert(name, target, set, &row, &hit),
            }
        }
        self.log.inserted(&self.tables, name, &row);
        self.table_mut(name)?.rows.push(row.clone());
        self.fire(name, &Event::Insert, &row)
    }

    fn count_up(&mut self, name: &str, row: &Row) -> Result<(), Rejected> {
        let table = self.table(name)?;
        if !table.autoincrement {
            return Ok(());
        }
        let Value::Integer(id) = table.values(row, &table.key)[0] else {
            return Err("an id that SQLite chooses");
        };
        let counter = self.sequences.entry(name.to_owned()).or_insert(0);
        *counter = id.max(*counter);
        Ok(())
    }

    fn upsert(
        &mut self,
        name: &str,
        target: &[String],
        set: &[(String, Term)],
        row: &Row,
        hit: &[Row],
    ) -> Result<(), Rejected> {
        let table = self.table(name)?;
        let key = table.values(row, target);
        if hit.len() != 1 || table.values(&hit[0], target) != key || table.key != target {
            return Err("UNIQUE constraint failed");
        }
        // A term speaks of the row that was to be inserted.
        let mut values = Vec::new();
        for (column, term) in set {
            values.push((column.clone(), Term::Value(worked_out(term, table, row)?)));
        }
        if target.len() != 1 {
            return Err("a key of several columns");
        }
        let filter = Filter::In(
            target[0].clone(),
            vec![table.values(&hit[0], target)[0].clone()],
        );
        self.update(name, &values, &filter, &Conflict::Abort, false)
    }

    /// Updates rows. `stated`: by an UPDATE statement of the file.
    fn update(
        &mut self,
        name: &str,
        set: &[(String, Term)],
        filter: &Filter,
        conflict: &Conflict,
        stated: bool,
    ) -> Result<(), Rejected> {
        let table = self.table(name)?;
        let mut changed = Vec::new();
        for old in matching(table, filter)? {
            let mut new = old.clone();
            for (column, term) in set {
                let at = table.place(column).ok_or("no such column")?;
                let value = worked_out(term, table, &old)?;
                new[at] = taken(&table.columns[at], table, value)?;
            }
            changed.push((old, new));
        }
        let places: Vec<usize> = set
            .iter()
            .filter_map(|(name, _)| table.place(name))
            .collect();
        let uniques = self.uniques(table);
        let touched: Vec<&Unique> = uniques.iter().filter(|one| one.touches(&places)).collect();
        let hit = hit_by(&touched, table, &changed);
        match conflict {
            _ if hit.is_empty() => {}
            Conflict::Ignore if changed.len() == 1 => changed.clear(),
            Conflict::Replace if changed.len() == 1 => self.remove(name, &hit)?,
            _ => return Err("UNIQUE constraint failed"),
        }
        if stated {
            let columns: Vec<String> = set.iter().map(|(column, _)| column.clone()).collect();
            self.log.updated(&self.tables, name, &changed, &columns);
        }
        replace_rows(self.table_mut(name)?, &changed);
        let columns = set.iter().map(|(column, _)| column.clone()).collect();
        let event = Event::Update(columns);
        for (_, new) in &changed {
            self.fire(name, &event, new)?;
        }
        Ok(())
    }

    fn delete(&mut self, name: &str, doomed: &[Row]) -> Result<(), Rejected> {
        self.remove(name, doomed)?;
        for row in doomed {
            self.fire(name, &Event::Delete, row)?;
        }
        Ok(())
    }

    /// Takes rows out, without triggers.
    fn remove(&mut self, name: &str, doomed: &[Row]) -> Result<(), Rejected> {
        for row in doomed {
            self.log.deleted(&self.tables, name, row);
            let rows = &mut self.table_mut(name)?.rows;
            super::state::take(rows, |one| one == row)?;
        }
        Ok(())
    }

    fn uniques(&self, table: &Table) -> Vec<Unique> {
        let collation = |at: usize| table.columns[at].collation.clone();
        let declared = |columns: &Vec<String>| Unique {
            columns: columns
                .iter()
                .filter_map(|name| table.place(name))
                .map(|at| (at, collation(at)))
                .collect(),
            filter: None,
        };
        let mut found = Vec::new();
        if !table.key.is_empty() {
            found.push(declared(&table.key));
        }
        for constraint in &table.constraints {
            if let Constraint::Unique { columns, .. } = constraint {
                found.push(declared(columns));
            }
        }
        let indexes = self
            .indexes
            .iter()
            .filter(|one| one.unique && one.table == table.name);
        found.extend(indexes.map(|index| {
            Unique {
                columns: index
                    .columns
                    .iter()
                    .filter_map(|one| Some((table.place(&one.name)?, one.collation.clone())))
                    .map(|(at, own)| (at, own.or_else(|| collation(at))))
                    .collect(),
                filter: index.filter.as_ref().and_then(|name| table.place(name)),
            }
        }));
        found
    }

    /// Rejects rows that a constraint or a unique index does not allow.
    pub(super) fn refuse_doubles(&self, name: &str) -> Result<(), Rejected> {
        let table = self.table(name)?;
        for unique in self.uniques(table) {
            for (at, one) in table.rows.iter().enumerate() {
                if table.rows[..at].iter().any(|two| unique.collide(one, two)) {
                    return Err("UNIQUE constraint failed");
                }
            }
        }
        Ok(())
    }

    fn fire(&mut self, name: &str, event: &Event, row: &Row) -> Result<(), Rejected> {
        let table = self.table(name)?.clone();
        let fired: Vec<Action> = self
            .triggers
            .iter()
            .filter(|one| one.table == name && wakes(&one.event, event))
            .map(|one| one.action.clone())
            .collect();
        for action in fired {
            match action {
                Action::Nothing(_) => {}
                Action::Set {
                    table: other,
                    column,
                    value,
                    key,
                } => {
                    let set = [(column, Term::Value(value))];
                    let filter = key.map_or(Filter::All, |key| {
                        let value = table.values(row, std::slice::from_ref(&key))[0].clone();
                        Filter::In(key, vec![value])
                    });
                    self.update(&other, &set, &filter, &Conflict::Abort, false)?;
                }
                Action::Delete {
                    table: other,
                    column,
                    of_row,
                } => {
                    let value = table.values(row, std::slice::from_ref(&of_row))[0].clone();
                    let source = self.table(&other)?;
                    let at = source.place(&column).ok_or("no such column")?;
                    let from = table.column(&of_row).ok_or("no such column")?;
                    if source.affinity(&source.columns[at]) != table.affinity(from) {
                        return Err("a comparison that changes types");
                    }
                    let collation = source.columns[at].collation.as_deref();
                    let doomed = source
                        .rows
                        .iter()
                        .filter(|one| one[at].collides(&value, collation));
                    let doomed: Vec<Row> = doomed.cloned().collect();
                    self.delete(&other, &doomed)?;
                }
                Action::Log {
                    table: other,
                    column,
                    value,
                } => {
                    self.insert(&other, &[column], vec![value], &Conflict::Abort)?;
                }
            }
        }
        Ok(())
    }
}

fn wakes(trigger: &Event, event: &Event) -> bool {
    match (trigger, event) {
        (Event::Update(of), Event::Update(set)) => {
            of.is_empty() || of.iter().any(|column| set.contains(column))
        }
        (trigger, event) => trigger == event,
    }
}

/// The rows that new values would collide with. SQLite looks at one row after the other; the model rejects
/// what could depend on their order.
fn hit_by(uniques: &[&Unique], table: &Table, changed: &[(Row, Row)]) -> Vec<Row> {
    let mut hit = Vec::new();
    let mut seen_self = vec![false; changed.len()];
    for row in &table.rows {
        for (at, (old, new)) in changed.iter().enumerate() {
            if row == old && !seen_self[at] {
                seen_self[at] = true;
                continue;
            }
            if uniques.iter().any(|unique| unique.collide(row, new)) {
                hit.push(row.clone());
            }
        }
    }
    for (at, (_, one)) in changed.iter().enumerate() {
        for (_, two) in &changed[..at] {
            if uniques.iter().any(|unique| unique.collide(one, two)) {
                hit.push(two.clone());
            }
        }
    }
    hit.dedup();
    hit
}

fn replace_rows(table: &mut Table, changed: &[(Row, Row)]) {
    let mut left: Vec<&(Row, Row)> = changed.iter().collect();
    for row in &mut table.rows {
        if let Some(at) = left.iter().position(|(old, _)| old == row) {
            left.remove(at).1.clone_into(row);
        }
    }
}

/// A row with defaults where no value is given, each value as its column keeps it.
fn completed(table: &Table, columns: &[String], values: Row) -> Result<Row, Rejected> {
    let mut given: Vec<Option<Value>> = vec![None; table.columns.len()];
    for (name, value) in columns.iter().zip(values) {
        let at = table.place(name).ok_or("no such column")?;
        given[at] = Some(value);
    }
    table
        .columns
        .iter()
        .zip(given)
        .map(|(column, value)| {
            let value = value.map_or_else(|| default_of(column, table.strict), Ok)?;
            taken(column, table, value)
        })
        .collect()
}

/// The value as the column keeps it.
fn taken(column: &Column, table: &Table, value: Value) -> Result<Value, Rejected> {
    if !column.is_plain() {
        return if value == Value::Null {
            Ok(value)
        } else {
            Err("a generated column")
        };
    }
    let is_key = table.key.contains(&column.name);
    if value == Value::Null && (column.not_null || is_key) {
        return Err("NOT NULL constraint failed");
    }
    let value = value.stored(&column.declared, table.strict)?;
    let is_id = is_key && table.key.len() == 1 && column.declared == "INTEGER";
    if is_id && !matches!(value, Value::Integer(_)) {
        return Err("an id that is no whole number");
    }
    Ok(value)
}

fn matching(table: &Table, filter: &Filter) -> Result<Vec<Row>, Rejected> {
    let place = |column: &str| {
        let column = table.column(column).filter(|column| column.is_plain());
        let column = column.ok_or("no such plain column")?;
        Ok::<_, Rejected>(table.place(&column.name).unwrap())
    };
    let keep: Box<dyn Fn(&Row) -> bool> = match filter {
        Filter::All => Box::new(|_| true),
        Filter::IsNull(column) => {
            let at = place(column)?;
            Box::new(move |row| row[at] == Value::Null)
        }
        Filter::In(column, values) => {
            let at = place(column)?;
            Box::new(move |row| row[at] != Value::Null && values.contains(&row[at]))
        }
        // Nothing is known not to be NULL.
        Filter::NotIn(_, values) if values.contains(&Value::Null) => Box::new(|_| false),
        Filter::NotIn(column, values) => {
            let at = place(column)?;
            Box::new(move |row| row[at] != Value::Null && !values.contains(&row[at]))
        }
    };
    Ok(table.rows.iter().filter(|row| keep(row)).cloned().collect())
}

fn worked_out(term: &Term, table: &Table, row: &Row) -> Result<Value, Rejected> {
    let value = |name: &str| {
        let column = table.column(name).filter(|column| column.is_plain());
        let column = column.ok_or("no such plain column")?;
        Ok::<_, Rejected>(row[table.place(&column.name).unwrap()].clone())
    };
    match term {
        Term::Value(value) => Ok(value.clone()),
        Term::Column(name) => value(name),
        Term::Longer(name) => Ok(match value(name)? {
            Value::Null => Value::Null,
            other => Value::Text(format!("{}x", other.shown())),
        }),
        Term::Plus(name, more) => {
            let is_whole = |column: &Column| table.affinity(column) == Affinity::Integer;
            match value(name)? {
                Value::Null => Ok(Value::Null),
                Value::Integer(number) if table.column(name).is_some_and(is_whole) => {
                    Ok(Value::Integer(number + more))
                }
                _ => Err("adding to what is no whole number"),
            }
        }
    }
}
