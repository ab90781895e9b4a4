//! The names that babel and polyglossia, and so biblatex, have for languages.

/// Languages by their BCP 47 tag; the longer tags stand before the shorter ones that they begin with.
const NAMES: &[(&str, &str)] = &[
    ("ar", "arabic"),
    ("be", "belarusian"),
    ("de", "ngerman"),
    ("en-gb", "british"),
    ("en-us", "american"),
    ("en", "english"),
    ("es", "spanish"),
    ("fa", "persian"),
    ("fr", "french"),
    ("hi", "hindi"),
    ("hy", "armenian"),
    ("it", "italian"),
    ("ja", "japanese"),
    ("kk", "kazakh"),
    ("ko", "korean"),
    ("ky", "kyrgyz"),
    ("mn", "mongolian"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("ru", "russian"),
    ("tg", "tajik"),
    ("tk", "turkmen"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
    ("ur", "urdu"),
    ("uz", "uzbek"),
    ("zh", "chinese"),
];

/// The name of a language; the tag itself where there is none.
pub(super) fn langid(tag: &str) -> String {
    let wanted = tag.to_ascii_lowercase();
    let is_it = |known: &str| {
        wanted
            .strip_prefix(known)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    NAMES
        .iter()
        .find(|(known, _)| is_it(known))
        .map_or_else(|| tag.to_owned(), |(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::langid;

    #[test]
    fn a_language_has_the_name_that_biblatex_knows() {
        let tags = ["en", "en-GB", "en-AU", "zh-Hans", "ru", "enm", "la"];
        assert_eq!(
            tags.map(langid),
            [
                "english", "british", "english", "chinese", "russian", "enm", "la"
            ]
        );
    }
}
