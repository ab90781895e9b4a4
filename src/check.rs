//! The rules over all seeds. To add one, write a function in `check/` and add its line to `check/list.rs`.

mod codes;
mod conflicts;
mod documents;
mod facts;
mod history;
mod indicators;
mod keys;
mod links;
mod list;
mod names;
mod numbers;
mod passages;
mod patterns;
mod printed_tables;
mod sentences;
mod speakers;
mod standings;

use crate::error::Problem;
use crate::seeds::Seeds;
pub use list::RULES;

/// A rule over all seeds.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The name of the rule in reports, which is that of its function.
    pub name: &'static str,
    /// What the rule demands, in one clause.
    pub demands: &'static str,
    binds: Binds,
    /// The function of the rule; `None` for the rule that the reader of the seed files applies.
    find: Option<fn(&Seeds, &mut Vec<Problem>)>,
}

/// To whose facts a rule applies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binds {
    /// To those of the dataset and of users.
    Everyone,
    /// To those of the dataset only: the rule demands a finished dataset, while a user may import an entity today
    /// and its facts tomorrow.
    Curators,
}

/// Applies the rules that a user's facts must keep; the problems go to the list.
pub fn run_for_user(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for rule in RULES.iter().filter(|rule| rule.binds == Binds::Everyone) {
        rule.run(seeds, problems);
    }
}

/// Applies every rule; the problems go to the list.
pub fn run(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for rule in RULES {
        rule.run(seeds, problems);
    }
}

impl Rule {
    /// Applies the rule; its problems go to the list.
    pub fn run(&self, seeds: &Seeds, problems: &mut Vec<Problem>) {
        let Some(find) = self.find else { return };
        let known = problems.len();
        find(seeds, problems);
        for problem in &mut problems[known..] {
            self.name.clone_into(&mut problem.rule);
        }
    }
}
