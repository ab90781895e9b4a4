use std::collections::BTreeMap;

use super::super::tests::{cited, mill, report};
use crate::passages::copies::{CitedWindow, SourceCopy};

const MILL: &str = "Der Müller mahlt 7,000 Säcke. Zwei Räder drehen. Zwei Räder ruhen (2.5 t).";

#[test]
fn verdicts_are_counted_and_files_named_that_hold_a_source() {
    let rye = SourceCopy {
        source_id: "rye".into(),
        ..SourceCopy::default()
    };
    let citations = [
        cited("mill", "a", 1, "mullermahlt7000", &["7000"]),
        cited("mill", "b", 0, "haferstroh", &[]),
        cited("mill", "c", 0, "gerstenkorn", &[]),
        cited("rye", "d", 0, "roggenbrot", &[]),
    ];
    let altered = MILL.replace("2.5", "2.6");
    let files = [
        ("mill.txt", MILL),
        ("mill.md", altered.as_str()),
        ("other.txt", "Wind und Wasser."),
        ("rye.txt", "Roggenbrot."),
    ];
    let sources = report(&files, &[mill(), rye], &citations).sources;
    let counts = |of: &[(&str, usize)]| -> BTreeMap<String, usize> {
        of.iter()
            .map(|(verdict, n)| ((*verdict).to_owned(), *n))
            .collect()
    };
    let told: Vec<_> = sources
        .into_iter()
        .map(|one| (one.source_id, one.of, one.found, one.verdicts, one.files))
        .collect();
    let names = |files: &[&str]| files.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            (
                "mill".to_owned(),
                3,
                1,
                counts(&[("exact", 1), ("missing", 2)]),
                names(&["mill.txt", "mill.md"])
            ),
            (
                "rye".to_owned(),
                1,
                1,
                counts(&[("found", 1)]),
                names(&["rye.txt"])
            ),
        ]
    );
}

/// What is said of a copy of a document in English, of which four passages are cited.
fn hint(copy: &str) -> String {
    let source = SourceCopy {
        language: Some("en-GB".into()),
        ..mill()
    };
    let words = ["einsanfang", "zweiworte", "dreisatz", "vierschluss"];
    let citations = words.iter().enumerate().map(|(at, words)| CitedWindow {
        locator: format!("paragraph {}", at + 1),
        ..cited("mill", &format!("c{at}"), 2 * at, words, &[])
    });
    let citations: Vec<CitedWindow> = citations.collect();
    let mut sources = report(&[("mill.txt", copy)], &[source], &citations).sources;
    sources.remove(0).hint
}

#[test]
fn a_copy_of_which_an_end_is_not_there_is_told() {
    for (copy, told) in [
        ("Eins Anfang. Zwei Worte. Drei Satz. Vier Schluss.", ""),
        (
            "Eins Anfang. Zwei Worte.",
            "nothing after paragraph 2: is the copy cut off?",
        ),
        (
            "Drei Satz. Vier Schluss.",
            "nothing before paragraph 3: does the copy begin later?",
        ),
        // One passage at an end may have been altered.
        ("Eins Anfang. Zwei Worte. Drei Satz.", ""),
        ("Zwei Worte. Drei Satz. Vier Schluss.", ""),
        ("Eins Anfang. Vier Schluss.", ""),
        ("Zwei Worte.", ""),
        ("Drei Satz.", ""),
    ] {
        assert_eq!(hint(copy), told, "{copy}");
    }
}

#[test]
fn a_copy_in_another_language_is_told() {
    let is_another = "is it another document, or another edition?";
    for (script, copy) in [
        ("Greek", "ο μύλος αλέθει σιτάρι"),
        ("Cyrillic", "мельница мелет зерно"),
        ("Hebrew", "הטחנה טוחנת קמח"),
        ("Arabic", "الطاحونة تطحن القمح"),
        ("Devanagari", "चक्की आटा पीसती है"),
        ("Japanese", "ひらがなとカタカナでかいたぶん"),
        ("Chinese", "磨坊里的石磨整天磨着小麦和黑麦"),
        ("Korean", "방앗간은 밀을 빻는다"),
        ("of other scripts", "წისქვილი ფქვავს მარცვალს"),
    ] {
        let told = format!(
            "most of its letters are {script}, and the document is in `en-GB`: is it a translation?"
        );
        assert_eq!(hint(&format!("{copy} (the mill)")), told, "{copy}");
    }
    let words = |n: usize| format!("the {}", "Korn ".repeat(n - 1));
    assert_eq!(hint(&words(20)), is_another);
    assert_eq!(
        hint(&words(21)),
        "hardly any English words in it, and the document is in `en-GB`: is it a translation?"
    );
}
