use super::*;

#[test]
fn what_stands_around_is_cut_at_a_word_where_it_is_long() {
    let letters = |n: usize| "é".repeat(n);
    for text in [
        String::new(),
        letters(AROUND),
        format!("a {}", letters(AROUND - 2)),
    ] {
        assert_eq!(last_words(&text), text);
        assert_eq!(first_words(&text), text);
    }
    // One character more.
    let part = letters(AROUND - 3);
    assert_eq!(last_words(&format!("abc {part}")), format!(".. {part}"));
    assert_eq!(first_words(&format!("{part} abc")), format!("{part} .."));
    // A word that is too long by itself.
    let part = letters(AROUND);
    assert_eq!(last_words(&format!("é{part}")), format!(".. {part}"));
    assert_eq!(first_words(&format!("{part}é")), format!("{part} .."));
}

#[test]
fn signs_belong_to_the_words_beside_them() {
    for (before, passage, behind, told) in [
        ("by ", "4.7", " of", "4.7"),
        ("by −", "4.7", "% of", "−4.7%"),
        ("by (€", "4.7", ")¹ of", "(€4.7)¹"),
        ("a", "4.7", "b", "4.7"),
        // No more than a few.
        ("by 123456789", "4.7", "123456789 of", "234567894.712345678"),
    ] {
        let text = [before, passage, behind].concat();
        let range = before.len()..before.len() + passage.len();
        let all = widened(&text, range.clone(), &(0..text.len()));
        assert_eq!(&text[all], told);
        // What stands before it in another paragraph does not.
        let own = widened(&text, range.clone(), &(range.start..text.len()));
        assert_eq!(own.start, range.start, "{text}");
    }
}
