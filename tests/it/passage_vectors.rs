//! The scheme is open: test vectors that any implementation can be held to, and a second one that is held to them.

use std::path::Path;
use std::process::Command;

use sco_facts::passages::copies::{CitedWindow, SourceCopy};
use sco_facts::passages::documents::Reading;
use sco_facts::passages::html::to_text;
use sco_facts::passages::signs::{Edge, Side, Signs, signs};
use sco_facts::passages::skeleton::{Skeleton, digest, sha256};
use sco_facts::passages::tokens;
use sco_facts::passages::verify::{Scope, Verdict, verify};
use serde_json::{Value, json};

use crate::world::{World, here, is_installed, run};

const VECTORS: &str = "docs/passages-vectors.json";

/// Texts of which each shows a step of the scheme.
const TEXTS: &[&str] = &[
    "",
    "Exports rose¹ to US\\$2.5 billion – a ‘record’.",
    "exports rose to US$2.5 billion - a \"record\".12",
    "The co-\noperation reached 7\u{a0}000 troops",
    "THE COOPERATION REACHED 7,000 TROOPS[3]",
    "Erdoğan’s communiqué on the [zone](https://x.example/a_(b)) in 2024",
    "US$2.5 billion",
    "US$25 billion",
    "The driver1 and the millers’ record”.12 ground 7 sacks.",
    "A link [mill](https://x.example/\\(1) and (one (two) three)\nand [no](link\nover a line)",
    "The office\u{ad} of\u{200b} ﬁne grain, ½ a sack in Ⅷ parts, ＲＹＥ 12",
    "Übergröße, İstanbul, ΑΣΟΣ, Кыргызстан, 上海合作组织 1.5",
    "e\u{301}te\u{301} and \u{1100}\u{1161}\u{11a8} and a\u{323}\u{302}",
    "Notes [1], [12], [999], [1000], [0] and [a]",
    "2.5.2011 and 1.2.3, v1.2 and .5 and 5.",
    "The mill’s G20 summit, Covid-19, 5G, CO2, 9/11\r\nin 2005–06\r",
    "snake_case1 and word1_ and x1y",
];

const SIGNS: &[&str] = &[
    "fell by -4.7 and −10 % (–3), mid-5",
    "between 2005–06, 2005--06 and 2005—06, 1/3, ½, 2,5, 24.02.2022 and 10:30",
    "US\\$4.2m, € 3, 3 €, $-4, -$4, 20–25%, 5 ‰ and 3 $4",
    "the G20, the G2012, 5G, Covid-19, MI6, rye1 and ABCDEFG1",
    "Rye\t√\t–\t√\nOats\t\t✓\n| Wheat | ✗ | ✔ |",
    "Rye √ – √\nOats √ and ✗",
    "in 2005-\n06 some 7\n000 to 8,000 sacks\n-5",
    "7 000–8,000 and 12,34 and 1,234,5678",
    "Ç1, É20 and ¥5 in 4²",
    "US\\$[40 billion](#), **-4.7** or _−3_, $**5**, [25](x_(1))%, 2005*–*06, $[12] 7 and $[13](#n)",
    "the \u{205f}Covid\u{205f}-19, $\u{205f}40, $ \u{205f}\u{205f}7 of G\u{205f}20 by\u{205f}-3",
    "4.0 -\n9.4 and 5 –\n7, a -\r\n6, (-\nx, 2*3 and \\*-8",
    "",
];

const PAGES: &[&str] = &[
    "<html><head><title>Mill</title><style>p{}</style></head><body><p>Rye &amp; oats<sup>1</sup></p></body>",
    "a<!-- no > b -->c<!-->d<br/>e < f <3 g</p>",
    "<script>var a = '</p>';</script>x<header>y</header><a title=\"a > b\" href='#'>z</a>",
    "&lt;b&gt; &#233;t&eacute;",
    "the <em>Covid</em>-19, $<!-- -->40 of <SPAN class=x>2005</span>–06<wbr>1</abbr-x><sub>2</sub></b",
    "<table><thead><tr><th>Rye</th><td>1</td><TD></td><td class='a'>2</td></tr></table>",
];

