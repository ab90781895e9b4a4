//! Runs a case by `up` and `rehearse`, and compares what they refuse with what the model calls lost.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;
use sco_facts::migrate::rehearse::rehearse;
use sco_facts::migrate::set::Set;
use sco_facts::migrate::up::{Ending, Keep, Options, up};
use sco_facts::stop::Stop;

use super::Failure;
use super::case::{Case, Verdict};
use super::head::{asked_for, tokens};
use super::lost::Loss;
use super::plain::differences;
use super::schema::name;
use crate::world::{run, sco};

/// What was seen of the cases that ran.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) cases: usize,
    pub(super) files: usize,
    pub(super) honest: usize,
    pub(super) dangling: usize,
    pub(super) by_program: usize,
    pub(super) refusals: usize,
    pub(super) lost: BTreeMap<&'static str, usize>,
}

impl Figures {
    /// Counts a case by what the model says of it.
    pub(super) fn count(&mut self, verdicts: &[Verdict]) {
        self.cases += 1;
        self.files += verdicts.len() - 1;
        let has_losses = |verdict: &&Verdict| verdict.losses.iter().any(|loss| loss.required);
        let dangles = verdicts[verdicts.len() - 1].after.is_dangling();
        self.dangling += usize::from(dangles);
        let honest = !dangles && !verdicts.iter().any(|verdict| has_losses(&verdict));
        self.honest += usize::from(honest);
        for loss in verdicts.iter().flat_map(|verdict| &verdict.losses) {
            if loss.required {
                *self.lost.entry(loss.sort).or_default() += 1;
            }
        }
    }
}

/// A folder with the files of a case and a database.
struct Bench<'a> {
    folder: tempfile::TempDir,
    case: &'a Case,
    announced: Vec<Vec<String>>,
    by_program: bool,
    refusals: usize,
}

/// Runs a case; gives the number of refusals that were right.
pub(super) fn check(case: &Case, by_program: bool) -> Result<usize, Failure> {
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let verdicts = case.verdicts().unwrap();
        let mut bench = Bench::new(case, by_program);
        bench.check(&verdicts).map(|()| bench.refusals)
    }));
    ran.unwrap_or_else(|_| Err(Failure::new("a panic", "see above")))
}

impl<'a> Bench<'a> {
    fn new(case: &'a Case, by_program: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("migrations")).unwrap();
        let announced = vec![Vec::new(); case.files.len()];
        let bench = Self {
            folder,
            case,
            announced,
            by_program,
            refusals: 0,
        };
        for at in 0..case.files.len() {
            bench.write(at, &[]);
        }
        bench
    }

    /// Half of the cases begin with a database, the others with an empty file or with none.
    fn begins_with_a_database(&self) -> bool {
        self.case.seed.is_multiple_of(2)
    }

    fn check(&mut self, verdicts: &[Verdict]) -> Result<(), Failure> {
        if self.begins_with_a_database() {
            self.up(Some(1))
                .map_err(|said| Failure::new("the first file is refused", said))?;
        } else if self.case.seed % 4 == 1 {
            std::fs::write(self.db(), "").unwrap();
        }
        let mut said = self.refusal()?;
        // Where there is no file, there is nothing to copy.
        if self.db().exists() {
            self.rehearsal_says(said.as_ref())?;
        }
        for (at, verdict) in verdicts.iter().enumerate() {
            said = self.refused_for(at, &verdict.losses, said)?;
        }
        // Each head costs a run or two, so a third of the cases goes without.
        if !self.case.seed.is_multiple_of(3) {
            self.heads_are_needed(verdicts)?;
        }
        let last = &verdicts[verdicts.len() - 1].after;
        let ran = self.up(None);
        if last.is_dangling() {
            return match ran {
                Err(said) if said.contains("dangling") => Ok(()),
                Err(said) => Err(Failure::new(
                    "dangling rows are refused for another reason",
                    said,
                )),
                // A table that comes in the same run may refer to one that does not exist.
                Ok(()) if last.dangling() == 0 && !self.begins_with_a_database() => Ok(()),
                Ok(()) => Err(Failure::new("dangling rows pass", "")),
            };
        }
        ran.map_err(|said| {
            Failure::new("a migration is refused whose losses are all declared", said)
        })?;
        let connection = Connection::open(self.db()).unwrap();
        differences(&connection, last)
            .map_err(|what| Failure::new("the content differs afterwards", what))
    }

