//! Looking for all cited passages in files that hold none of them, beside `grep -o -F` for all their tokens in the
//! same files.
//!
//! `cargo bench --bench verify`. The files are made here, of invented words and of the tokens of the citations, each
//! as often as citations have it, so that they read like documents on the same subject. Twenty of them have 150 KB;
//! one has 6 MB. That the time does not explode with what is unknown is the point: the aims are seconds in the issue,
//! and the ratio says what they are worth on another machine.
#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::missing_panics_doc,
    reason = "a benchmark prints"
)]

#[path = "support.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use sco_facts::seeds;
use support::{Way, compare, folder, output, sco, shell};

const ROUNDS: usize = 5;

fn main() {
    let folder = folder("verify");
    let tokens = tokens();
    let mut listed = tokens.clone();
    listed.sort();
    listed.dedup();
    std::fs::write(folder.join("tokens"), listed.join("\n")).expect("a file");
    write_files(&folder.join("many"), 20, 150_000, &tokens);
    write_files(&folder.join("large"), 1, 6_000_000, &tokens);
    for (name, work) in [
        ("many", "20 unknown files of 150 KB"),
        ("large", "an unknown file of 6 MB"),
    ] {
        // The files are read once before anything is timed.
        output(&mut verify(&folder, name));
        compare(
            work,
            1.0,
            ROUNDS,
            &Way {
                name: "sco verify",
                command: Box::new(|| verify(&folder, name)),
            },
            &Way {
                name: "grep -o -F for every token",
                command: Box::new(|| {
                    shell(
                        &folder,
                        &format!("grep -o -i -F -f tokens -r {name} | wc -c"),
                    )
                }),
            },
        );
    }
}

/// Exit code 2 says that nothing is recognised, which is what is timed.
fn verify(folder: &Path, name: &str) -> Command {
    let program = sco();
    let program = program.get_program().to_string_lossy();
    let script = format!("{program} verify --sources {name} 2> /dev/null || test $? = 2");
    shell(folder, &script)
}

/// The tokens of all citations, each as often as citations have it.
fn tokens() -> Vec<String> {
    let (seeds, _) = seeds::embedded();
    let cells = seeds.of("citations").iter().map(|one| one.raw("tokens"));
    cells
        .flat_map(|cell| cell.split('|'))
        .filter(|token| !token.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Writes files in which every fourth word is a token.
fn write_files(folder: &Path, count: usize, bytes: usize, tokens: &[String]) {
    std::fs::create_dir_all(folder).expect("a folder");
    let mut random = Random(20_261_127);
    for file in 0..count {
        let mut text = String::with_capacity(bytes + 100);
        while text.len() < bytes {
            for word in 0..12 {
                match word % 4 {
                    0 => text.push_str(&tokens[random.below(tokens.len())]),
                    _ => text.push_str(&invented(&mut random)),
                }
                text.push(' ');
            }
            text.push_str(if random.below(4) == 0 { ".\n\n" } else { ". " });
        }
        std::fs::write(folder.join(format!("{file}.txt")), text).expect("a file");
    }
}

fn invented(random: &mut Random) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "lor", "ne", "mi", "sta", "tu", "vel", "ko", "rin", "da", "pes", "ul", "ga", "fi",
        "on", "ther",
    ];
    let syllables = 1 + random.below(4);
    (0..syllables)
        .map(|_| SYLLABLES[random.below(SYLLABLES.len())])
        .collect()
}

/// A generator that gives the same files everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let limit = u64::try_from(limit).expect("64 bits");
        usize::try_from((self.0 >> 33) % limit).expect("below the limit")
    }
}