/// A citation of the first text, and copies with the verdicts on it.
const REFERENCE: &str = "The mill ground 7,000 sacks in 2005–06, for $3 each, and the G20 rye fell by -4.7 %. It stands.";
const COPIES: &[(&str, &str)] = &[
    (REFERENCE, "exact"),
    (
        "THE MILL ground 7 000 sacks in 2005-06, for $3 each, and the G20 rye fell by −4.7%.",
        "found",
    ),
    (
        "News. The mill ground 7,000 sacks in\n2005–\n06, for\n$3 each, and the\nG20 rye fell by -4.7 %",
        "found",
    ),
    (
        "The mill ground *7,000* sacks in 2005–06, for $[3 each](https://x.example/a), and the G20 rye fell by **-4.7** %.",
        "found",
    ),
    (
        "The mill ground 7,000 sacks in 2005–06, for $3 each, and the G20 rye fell by -\n4.7 %.",
        "found",
    ),
    (
        "The mill ground 7,000 sacks in 2005–06, for $3 each, and the G20 rye fell by –\n4.7 %.",
        "token_missing",
    ),
    (
        "The mill ground 7,000 sacks in 2005–06, for €[3 each](https://x.example/a), and the G20 rye fell by **4.7** %.",
        "token_missing",
    ),
    (
        "The mill ground 7,000 sacks in 2005–06, for €3 each, and the G20 rye fell by -4.7 %.",
        "token_missing",
    ),
    (
        "The mill ground 7,000 sacks in 2005–06, for $3 each, and the G7 rye fell by -4.7 %.",
        "token_missing",
    ),
    (
        "The mill ground 7,000 sacks in 2005–06, for $3 each, and the G205 rye fell by -4.7 %.",
        "token_missing",
    ),
    (
        "The mill ground 7,000 sacks in 2005–06, for $3 each, and the G20 rye fell by 4.7 %.",
        "token_missing",
    ),
    (
        "The mill ground 7,000 sacks in 2005/06, for $3 each, and the G20 rye fell by -4.7 %.",
        "token_missing",
    ),
    (
        "The mill ground -7,000 sacks in 2005–06, for $3 each, and the G20 rye fell by -4.7 %.",
        "token_missing",
    ),
    (
        "Then the mill ground 7,000 sacks in 2005–06, for $3 each, and the G20 rye fell by -4.7 %.",
        "found",
    ),
    (
        "Thenthe mill ground 7,000 sacks in 2005–06, for $3 each, and the G20 rye fell by -4.7 %.",
        "token_missing",
    ),
    (
        "The mill ground 7,000 sacks in 2005–06, for $3 each, and the G20 rye fell by -4.7x.",
        "token_missing",
    ),
    (
        "The mill ground 7,000 sacks in 2005–06, for $3 each, and the G20 rye fell by -4.75 %.",
        "token_missing",
    ),
    (
        "The mill ground 8,000 sacks in 2005–06, for $3 each, and the G20 rye fell by -4.7 %.",
        "missing",
    ),
    (
        "The mill ground no 7,000 sacks in 2005–06, for $3 each, and the G20 rye fell by -4.7 %.",
        "missing",
    ),
];

fn skeleton(text: &str) -> Value {
    let skeleton = Skeleton::of(text);
    json!({"text": text, "skeleton": skeleton.text(), "digest": skeleton.digest(),
        "word_starts": skeleton.word_starts()})
}

fn edges(signs: &Signs) -> Vec<Value> {
    let edges = signs.edges.iter();
    let told = edges.map(|Edge { side, text, mark }| {
        let side = match side {
            Side::Front => "front",
            Side::End => "end",
        };
        json!({"side": side, "text": text, "mark": mark})
    });
    told.collect()
}

fn windows(text: &str) -> Vec<Value> {
    let skeleton = Skeleton::of(text);
    let window = |word: usize| {
        let n_chars = 12.min(
            skeleton
                .n_chars()
                .checked_sub(*skeleton.word_starts().get(word)?)?,
        );
        let window = skeleton.window(word, n_chars)?;
        let original = skeleton.origin(&window.folded, text);
        Some(
            json!({"text": text, "start_word": word, "n_chars": n_chars, "digest": digest(window.skeleton),
            "readable": window.raw, "original": text.get(original.clone())?,
            "edges": edges(&signs(text, &original))}),
        )
    };
    [0, 2].into_iter().filter_map(window).collect()
}

fn found_signs(text: &str) -> Value {
    let found = signs(text, &(0..text.len()));
    json!({"text": text, "numbers": found.numbers, "certain": found.certain, "names": found.names,
        "acronyms": found.acronyms})
}

/// The citation of the reference text, with the verdict of the program on it in each copy.
fn verdicts() -> Vec<Value> {
    let made = Skeleton::of(REFERENCE);
    let n_chars = made.text().find("itstands").unwrap();
    let window = made.window(0, n_chars).unwrap();
    let mut declared = signs(REFERENCE, &made.origin(&window.folded, REFERENCE)).to_declare();
    declared.extend(["7000".to_owned(), "rye".to_owned()]);
    let cited = CitedWindow {
        citation_id: "c".into(),
        source_id: "mill".into(),
        n_chars,
        digest: digest(window.skeleton),
        tokens: declared.into_iter().collect(),
        ..CitedWindow::default()
    };
    let source = SourceCopy {
        source_id: "mill".into(),
        ref_digest: Some(made.digest()),
        bytes_sha256: Some(sha256(REFERENCE.as_bytes())),
        ..SourceCopy::default()
    };
    let citation = json!({"start_word": 0, "n_chars": n_chars, "digest": cited.digest, "tokens": cited.tokens});
    let verdict = |(text, expected): &(&str, &str)| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mill.txt"), text).unwrap();
        let (sources, citations) = ([source.clone()], [cited.clone()]);
        let report = verify(
            &sources,
            &citations,
            Scope::All,
            folder.path(),
            &Reading::default(),
        )
        .unwrap();
        let given = match report.citations[0].verdict {
            // What is near is a help of the program and no part of the scheme.
            Verdict::Near => Verdict::Missing,
            verdict => verdict,
        };
        assert_eq!(
            given.to_string(),
            *expected,
            "{text}: {:?}",
            report.citations
        );
        json!({"text": text, "citation": citation, "is_reference": *text == REFERENCE, "verdict": expected})
    };
    COPIES.iter().map(verdict).collect()
}