    /// Compares what is said of a file with its losses, and adds to its head what is asked for. Gives what
    /// is said then, which is about a later file.
    fn refused_for(
        &mut self,
        at: usize,
        losses: &[Loss],
        said: Option<String>,
    ) -> Result<Option<String>, Failure> {
        let Some(said) = said else {
            missing(losses, &[], "nothing is refused")?;
            return Ok(None);
        };
        if !said.contains(&Case::name(at)) {
            missing(losses, &[], &said)?;
            return Ok(Some(said));
        }
        let asked = asked_for(&said);
        if asked.is_empty() {
            return Err(Failure::new(
                format!("refused otherwise: {}", shape(&said)),
                said,
            ));
        }
        let untrue = asked
            .iter()
            .find(|asked| !losses.iter().any(|loss| loss.is_announced_by(asked)));
        if let Some(untrue) = untrue {
            let sort = untrue.split(' ').next().unwrap_or_default();
            let near = losses
                .iter()
                .any(|loss| loss.required && tokens(untrue)[0] == loss_word(loss));
            let sort = if near {
                format!("says another `{sort}`")
            } else {
                format!("refuses `{sort}` that is no loss")
            };
            return Err(Failure::new(sort, format!("asks for `{untrue}`\n{said}")));
        }
        missing(losses, &asked, &said)?;
        self.refusals += 1;
        self.announced[at] = asked;
        self.write(at, &self.announced[at]);
        // With all that declared, this file is not refused again.
        match self.refusal()? {
            Some(said) if said.contains(&Case::name(at)) => {
                Err(Failure::new("what is asked for is not enough", said))
            }
            other => Ok(other),
        }
    }

    /// What `up` says where it refuses for something that a file loses; dangling rows come later.
    fn refusal(&self) -> Result<Option<String>, Failure> {
        let before = std::fs::read(self.db()).unwrap_or_default();
        let tried = self.try_all();
        if before != std::fs::read(self.db()).unwrap_or_default() && !before.is_empty() {
            return Err(Failure::new("a run that was undone changed the file", ""));
        }
        Ok(tried.err().filter(|said| !said.contains("dangling")))
    }

    /// Without one of its heads, with one too small, or with one too many, a file is refused.
    fn heads_are_needed(&mut self, verdicts: &[Verdict]) -> Result<(), Failure> {
        for at in 1..self.case.files.len() {
            let heads = self.announced[at].clone();
            for (place, head) in heads.iter().enumerate() {
                let meant: Vec<&Loss> = verdicts[at]
                    .losses
                    .iter()
                    .filter(|loss| loss.is_announced_by(head))
                    .collect();
                if !meant.iter().any(|loss| loss.required) {
                    continue;
                }
                let mut fewer = heads.clone();
                fewer.remove(place);
                self.stays_refused(at, &fewer, Some(head), "without one head it passes")?;
                if let Some(less) = rows_with(head, -1) {
                    fewer.insert(place, less);
                    let otherwise = "with a head that is too small it passes";
                    self.stays_refused(at, &fewer, Some(head), otherwise)?;
                }
            }
            let is_last = at + 1 == self.case.files.len();
            for untrue in Self::untrue(at, verdicts).into_iter().filter(|_| is_last) {
                let more = [heads.as_slice(), &[untrue]].concat();
                self.stays_refused(at, &more, None, "a head that does not happen passes")?;
            }
            // At most so many rows may go: one more is allowed.
            let roomy = |head: &String| rows_with(head, 1).unwrap_or_else(|| head.clone());
            self.announced[at] = heads.iter().map(roomy).collect();
            self.write(at, &self.announced[at]);
        }
        Ok(())
    }

    fn stays_refused(
        &mut self,
        at: usize,
        heads: &[String],
        asked: Option<&String>,
        otherwise: &str,
    ) -> Result<(), Failure> {
        self.write(at, heads);
        match self.refusal()? {
            Some(said)
                if said.contains(&Case::name(at))
                    && asked.is_none_or(|asked| asked_for(&said).contains(asked)) =>
            {
                self.refusals += 1;
                Ok(())
            }
            other => Err(Failure::new(
                otherwise,
                format!("heads: {heads:?}\n{}", other.unwrap_or_default()),
            )),
        }
    }

    /// Heads that announce what does not happen.
    fn untrue(at: usize, verdicts: &[Verdict]) -> Vec<String> {
        let losses = &verdicts[at].losses;
        let mut heads = vec!["drop index nobody_has_this".to_owned()];
        let before = &verdicts[at - 1].after.tables;
        let kept = before
            .iter()
            // Of a table without rows nothing can be told: a new database has none to lose.
            .filter(|table| !table.rows.is_empty())
            .filter(|table| verdicts[at].after.table(&table.name).is_ok());
        let rows = kept.map(|table| format!("rows {} -1", name(&table.name)));
        let loses_rows = losses
            .iter()
            .any(|loss| ["rows", "table"].contains(&loss.sort));
        heads.extend(rows.filter(|_| !loses_rows).take(1));
        heads
    }

