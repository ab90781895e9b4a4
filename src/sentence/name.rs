//! Names as they read in a sentence.

/// A name in running text, and its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The words, with an article where one belongs there: `the Lake Council`.
    pub text: String,
    /// Whether verbs after it are plural.
    pub is_plural: bool,
}

impl Name {
    /// A singular name.
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            is_plural: false,
        }
    }

    /// Whose something is: `Ardenia's`, `the Lake states'`.
    pub fn possessive(&self) -> String {
        let ending = if self.text.ends_with('s') { "'" } else { "'s" };
        format!("{}{ending}", self.text)
    }
}

/// A sentence with a capital at its beginning. A first word with other signs in it, such as an address, is
/// left as it is written.
pub fn capitalised(sentence: &str) -> String {
    let first = sentence.split(' ').next().unwrap_or_default();
    let is_word = first
        .trim_end_matches([',', ':'])
        .chars()
        .all(|c| c.is_lowercase() || c == '-' || c == '\'');
    let mut letters = sentence.chars();
    match letters.next() {
        Some(letter) if is_word => letter.to_uppercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_s_takes_no_second_one() {
        assert_eq!(Name::plain("Ardenia").possessive(), "Ardenia's");
        assert_eq!(Name::plain("the Lakes").possessive(), "the Lakes'");
    }

    #[test]
    fn only_words_get_a_capital() {
        assert_eq!(capitalised("the lake"), "The lake");
        assert_eq!(capitalised("news.example reports"), "news.example reports");
        assert_eq!(capitalised("iPhones sell"), "iPhones sell");
        assert_eq!(capitalised(""), "");
    }
}
