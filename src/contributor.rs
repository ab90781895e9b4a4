//! Persons and institutions in a list of names, as the columns `authors` and `editors` write it.

/// Somebody who wrote or edited a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contributor {
    /// A person.
    Person {
        /// What stands before the family name and is not sorted under: `van der`; often empty.
        particle: String,
        /// The family name.
        family: String,
        /// The given names or initials.
        given: String,
    },
    /// An institution, or anybody else with a name that has no parts.
    Institution(String),
}

/// Reads `Family, Given; {Institution, Inc.}; Institution`. Only a comma outside braces makes a person.
pub fn contributors(list: &str) -> Vec<Contributor> {
    list.split(';')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(Contributor::read)
        .collect()
}

impl Contributor {
    fn read(name: &str) -> Self {
        let in_braces = name
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'));
        match (in_braces, name.split_once(',')) {
            (Some(institution), _) => Self::Institution(institution.trim().to_owned()),
            (None, Some((family, given)))
                if !family.trim().is_empty() && !given.trim().is_empty() =>
            {
                Self::person(family.trim(), given.trim())
            }
            (None, _) => Self::Institution(name.trim_matches([',', ' ']).to_owned()),
        }
    }

    fn person(family: &str, given: &str) -> Self {
        let (particle, family) = split_particle(family);
        Self::Person {
            particle: particle.to_owned(),
            family: family.to_owned(),
            given: given.to_owned(),
        }
    }

    /// The name as a list has it: `van der Meer, Anna`; that of an institution without braces.
    pub fn inverted(&self) -> String {
        match self {
            Self::Person { given, .. } => format!("{}, {given}", self.quoted()),
            Self::Institution(_) => self.quoted(),
        }
    }

    /// The name by which a text quotes them: the family of a person, the whole of an institution.
    pub fn quoted(&self) -> String {
        match self {
            Self::Person {
                particle, family, ..
            } if particle.is_empty() => family.clone(),
            Self::Person {
                particle, family, ..
            } => format!("{particle} {family}"),
            Self::Institution(name) => name.clone(),
        }
    }
}

/// The words at the beginning that are written small, and the rest, which has at least one word.
fn split_particle(family: &str) -> (&str, &str) {
    let mut rest = family;
    while let Some((word, after)) = rest.split_once(' ') {
        if !is_small(word) {
            break;
        }
        rest = after.trim_start();
    }
    let particle = &family[..family.len() - rest.len()];
    (particle.trim_end(), rest)
}

/// Whether the first letter of a word is a small one. Of scripts without small letters none is.
pub fn is_small(word: &str) -> bool {
    word.chars()
        .find(|letter| letter.is_alphabetic())
        .is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::{Contributor, contributors};

    fn person(particle: &str, family: &str, given: &str) -> Contributor {
        Contributor::Person {
            particle: particle.to_owned(),
            family: family.to_owned(),
            given: given.to_owned(),
        }
    }

    fn institution(name: &str) -> Contributor {
        Contributor::Institution(name.to_owned())
    }

    #[test]
    fn an_institution_stays_whole() {
        let names = "Grieger, Gisela; Xinhua; {Barnes and Noble, Inc.}; People's Republic of China";
        assert_eq!(
            contributors(names),
            [
                person("", "Grieger", "Gisela"),
                institution("Xinhua"),
                institution("Barnes and Noble, Inc."),
                institution("People's Republic of China"),
            ]
        );
        assert_eq!(contributors(" ; "), []);
        assert_eq!(contributors("Voltaire,"), [institution("Voltaire")]);
    }

    #[test]
    fn a_particle_is_what_is_written_small_before_the_name() {
        let names = "van der Meer, Anna; De Gaulle, Charles; García y Vega, José; фон дер Гольц, Ян; al-Assad, B.; hooks, bell; 习, 近平";
        assert_eq!(
            contributors(names),
            [
                person("van der", "Meer", "Anna"),
                person("", "De Gaulle", "Charles"),
                person("", "García y Vega", "José"),
                person("фон дер", "Гольц", "Ян"),
                person("", "al-Assad", "B."),
                person("", "hooks", "bell"),
                person("", "习", "近平"),
            ]
        );
    }

    #[test]
    fn a_name_reads_in_a_list_and_in_a_text() {
        let names = contributors("van der Meer, Anna; {Barnes and Noble, Inc.}");
        let inverted: Vec<String> = names.iter().map(Contributor::inverted).collect();
        let quoted: Vec<String> = names.iter().map(Contributor::quoted).collect();
        assert_eq!(inverted, ["van der Meer, Anna", "Barnes and Noble, Inc."]);
        assert_eq!(quoted, ["van der Meer", "Barnes and Noble, Inc."]);
    }
}
