//! The names that babel and polyglossia, and so biblatex, have for languages.

/// Languages by their BCP 47 tag; the longer tags stand before the shorter ones that they begin with.
const NAMES: &[(&str, &str)] = &[
    ("ar", "arabic"),
    ("az", "azerbaijani"),
    ("be", "belarusian"),
    ("bg", "bulgarian"),
    ("cs", "czech"),
    ("da", "danish"),
    ("de", "ngerman"),
    ("el", "greek"),
    ("en-gb", "british"),
    ("en-us", "american"),
    ("en", "english"),
    ("es", "spanish"),
    ("et", "estonian"),
    ("fa", "persian"),
    ("fi", "finnish"),
    ("fr", "french"),
    ("he", "hebrew"),
    ("hi", "hindi"),
    ("hu", "hungarian"),
    ("hy", "armenian"),
    ("it", "italian"),
    ("ja", "japanese"),
    ("ka", "georgian"),
    ("kk", "kazakh"),
    ("ko", "korean"),
    ("ky", "kyrgyz"),
    ("la", "latin"),
    ("lt", "lithuanian"),
    ("lv", "latvian"),
    ("mn", "mongolian"),
    ("nl", "dutch"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sk", "slovak"),
    ("sr", "serbian"),
    ("sv", "swedish"),
    ("tg", "tajik"),
    ("th", "thai"),
    ("tk", "turkmen"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
    ("ur", "urdu"),
    ("uz", "uzbek"),
    ("vi", "vietnamese"),
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
        let tags = [
            "en", "en-GB", "en-AU", "zh-Hans", "ru", "el", "enm", "la-x", "xx",
        ];
        assert_eq!(
            tags.map(langid),
            [
                "english", "british", "english", "chinese", "russian", "greek", "enm", "latin",
                "xx"
            ]
        );
    }
}