fn vectors(texts: &[String]) -> Value {
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    let page = |page: &&str| json!({"page": page, "text": to_text(page)});
    let tokens = |text: &&str| {
        let folded = Skeleton::of(text).folded().to_owned();
        json!({"text": folded, "tokens": tokens::of_wrapped(&folded)})
    };
    json!({
        "digests": "pa1", "tokens_of": "pa2",
        "skeletons": all.iter().map(|text| skeleton(text)).collect::<Vec<_>>(),
        "pages": PAGES.iter().map(page).collect::<Vec<_>>(),
        "windows": all.iter().flat_map(|text| windows(text)).collect::<Vec<_>>(),
        "tokens": all.iter().map(tokens).collect::<Vec<_>>(),
        "signs": all.iter().map(|text| found_signs(text)).collect::<Vec<_>>(),
        "verdicts": verdicts(),
    })
}

fn fixed() -> Value {
    let texts: Vec<String> = TEXTS.iter().chain(SIGNS).map(ToString::to_string).collect();
    vectors(&texts)
}

/// With `SNAPSHOTS=overwrite` they are written into the file instead.
#[test]
fn the_vectors_are_what_the_program_gives() {
    let made = serde_json::to_string_pretty(&fixed()).unwrap() + "\n";
    let file = here().join(VECTORS);
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        std::fs::write(&file, &made).unwrap();
    }
    let held = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        held == made,
        "{VECTORS} is not what the program gives: SNAPSHOTS=overwrite cargo test vectors"
    );
}

/// What the second implementation says of a file of vectors.
fn second_implementation(vectors: &Path) -> (i32, String) {
    let run = run(Command::new("node")
        .arg(here().join("tests/it/vectors/run.mjs"))
        .arg(here().join("docs/passages.js"))
        .arg(vectors));
    (run.code, run.stdout + &run.stderr)
}

#[test]
fn the_second_implementation_passes_the_vectors() {
    if !is_installed("node") {
        return;
    }
    let (code, text) = second_implementation(&here().join(VECTORS));
    assert_eq!(code, 0, "{text}");
    // A wrong vector is noticed.
    let wrong = std::fs::read_to_string(here().join(VECTORS)).unwrap();
    let wrong = wrong.replacen("us2.5billion", "us25billion", 1);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), wrong).unwrap();
    let (code, text) = second_implementation(file.path());
    assert_eq!(code, 1, "{text}");
    assert!(text.contains(" checked, 1 wrong"), "{text}");
}

/// What the random texts are made of: all that a step of the scheme looks at.
const PIECES: &[&str] = &[
    "a", "b", "G", "rye", "Mill", "1", "2", "20", "123", "1234", ".", ",", " ", " ", "\n", "\t",
    "-", "–", "/", "$", "€", "%", "√", "[", "]", "(", ")", "\\", "¹", "²", "’", "\"", "é",
    "e\u{301}", "ﬁ", "½", "_", "|", "\u{ad}", "\u{a0}", "\r\n", "\u{feff}", "Ж", "上", "٣", "İ",
    "ß", "ς", "[12]", "](x)", "*", "**", "$[", "\r", "\u{205f}",
];

#[test]
fn both_implementations_agree_on_any_text() {
    if !is_installed("node") {
        return;
    }
    // The same texts in each run.
    let mut state = 20_261_127_u64;
    let mut random = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % n
    };
    let texts: Vec<String> = (0..1_000)
        .map(|_| {
            (0..random(16))
                .map(|_| PIECES[random(PIECES.len())])
                .collect()
        })
        .collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), vectors(&texts).to_string()).unwrap();
    let (code, text) = second_implementation(file.path());
    assert_eq!(code, 0, "{text}");
}

#[test]
fn every_random_edit_of_a_cited_passage_is_noticed() {
    if !is_installed("node") {
        return;
    }
    let world = World::new();
    let run = run(Command::new("node")
        .arg(here().join("tests/edits.mjs"))
        .args(["--sco", env!("CARGO_BIN_EXE_sco"), "--edits", "60"])
        .arg("--sources")
        .arg(world.path("copies"))
        .arg("--seeds")
        .arg(world.path("seeds")));
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("| all | "), "{run:?}");
}
