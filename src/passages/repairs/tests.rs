use proptest::prelude::*;

use super::super::skeleton::Skeleton;
use super::*;
use crate::passages::documents::Form;

fn document(text: &str) -> Document {
    Document {
        form: Form::Text,
        text: text.into(),
        page: None,
        sha256: String::new(),
    }
}

fn page(page: &str) -> Document {
    Document {
        form: Form::Html,
        text: html::to_text(page),
        page: Some(page.into()),
        sha256: String::new(),
    }
}

fn skeleton(document: &Document) -> String {
    let text = repaired(document).map_or_else(|| document.text.clone(), |made| made.text);
    Skeleton::of(&text).text().to_owned()
}

const PLAIN: &str = "The naïve ‘miller’ ground 7,000 sacks – 2.5 tons – of rye, and rested.";

#[test]
fn note_marks_go_in_every_spelling() {
    let plain = Skeleton::of("wool and rye. Then").text().to_owned();
    for text in [
        r"wool\[1\] and rye.\[12\] Then",
        "wool[^1] and rye.[^12] Then",
        "wool^1^ and rye.^12^ Then",
        "wool^[1]^ and rye^\\[12\\]^. Then",
        "wool[^1^](#note1) and rye.[[12]](https://x.example/a) Then",
        "wool<sup>1</sup> and rye.<sup><a href='#n'>12</a></sup> Then",
    ] {
        assert_eq!(skeleton(&document(text)), plain, "{text}");
    }
    for text in [
        "wool<sup>1</sup> and rye.<a href='#n'><sup>[12]</sup></a> Then",
        "wool<SUP class=x><span>1</span></SUP> and rye. Then",
        r##"wool<a href="#n" epub:type="noteref">1</a> and rye.<A role='doc-noteref' href="#n">[12]</A> Then"##,
    ] {
        assert_eq!(skeleton(&page(text)), plain, "{text}");
    }
}

#[test]
fn what_may_be_a_number_is_no_note_mark() {
    for text in [
        "10^6^ sacks",
        "in 1908<sup>2</sup>",
        "in 1908.^2^ Then",
        "<b>1908</b><sup>2</sup>",
        "8%^2^",
        "wool ^1234^",
        "wool ^0^",
        "wool ^1 and",
        "wool (1)",
        "wool <b>1</b>",
        r##"wool <a href="#n">12</a>"##,
        r##"wool <a href="#noteref12">12</a>"##,
        r##"in 1908<a href="#n" epub:type="noteref">2</a>"##,
    ] {
        assert_eq!(note_marks::without(text), None, "{text}");
    }
}

#[test]
fn targets_of_links_go_also_over_line_ends() {
    let plain = Skeleton::of("the [mill] of rye").text().to_owned();
    for text in [
        "the [mill](https://x.example/a-\nb) of rye",
        "the [mill](<https://x.example/a\nb>) of rye",
        "the [mill](\nhttps://x.example/a_(b)\n\"The 7 mills\") of rye",
    ] {
        assert_eq!(skeleton(&document(text)), plain, "{text}");
    }
    for text in [
        "the [mill](of 7\nsacks) of rye",
        "the [mill](https://x.example/a\n\nb) of rye",
        "the [mill](https://x.example/a b\nc) of rye",
        "the [mill](https://x.example/a\nb of rye",
    ] {
        assert_eq!(targets::without(text), None, "{text}");
    }
}

#[test]
fn what_was_encoded_anew_is_decoded_again() {
    let plain = Skeleton::of(PLAIN).text().to_owned();
    let twice = |text: &str| -> String {
        let named = |c: char| match c {
            'ï' => "&iuml;".into(),
            c if c.is_ascii() => c.to_string(),
            c => format!("&#{};", u32::from(c)),
        };
        text.chars().map(named).collect()
    };
    assert_eq!(skeleton(&document(&twice(PLAIN))), plain);
    assert_eq!(
        skeleton(&document(&twice(PLAIN).replace('&', "&amp;"))),
        plain
    );
    let anew = |text: &str| {
        let decoded = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
        decoded.0.into_owned()
    };
    assert_eq!(skeleton(&document(&anew(PLAIN))), plain);
    assert_eq!(skeleton(&document(&anew(&anew(PLAIN)))), plain);
    // Programs that have no sign for a byte leave it out, or write one of theirs.
    let quoted = anew("the “miller” ground");
    for lost in ["", "\u{fffd}"] {
        let text = quoted.replace('\u{9d}', lost);
        assert_eq!(skeleton(&document(&text)), "themillerground", "{text}");
    }
    for text in ["Ça va, naïve", "100 € – “Ärger” Š", "plain"] {
        assert_eq!(encoded::decoded_again(text), None, "{text}");
    }
}

#[test]
fn a_hyphen_whose_last_byte_was_lost_is_no_closing_mark() {
    let made = |text: &str| repaired(&document(text)).map(|made| made.text);
    for lost in ["", "\u{fffd}", "\u{90}"] {
        for (before, behind) in [("by ", "4.7"), ("(", "4.7"), ("2005", "06"), ("", "4.7")] {
            let text = format!("{before}â€{lost}{behind} sacks");
            let whole = format!("{before}\u{2010}{behind} sacks");
            assert_eq!(made(&text), Some(whole), "{text}");
        }
    }
    for lost in ["", "\u{fffd}", "\u{9d}"] {
        for (before, behind) in [
            ("rye", " and"),
            ("rye.", "12 and"),
            ("rye", "12 and"),
            ("rye", ""),
        ] {
            let text = format!("“{before}â€{lost}{behind}");
            let whole = format!("“{before}”{behind}");
            assert_eq!(made(&text), Some(whole), "{text}");
        }
    }
}

