//! Random schemas, rows and migrations, beside a model that knows what each migration loses: `up` and
//! `rehearse` refuse exactly that.
//!
//! The model keeps its own rows and definitions and calls nothing of `src/migrate`. It is checked against
//! SQLite: rows, definitions and counters are what the files leave behind when they are executed without
//! any guard.
//!
//! A few hundred cases run with the other tests. Thousands, with their figures:
//!
//! ```sh
//! SCO_CASES=5000 cargo test --release --test it migrate_generator -- --nocapture
//! SCO_SEED=162 cargo test --test it migrate_generator -- --nocapture
//! ```
//!
//! A case that fails is made small and written as a folder, `case-N` beside the compiled tests: the files
//! in `migrations/`, and in `README` what was expected and found.
//!
//! Where the definition of a loss leaves something open, the model accepts either answer
//! (`Loss::required`, and several `Loss::words`) or does not make such a case (`Log::refuse_unclear`).

#![expect(
    clippy::print_stdout,
    reason = "thousands of cases end with their figures"
)]

mod alter;
mod case;
mod change;
mod definition;
mod head;
mod keys;
mod log;
mod lost;
mod maker;
mod mistake;
mod objects;
mod operation;
mod plain;
pub(crate) mod random;
mod rebuild;
mod rows;
mod run;
mod schema;
mod shrink;
mod state;
mod terms;
mod value;

use std::collections::BTreeMap;

use case::Case;

/// In what SQLite or the project differs from what the model says.
#[derive(Debug, Clone)]
struct Failure {
    /// Its sort, for the figures.
    sort: String,
    told: String,
}

impl Failure {
    fn new(sort: impl Into<String>, told: impl Into<String>) -> Self {
        Self {
            sort: sort.into(),
            told: told.into(),
        }
    }
}

/// Why the model does not take a statement: SQLite would refuse it, or the outcome is not defined.
type Rejected = &'static str;

/// The seed of the first case. From here on, a few hundred cases lose something of every sort.
const FIRST: u64 = 600;

/// The cases to run: those of one seed, as many as the command says, or a few hundred.
fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str| {
        std::env::var(name)
            .ok()
            .map(|text| text.parse::<u64>().unwrap())
    };
    if let Some(seed) = number("SCO_SEED") {
        return seed..seed + 1;
    }
    FIRST..FIRST + number("SCO_CASES").unwrap_or(300)
}

/// One case of fifteen goes through the program.
fn by_program(seed: u64) -> bool {
    seed.is_multiple_of(15)
}

#[test]
fn the_model_foretells_what_sqlite_does() {
    let mut figures = run::Figures::default();
    let mut failures = Failures::default();
    for seed in seeds() {
        let case = Case::from_seed(seed);
        figures.count(&case.verdicts().unwrap());
        failures.add(&case, plain::compare(&case), plain::compare);
    }
    println!("{figures:#?}");
    failures.refuse();
    let missing: Vec<_> = lost::SORTS
        .iter()
        .filter(|sort| !figures.lost.contains_key(**sort))
        .collect();
    assert!(
        missing.is_empty() || figures.cases < 300,
        "no case loses {missing:?}"
    );
}

#[test]
fn up_and_rehearse_refuse_exactly_what_is_lost() {
    let mut figures = run::Figures::default();
    let mut failures = Failures::default();
    for seed in seeds() {
        let case = Case::from_seed(seed);
        figures.count(&case.verdicts().unwrap());
        figures.by_program += usize::from(by_program(seed));
        let checked = run::check(&case, by_program(seed));
        figures.refusals += checked.as_ref().copied().unwrap_or(0);
        failures.add(&case, checked.map(|_| ()), |case| {
            run::check(case, false).map(|_| ())
        });
    }
    println!("{figures:#?}");
    failures.refuse();
}

/// The failures of a run, by sort.
#[derive(Default)]
struct Failures(BTreeMap<String, Vec<u64>>);

impl Failures {
    /// Notes a failure. The first of its sort is made small, written as a folder and told.
    fn add(
        &mut self,
        case: &Case,
        checked: Result<(), Failure>,
        check: impl Fn(&Case) -> Result<(), Failure>,
    ) {
        let Err(failure) = checked else { return };
        let known = self.0.entry(failure.sort.clone()).or_default();
        known.push(case.seed);
        if known.len() > 1 {
            return;
        }
        let is_same = |other: &Failure| other.sort == failure.sort;
        let small = shrink::smallest(case, |case| check(case).is_err_and(|other| is_same(&other)));
        let failure = check(&small).err().filter(is_same).unwrap_or(failure);
        let told = format!("{}\n{}", failure.sort, failure.told);
        let folder = shrink::write(&small, &told);
        println!("case {}: {told}\n  see {}\n", case.seed, folder.display());
    }

    /// Fails with the sorts of failures, if there are any.
    fn refuse(&self) {
        let lines: Vec<String> = self
            .0
            .iter()
            .map(|(sort, seeds)| {
                let shown = &seeds[..seeds.len().min(8)];
                format!("{:5}  {sort} (seeds {shown:?})", seeds.len())
            })
            .collect();
        assert!(
            lines.is_empty(),
            "SCO_SEED=N runs one case again\n{}",
            lines.join("\n")
        );
    }
}