    /// `rehearse` refuses with the words of `up`, or neither refuses.
    fn rehearsal_says(&self, said: Option<&String>) -> Result<(), Failure> {
        let rehearsal = self.rehearse().err();
        let rehearsal = rehearsal.filter(|said| !said.contains("dangling"));
        let asked = |said: &String| asked_for(said);
        if said.map(asked) == rehearsal.as_ref().map(asked) {
            return Ok(());
        }
        let told = format!("up: {said:?}\nrehearse: {rehearsal:?}");
        Err(Failure::new("rehearse says something else", told))
    }

    fn db(&self) -> PathBuf {
        self.folder.path().join("sco.db")
    }

    fn write(&self, at: usize, heads: &[String]) {
        let path = self.folder.path().join("migrations").join(Case::name(at));
        std::fs::write(path, self.case.sql(at, heads)).unwrap();
    }

    fn options(&self, to: Option<i32>, ending: Ending) -> Options {
        Options {
            db: self.db(),
            wait: Duration::from_secs(5),
            to,
            ending,
            backup: Keep::Nothing,
            stop: Stop::default(),
            afterwards: |_| Ok(()),
        }
    }

    fn set(&self) -> Result<Set, String> {
        let read = Set::read(&self.folder.path().join("migrations")).and_then(Set::verified);
        read.map_err(|error| error.to_string())
    }

    fn up(&self, to: Option<i32>) -> Result<(), String> {
        if self.by_program && to.is_none() {
            return self.program(&["up", "--no-backup"]);
        }
        let done = up(&self.set()?, &self.options(to, Ending::Commit));
        done.map(|_| ()).map_err(|error| error.to_string())
    }

    /// Runs all files and undoes them.
    fn try_all(&self) -> Result<(), String> {
        if self.by_program {
            return self.program(&["up", "--dry-run"]);
        }
        let done = up(&self.set()?, &self.options(None, Ending::Undo));
        done.map(|_| ()).map_err(|error| error.to_string())
    }

    fn rehearse(&self) -> Result<(), String> {
        if self.by_program {
            return self.program(&["rehearse"]);
        }
        let done = rehearse(&self.set()?, &self.options(None, Ending::Commit));
        done.map(|_| ()).map_err(|error| error.to_string())
    }

    fn program(&self, arguments: &[&str]) -> Result<(), String> {
        let mut command = sco();
        command
            .current_dir(self.folder.path())
            .arg("migrate")
            .args(arguments);
        let run = run(command.args(["--dir", "migrations", "--db", "sco.db"]));
        match run.code {
            0 => Ok(()),
            2 => Err(run.stderr),
            code => Err(format!("exit code {code}: {}", run.stderr)),
        }
    }
}

/// Says which loss that has to be announced is not among what is asked for, if one is.
fn missing(losses: &[Loss], asked: &[String], said: &str) -> Result<(), Failure> {
    let is_asked = |loss: &&Loss| asked.iter().any(|asked| loss.is_announced_by(asked));
    let Some(loss) = losses.iter().find(|loss| loss.required && !is_asked(loss)) else {
        return Ok(());
    };
    let words: Vec<String> = loss.words.iter().map(ToString::to_string).collect();
    Err(Failure::new(
        format!("passes: {}", loss.sort),
        format!("lost and not asked for: `{}`\n{said}", words.join("` or `")),
    ))
}

fn loss_word(loss: &Loss) -> String {
    let words = loss.words[0].to_string();
    words.split(' ').next().unwrap_or_default().to_owned()
}

/// `rows t -3` with a number that is larger by `more`; `None` where it would be zero.
fn rows_with(head: &str, more: i64) -> Option<String> {
    let (start, count) = head.strip_prefix("rows ")?.rsplit_once('-')?;
    let count = count.parse::<i64>().ok()? + more;
    (count > 0).then(|| format!("rows {start}-{count}"))
}

/// The gist of a message: its words that are no names.
fn shape(said: &str) -> String {
    let first = said.lines().next().unwrap_or_default();
    let after = first.rsplit_once(".sql").map_or(first, |(_, rest)| rest);
    let text = after.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit() || c == ' ');
    text.split_whitespace()
        .take(4)
        .collect::<Vec<_>>()
        .join(" ")
}