fn pages(pages: &[&str]) -> String {
    pages.join("\u{c}")
}

#[test]
fn the_frames_of_pages_go() {
    let text = pages(&[
        "The Mill Yearbook\nThe old mill ground rye\nThe Miller 11\n",
        "The Mill Yearbook\nin the winter of 1908\nThe Miller 12\n",
        "The Mill Yearbook\nand rested\nThe Miller 13\n",
    ]);
    assert_eq!(
        skeleton(&document(&text)),
        "theoldmillgroundryeinthewinterof1908andrested"
    );
    let numbered = pages(&["The mill ground\n7\n", "rye in\n8\n", "1908\n"]);
    assert_eq!(skeleton(&document(&numbered)), "themillgroundryein1908");
}

#[test]
fn notes_at_the_foot_of_pages_go() {
    let text = pages(&[
        "The old mill ground rye¹ in the\n1\nLedger, shelf nine\n2 Ledger, shelf ten.\n",
        "winter of 1908 and\nrested\n3. The same.\n",
        "ever since\n",
    ]);
    let plain = "theoldmillgroundryeinthewinterof1908andrestedeversince";
    assert_eq!(skeleton(&document(&text)), plain);
    let skipped = pages(&["rye\n5 Ledger", "oats\n6 Ledger"]);
    assert_eq!(skeleton(&document(&skipped)), "ryeoats");
    for text in [
        // On one page only.
        pages(&["rye\n1 Ledger", "oats"]),
        // The numbers do not go on.
        pages(&["rye\n1 Ledger", "oats\n1 Ledger"]),
        pages(&["rye\n6 Ledger", "oats\n7 Ledger"]),
        // The page has nothing else.
        pages(&["1 Ledger", "2 Ledger"]),
        // Numbers of another kind.
        pages(&["rye\n1,000 sacks", "oats\n2.5 sacks"]),
    ] {
        assert_eq!(foot_notes::without(&text), None, "{text}");
    }
}

#[test]
fn what_is_no_frame_stays() {
    for text in [
        // On two pages only.
        pages(&["Mill Yearbook\nrye", "Mill Yearbook\noats", "Other\nwheat"]),
        // Numbers that do not grow with the pages.
        pages(&["rye in\n1908", "oats in\n1911", "wheat"]),
        // Rows of a table.
        pages(&["1.5 2.5\nrye", "1.6 2.6\noats", "1.7 2.7\nwheat"]),
        // Not at the edge.
        pages(&["a\nb\nc\nd\ne\nMill Yearbook\nf\ng\nh\ni\nj"; 3].map(|page| page)),
        "no pages".to_owned(),
    ] {
        let made = page_frames::without(&text);
        assert!(
            made.is_none_or(|made| made.contains("Yearbook") && made.contains('f')),
            "{text}"
        );
    }
}

/// A copy of the sentence in each form that a repair undoes.
fn distorted(text: &str) -> Vec<Document> {
    let marked = text.replacen(' ', "^1^ ", 1).replace("rye,", "rye\\[2\\],");
    let linked = text.replace("sacks", "[sacks](https://x.example/sacks-\n99)");
    let anew = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
    let twice = text.replace('–', "&#8211;").replace('ï', "&iuml;");
    let (first, second) = text.split_at(text.find("sacks").unwrap_or(0));
    vec![
        document(&marked),
        page(&format!("<p>{}</p>", marked.replace("^1^", "<sup>1</sup>"))),
        document(&linked),
        document(&anew.0),
        document(&twice),
        document(&pages(&[
            &format!("{first}\n7\n"),
            &format!("{second}\n8\n"),
            "end\n9\n",
        ])),
    ]
}

#[test]
fn every_distorted_copy_is_repaired() {
    for copy in distorted(PLAIN) {
        let made = skeleton(&copy);
        assert!(made.contains(Skeleton::of(PLAIN).text()), "{made}");
    }
}

proptest! {
    /// No repair makes the cited sentence of another one: a digit, a letter or a word that was altered stays so.
    #[test]
    fn no_repair_hides_an_edit(at in 0..PLAIN.len(), to in "[a-z0-9]", kind in 0..3usize) {
        let characters: Vec<char> = PLAIN.chars().collect();
        let kept = characters.iter().enumerate().filter(|(_, c)| c.is_alphanumeric() || **c == '.');
        let kept: Vec<usize> = kept.map(|(at, _)| at).collect();
        let at = kept[at % kept.len()];
        let mut edited = characters.clone();
        match kind {
            0 => edited[at] = to.chars().next().unwrap_or('x'),
            1 => { edited.remove(at); }
            _ => edited.insert(at, to.chars().next().unwrap_or('x')),
        }
        let edited: String = edited.into_iter().collect();
        let plain = Skeleton::of(PLAIN).text().to_owned();
        // Some edits change nothing that the scheme sees, such as an accent.
        prop_assume!(!Skeleton::of(&edited).text().contains(&plain));
        for copy in distorted(&edited) {
            let made = skeleton(&copy);
            prop_assert!(!made.contains(&plain), "{edited}: {made}");
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>(), marks in "([a-z1-9.]|\\^|\\\\|\\[|\\]|\\(|\\)|<sup>|</sup>|<a |>|\\n|\u{c}|â|€|\u{9d}|Â|&amp;|;|#){0,60}") {
        for text in [text, marks] {
            repaired(&document(&text));
            repaired(&page(&text));
        }
    }
}
