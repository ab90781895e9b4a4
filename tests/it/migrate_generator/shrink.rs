//! Makes a failing case smaller, and writes it as a folder that anyone can run.

use std::path::PathBuf;

use super::case::Case;

/// The smallest case found for which `fails` still says the same sort of failure.
pub(super) fn smallest(case: &Case, fails: impl Fn(&Case) -> bool) -> Case {
    let mut smallest = case.clone();
    loop {
        let smaller = smaller(&smallest)
            .into_iter()
            .find(|case| case.verdicts().is_ok() && fails(case));
        match smaller {
            Some(case) => smallest = case,
            None => return smallest,
        }
    }
}

/// The case without a file, a group, or a single statement.
fn smaller(case: &Case) -> Vec<Case> {
    let mut found = Vec::new();
    for at in (1..case.files.len()).rev() {
        let mut less = case.clone();
        less.files.remove(at);
        found.push(less);
    }
    for file in (0..case.files.len()).rev() {
        for group in (0..case.files[file].len()).rev() {
            let mut less = case.clone();
            less.files[file].remove(group);
            found.push(less);
        }
    }
    for file in (1..case.files.len()).rev() {
        for group in (0..case.files[file].len()).rev() {
            for step in (0..case.files[file][group].len()).rev() {
                let mut less = case.clone();
                less.files[file][group].remove(step);
                found.push(less);
            }
        }
    }
    found.retain(|case| {
        case.files
            .iter()
            .skip(1)
            .all(|file| file.iter().any(|group| !group.is_empty()))
    });
    found
}

/// Writes the files of a case and what was expected and found; says where.
pub(super) fn write(case: &Case, what: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("migrate_generator")
        .join(format!("case-{}", case.seed));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("migrations")).unwrap();
    for at in 0..case.files.len() {
        let path = folder.join("migrations").join(Case::name(at));
        std::fs::write(path, case.sql(at, &[])).unwrap();
    }
    let foretold = case.verdicts().map_or_else(
        |reason| format!("rejected: {reason}\n"),
        |verdicts| {
            let lines = verdicts.iter().enumerate().flat_map(|(at, verdict)| {
                verdict.losses.iter().map(move |loss| {
                    let words: Vec<String> = loss.words.iter().map(ToString::to_string).collect();
                    let sort = if loss.required { "lost" } else { "may be lost" };
                    format!("{}: {sort}: {}\n", Case::name(at), words.join("  or  "))
                })
            });
            let lines = lines.collect::<String>();
            if lines.is_empty() {
                "nothing is lost\n".to_owned()
            } else {
                lines
            }
        },
    );
    let text = format!(
        "Case {}. Run: sco migrate up --dir migrations --db new.db\n\n{what}\n\nBy the model:\n{foretold}",
        case.seed
    );
    std::fs::write(folder.join("README"), text).unwrap();
    folder
}
