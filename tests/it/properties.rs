//! What holds for any input.

use proptest::prelude::*;
use sco_facts::seeds::Seeds;
use sco_facts::tables::TABLES;

fn parse(table: usize, bytes: &[u8]) -> (Seeds, Vec<sco_facts::Problem>) {
    let (mut seeds, mut problems) = (Seeds::default(), Vec::new());
    seeds.parse(TABLES[table], "file.csv", bytes, &mut problems);
    (seeds, problems)
}

/// The fillers of Korean, letters to Unicode, which nobody sees and no seed may hold.
const UNSEEN_LETTERS: [char; 4] = ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn reading_and_checking_never_panic(table in 0..TABLES.len(), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let (seeds, mut problems) = parse(table, &bytes);
        sco_facts::check::run(&seeds, &mut problems);
    }

    #[test]
    fn rows_of_any_cells_never_panic(table in 0..TABLES.len(), cells in prop::collection::vec("[a-z0-9;#:\\[\\]|.,\"/-]{0,12}", 0..40)) {
        let table_of = TABLES[table];
        let width = table_of.columns().count();
        let mut text = sco_facts::seeds::header_text(table_of) + "\n";
        for row in cells.chunks(width) {
            let quoted: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text += &(quoted.join(",") + "\n");
        }
        let (seeds, mut problems) = parse(table, text.as_bytes());
        sco_facts::check::run(&seeds, &mut problems);
    }

    #[test]
    fn any_text_survives_reading(note in "[\\p{L}\\p{N}][\\p{L}\\p{N} ,\"';|%&]{0,40}[\\p{L}\\p{N}]") {
        prop_assume!(!note.contains(UNSEEN_LETTERS) && !matches!(note.to_lowercase().as_str(), "na" | "nan" | "none" | "null"));
        let note: String = unicode_normalization::UnicodeNormalization::nfc(note.as_str()).collect();
        let text = format!("entity_id,kind,name,note\nxy,place,Xy,\"{}\"\n", note.replace('"', "\"\""));
        let position = TABLES.iter().position(|table| table.name == "entities").unwrap();
        let (seeds, problems) = parse(position, text.as_bytes());
        prop_assert!(problems.is_empty(), "{:?}", problems);
        prop_assert_eq!(seeds.of("entities")[0].text("note"), Some(note.as_str()));
    }
}
