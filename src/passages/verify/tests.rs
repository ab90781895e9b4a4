use super::super::documents::{Document, Form};
use super::super::skeleton::{Skeleton, digest};
use super::*;

const MILL: &str = "Der Müller mahlt 7,000 Säcke. Zwei Räder drehen. Zwei Räder ruhen (2.5 t).";

/// A folder of its own, gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, files: &[(&str, &[u8])]) -> Self {
        let folder = std::env::temp_dir().join(format!("passages-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a new folder");
        for (file, bytes) in files {
            std::fs::write(folder.join(file), bytes).expect("a new file");
        }
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn mill() -> SourceCopy {
    SourceCopy {
        source_id: "mill".into(),
        ref_digest: Some(Skeleton::of(MILL).digest()),
        ..SourceCopy::default()
    }
}

pub(super) fn cited(
    source: &str,
    id: &str,
    start_word: usize,
    skeleton: &str,
    tokens: &[&str],
) -> CitedWindow {
    CitedWindow {
        citation_id: id.into(),
        source_id: source.into(),
        start_word,
        n_chars: skeleton.chars().count(),
        digest: digest(skeleton),
        tokens: tokens.iter().map(ToString::to_string).collect(),
        ..CitedWindow::default()
    }
}

fn saved(file: &str, text: &str) -> Saved {
    Saved {
        file: file.into(),
        document: Ok(Document {
            form: Form::Text,
            text: text.into(),
            page: None,
            sha256: String::new(),
        }),
    }
}

pub(super) fn report(
    files: &[(&str, &str)],
    sources: &[SourceCopy],
    citations: &[CitedWindow],
) -> Report {
    let files = files.iter().map(|(file, text)| saved(file, text));
    verify_files(sources, citations, Scope::All, files)
}

fn verdicts(text: &str, citations: &[CitedWindow]) -> Vec<String> {
    let checked = report(&[("mill.txt", text)], &[mill()], citations).citations;
    checked
        .iter()
        .map(|one| {
            let told = Complaint::new(one.detail.as_str(), one.help.as_str());
            format!("{} {}: {told}", one.citation_id, one.verdict)
        })
        .collect()
}

fn all() -> Vec<CitedWindow> {
    vec![
        cited("mill", "f", 0, "hafer", &[]),
        cited("mill", "e", 9, "raderruhen2.5t", &["5"]),
        cited("mill", "d", 6, "zweirader", &[]),
        cited("mill", "c", 2, "mullermahlt", &["muller"]),
        cited("mill", "b", 1, "mullermahlt7000", &["7000", "mahlt"]),
        cited("rye", "a", 0, "roggen", &[]),
    ]
}

#[test]
fn every_verdict_in_the_reference_copy() {
    assert_eq!(
        verdicts(MILL, &all()),
        [
            "b exact: in paragraph 1 of mill.txt",
            "c found: in paragraph 1 of mill.txt",
            "d ambiguous: stands 2 times in mill.txt; lengthen the window",
            "e token_missing: found in mill.txt, but without `5`",
            "f missing: not in mill.txt",
            "a no_copy: save a copy as `rye` with its ending",
        ]
    );
}

#[test]
fn another_copy_has_no_exact_place() {
    let cited = [cited(
        "mill",
        "b",
        1,
        "mullermahlt7000",
        &["7000", "muller"],
    )];
    let distorted = [
        "Seite 3\nDer Mül-\nler mahlt 7\n000 Säcke.",
        "Der Mu\u{308}l\u{ad}ler mahlt 7\u{a0}000 Säcke",
        "DER *MÜLLER* MAHLT **7,000** SÄCKE",
        "Der [Müller](http://x.example)¹ mahlt 7 000 Säcke",
    ];
    for text in distorted {
        assert!(
            verdicts(text, &cited)[0].starts_with("b found: in paragraph "),
            "{text}"
        );
    }
    // The digest proves the letters of a word, and not which digits are one number.
    assert!(verdicts("Der Mül ler mahlt 7000", &cited)[0].starts_with("b found"));
    assert_eq!(
        verdicts("Der Müller mahlt 70 00", &cited)[0],
        "b token_missing: found in mill.txt, but without `7000`"
    );
}

#[test]
fn a_part_is_looked_for_in_its_span_of_the_reference_copy_only() {
    let part = SourceCopy {
        source_id: "part".into(),
        part_of: Some("mill".into()),
        first_word: Some(6),
        n_words: Some(3),
        ..SourceCopy::default()
    };
    let sources = [mill(), part];
    let citations = [
        cited("part", "in", 6, "zweirader", &[]),
        cited("part", "out", 1, "mullermahlt", &[]),
    ];
    let verdicts = |text: &str| {
        let checked = report(&[("mill.md", text)], &sources, &citations).citations;
        checked.iter().map(|one| one.verdict).collect::<Vec<_>>()
    };
    assert_eq!(verdicts(MILL), [Verdict::Exact, Verdict::Missing]);
    assert_eq!(
        verdicts(&format!("{MILL} Ende")),
        [Verdict::Ambiguous, Verdict::Found]
    );
}

#[test]
fn a_folder_is_read_and_every_text_file_reported() {
    let page = format!("<html><head><title>x</title></head><p>{MILL}</p></html>");
    let files: [(&str, &[u8]); 4] = [
        ("a.html", page.as_bytes()),
        ("rye.txt", b"Roggen \xff"),
        ("other.md", b"nothing"),
        ("mill.pdf", b"%PDF"),
    ];
    let folder = Folder::with("report", &files);
    let rye = SourceCopy {
        source_id: "rye".into(),
        ..SourceCopy::default()
    };
    let report = verify(
        &[mill(), rye],
        &all(),
        Scope::All,
        &folder.0,
        &Reading::default(),
    )
    .expect("a report");
    let files: Vec<_> = report
        .files
        .iter()
        .map(|file| (file.file.as_str(), file.is_reference))
        .collect();
    assert_eq!(
        files,
        [
            ("a.html", true),
            ("mill.pdf", false),
            ("other.md", false),
            ("rye.txt", false)
        ]
    );
    let unusable = &report.files[3];
    assert_eq!(
        (unusable.problem.as_deref(), unusable.help.as_deref()),
        (
            Some("not UTF-8 from byte 7 on"),
            Some("name its encoding with --encoding, such as windows-1252, or save it as UTF-8")
        )
    );
    let without = &report.citations[5];
    assert_eq!(
        (without.detail.as_str(), without.help.as_str()),
        (
            "rye.txt: not UTF-8 from byte 7 on",
            "name its encoding with --encoding, such as windows-1252, or save it as UTF-8"
        )
    );
    assert_eq!(
        (report.failures(false).len(), report.failures(true).len()),
        (2, 4)
    );
    let json = serde_json::to_string(&report.citations[3].verdict).expect("JSON");
    assert_eq!(json, "\"token_missing\"");
}

#[test]
fn a_folder_without_copies_is_an_error() {
    let folder = Folder::with("none", &[("x.txt", b"\xff")]);
    let error = verify(
        &[mill()],
        &all(),
        Scope::All,
        &folder.0,
        &Reading::default(),
    )
    .expect_err("no copy");
    assert!(
        error
            .to_string()
            .contains("no copy of a known source among 1 file in "),
        "{error}"
    );
    assert!(
        error
            .to_string()
            .ends_with("; x.txt: not UTF-8 from byte 0 on; name its encoding with --encoding, such as windows-1252, or save it as UTF-8")
    );
    let error = verify(
        &[],
        &[],
        Scope::All,
        &folder.0.join("absent"),
        &Reading::default(),
    )
    .expect_err("no folder");
    assert!(error.to_string().starts_with("cannot read the folder"));
}

#[test]
fn a_copy_that_differs_in_one_character_is_near_and_says_where() {
    let cited = [
        cited("mill", "a", 0, "dermullermahlt", &["muller"]),
        cited("mill", "b", 3, "7000sackezweirader", &["7000"]),
        cited("mill", "c", 7, "raderdrehenzweiraderruhen", &["drehen"]),
    ];
    let verdict = |text: &str| {
        let found = report(&[("mill.txt", text)], &[mill()], &cited).citations;
        let one = &found[1];
        (one.verdict, one.differs.clone().unwrap_or_default())
    };
    let copy = |middle: &str| format!("Der Müller mahlt {middle} drehen. Zwei Räder ruhen.");
    for (middle, differs) in [
        ("7,001 Säcke. Zwei Räder", "7,001"),
        ("7,000 Säcke. Zwei Ruder", "Ruder"),
        ("7,000 Säcke. Zwci Räder", "Zwci"),
        ("7,000 Säcken. Zwei Räder", "Säcken."),
        ("7,000 Scke. Zwei Räder", "Scke."),
    ] {
        assert_eq!(
            verdict(&copy(middle)),
            (Verdict::Near, differs.into()),
            "{middle}"
        );
    }
    for middle in [
        "7,011 Säcke. Zwei Räder",
        "8,000 Säcke. Drei Räder",
        "7,000 Räder",
    ] {
        assert_eq!(
            verdict(&copy(middle)),
            (Verdict::Missing, String::new()),
            "{middle}"
        );
    }
}

#[test]
fn what_is_left_of_two_places_is_not_taken_for_the_cited_one() {
    let words = "Die Mühle mahlt Korn.";
    let verdict = |reference: &str, after: usize, copy: &str| {
        let source = SourceCopy {
            ref_digest: Some(Skeleton::of(reference).digest()),
            ..mill()
        };
        let own = CitedWindow {
            occurrence: Some(1),
            ..cited("mill", "own", 3, "diemuhlemahltkorn", &[])
        };
        let citations = [
            cited("mill", "before", 0, "einsanfangsteht", &[]),
            own,
            cited("mill", "after", after, "zweiendesteht", &[]),
        ];
        let found = report(&[("mill.txt", copy)], &[source], &citations).citations;
        let own = found.iter().find(|one| one.citation_id == "own");
        own.map(|one| one.verdict)
    };
    let both = format!("Eins Anfang steht. {words} Es regnet lange. {words} Zwei Ende steht.");
    let one = format!("Eins Anfang steht. {words} Zwei Ende steht. {words}");
    assert_eq!(
        verdict(&both, 14, &both.to_uppercase()),
        Some(Verdict::Exact)
    );
    for copy in [
        both.clone() + " Mehr",
        both.replacen(words, "", 1) + " Mehr",
        both.replacen(&format!("{words} Es regnet lange."), "", 1) + " Mehr",
    ] {
        assert_eq!(
            verdict(&both, 14, &copy),
            Some(Verdict::Ambiguous),
            "{copy}"
        );
    }
    for (copy, expected) in [
        (one.clone() + " Mehr", Verdict::Found),
        (
            one.replace("Zwei", "Bild der Mühle. Zwei") + " Mehr",
            Verdict::Found,
        ),
        (
            one.replace("Zwei", "Bild der alten Mühle. Zwei") + " Mehr",
            Verdict::Ambiguous,
        ),
        (
            one.replace("Anfang", "Beginn") + " Mehr",
            Verdict::Ambiguous,
        ),
        (one.replace("Ende", "Schluss") + " Mehr", Verdict::Ambiguous),
    ] {
        assert_eq!(verdict(&one, 7, &copy), Some(expected), "{copy}");
    }
}

#[test]
fn a_window_inside_longer_words_or_numbers_is_told() {
    let cited = [cited("mill", "a", 1, "mullermahlt7000", &["7000"])];
    for (text, told) in [
        ("Der Müller mahlt 7,000 Säcke", "found: "),
        (
            "Der Obermüller mahlt 7,000 Säcke",
            "token_missing: found in mill.txt, but it begins inside `obermuller`",
        ),
        ("Der Müller mahlt 7,0005", "token_missing: "),
        (
            "Der Müller mahlt 7,000.5",
            "token_missing: found in mill.txt, but it ends inside `7,000.5`, perhaps with a note mark",
        ),
        (
            "Der Müller mahlt 7,000fach",
            "token_missing: found in mill.txt, but it ends inside `000fach`",
        ),
        (
            "Der Müller mahlt 7,000-8,000",
            "token_missing: found in mill.txt, but it ends inside `7,000-8,000`",
        ),
    ] {
        let line = &verdicts(text, &cited)[0];
        assert!(line.starts_with(&format!("a {told}")), "{text}: {line}");
    }
}

#[test]
fn a_clip_holds_a_passage_without_tokens_and_a_longer_text_only_beside_others() {
    let words = "Die Räder der alten Mühle drehen bei gutem Wind schnell.";
    let plain = "dieraderderaltenmuhledrehenbeigutemwindschnell";
    let citations = [
        cited("mill", "a", 100, plain, &[]),
        cited("mill", "b", 200, "mullermahlt7000", &["7000"]),
    ];
    let verdict = |n_words: usize| {
        let text = format!("{} {words}", "Korn ".repeat(n_words - 10));
        let found = report(&[("x.txt", &text)], &[mill()], &citations).citations;
        found[0].verdict
    };
    assert_eq!(verdict(500), Verdict::Found);
    assert_eq!(verdict(501), Verdict::NoCopy);
}
