//! A case: migration files made from a seed, and what the model says of each.

use super::Rejected;
use super::lost::Loss;
use super::maker::Maker;
use super::operation::{Filter, Operation, Pen};
use super::random::Random;
use super::state::State;

/// A statement: what it means and how it is written.
#[derive(Debug, Clone)]
pub(super) struct Step {
    operation: Operation,
    sql: String,
}

/// Statements that belong together.
pub(super) type Group = Vec<Step>;

/// The files of a folder. The first makes the tables and their rows.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) seed: u64,
    pub(super) files: Vec<Vec<Group>>,
}

/// What the model says of a file.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub(super) after: State,
    pub(super) losses: Vec<Loss>,
}

/// A table of many columns, which the model does not know and no statement names.
const WIDE: &str = "a_wide";

fn wide_columns() -> String {
    let columns: Vec<String> = (0..80).map(|number| format!("wide_{number}")).collect();
    columns.join(", ")
}

impl Case {
    /// The name of a file, by its place.
    pub(super) fn name(at: usize) -> String {
        format!("V{:03}__file.sql", at + 1)
    }

    /// The text of a file with these announcements in its head.
    pub(super) fn sql(&self, at: usize, announced: &[String]) -> String {
        let mut lines = vec![format!("-- File {} of case {}.", at + 1, self.seed)];
        lines.extend(announced.iter().map(|words| format!("-- expect: {words}")));
        lines.push(String::new());
        // Half of the databases have many columns before those of the case.
        if at == 0 && self.seed.is_multiple_of(2) {
            lines.push(format!("CREATE TABLE {WIDE} ({});", wide_columns()));
        }
        lines.extend(self.files[at].iter().flatten().map(|step| step.sql.clone()));
        lines.join("\n") + "\n"
    }

    /// What the model makes of each file.
    pub(super) fn verdicts(&self) -> Result<Vec<Verdict>, Rejected> {
        let mut state = State::default();
        let mut found = Vec::new();
        for file in &self.files {
            let before = state.clone();
            state.begin_file();
            for step in file.iter().flatten() {
                state.apply(&step.operation)?;
            }
            state.end_file()?;
            found.push(Verdict {
                losses: state.losses(&before),
                after: state.clone(),
            });
        }
        Ok(found)
    }

    pub(super) fn from_seed(seed: u64) -> Self {
        let random = Random::new(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let mut maker = Maker::new(random);
        let mut writer = Writer {
            careful: maker.random.percent(35),
            maker,
            state: State::default(),
            before: State::default(),
            files: Vec::new(),
        };
        writer.first_file();
        for _ in 0..writer.maker.random.between(1, 3) {
            writer.next_file();
        }
        Self {
            seed,
            files: writer.files,
        }
    }
}

/// Writes files, each statement tried in the model first.
struct Writer {
    maker: Maker,
    state: State,
    /// The state with which the file begins.
    before: State,
    /// Nothing may be lost: many migrations are honest ones.
    careful: bool,
    files: Vec<Vec<Group>>,
}

impl Writer {
    /// Adds statements to the file that is being written, if the model takes them all.
    fn add(&mut self, file: &mut Vec<Group>, operations: Vec<Operation>) -> bool {
        let mut tried = self.state.clone();
        if operations
            .iter()
            .any(|operation| tried.apply(operation).is_err())
        {
            return false;
        }
        // What a file may not end with is not begun, so that every file can end after each group.
        if tried.clone().end_file().is_err() {
            return false;
        }
        let mut losses = tried.losses(&self.before).into_iter();
        if self.careful && losses.any(|loss| loss.required) {
            return false;
        }
        let dangles = tried.is_dangling() && !self.state.is_dangling();
        if dangles && !self.maker.random.percent(12) {
            return false;
        }
        self.state = tried;
        let mut pen = Pen(&mut self.maker.random);
        let steps = operations.into_iter().map(|operation| Step {
            sql: pen.statement(&operation),
            operation,
        });
        file.push(steps.collect());
        true
    }

    fn begin_file(&mut self) {
        self.before = self.state.clone();
        self.state.begin_file();
    }

    fn first_file(&mut self) {
        let mut file = Vec::new();
        self.begin_file();
        for _ in 0..self.maker.random.between(1, 3) {
            let table = self.maker.table(&self.state);
            let name = table.name.clone();
            self.add(&mut file, vec![Operation::CreateTable(table)]);
            self.fill(&mut file, &name);
        }
        let tables = self.state.tables.clone();
        for table in &tables {
            if self.maker.random.percent(50) {
                let index = self.maker.index(table);
                self.add(&mut file, vec![Operation::CreateIndex(index)]);
            }
            if self.maker.random.percent(30) {
                let view = self.maker.view(table);
                self.add(&mut file, vec![Operation::CreateView(view)]);
            }
            if self.maker.random.percent(35) {
                let trigger = self.maker.trigger(table, &self.state);
                self.add(&mut file, vec![Operation::CreateTrigger(trigger)]);
            }
        }
        self.files.push(file);
    }

    fn fill(&mut self, file: &mut Vec<Group>, name: &str) {
        for _ in 0..self.maker.random.between(0, 8) {
            let table = self.state.table(name).unwrap().clone();
            let insert = self.maker.insert(&table, &self.state, 1);
            self.add(file, vec![insert.clone()]);
            // A table without a key may have the same row twice.
            if table.key.is_empty() && self.maker.random.percent(20) {
                self.add(file, vec![insert]);
            }
        }
        let table = self.state.table(name).unwrap().clone();
        if let Some(row) = table.rows.last()
            && self.maker.random.percent(30)
        {
            let by = table.plain().next().unwrap().name.clone();
            let value = table.values(row, std::slice::from_ref(&by));
            self.add(
                file,
                vec![Operation::Delete(table.name, Filter::In(by, value))],
            );
        }
    }

    fn next_file(&mut self) {
        let mut file = Vec::new();
        self.begin_file();
        let wanted = self.maker.random.between(1, 3);
        let mut made = 0;
        for _ in 0..60 {
            if made == wanted {
                break;
            }
            let Some(operations) = self.maker.change(&self.state) else {
                continue;
            };
            made += i64::from(self.add(&mut file, operations));
        }
        if made > 0 {
            self.files.push(file);
        }
    }
}
