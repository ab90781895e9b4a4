//! The rule on codes of lists whose codes have a fixed form. A program that takes codes for numbers writes `4` for `004`.

use crate::error::Problem;
use crate::seeds::Seeds;

/// What the codes of a list look like.
struct Form {
    scheme: &'static str,
    /// For a message, behind "write".
    says: &'static str,
    holds: fn(&str) -> bool,
}

/// Of those that a program may take for a number or a date. An item of Wikidata begins with Q, which none does.
const FORMS: &[Form] = &[
    Form {
        scheme: "iso3166_1_alpha2",
        says: "two capital letters, such as KZ",
        holds: |code| code.len() == 2 && is_all(code, |c| c.is_ascii_uppercase()),
    },
    Form {
        scheme: "iso3166_1_alpha3",
        says: "three capital letters, such as KAZ",
        holds: has_three_letters,
    },
    Form {
        scheme: "cow_abbreviation",
        says: "three capital letters, such as KZK",
        holds: has_three_letters,
    },
    Form {
        scheme: "m49",
        says: "three digits, such as 004",
        holds: |code| code.len() == 3 && has_digits_alone(code),
    },
    Form {
        scheme: "comtrade",
        says: "a number without zeros before it, such as 4",
        holds: is_whole_number,
    },
    Form {
        scheme: "cow",
        says: "a number without zeros before it, such as 705",
        holds: is_whole_number,
    },
    Form {
        scheme: "vdem",
        says: "a number without zeros before it, such as 121",
        holds: is_whole_number,
    },
    Form {
        scheme: "imf",
        says: "three capital letters, or three digits with one or two letters before them or none, such as 001 or GX605",
        holds: is_of_the_imf,
    },
];

fn is_all(code: &str, holds: impl Fn(char) -> bool) -> bool {
    !code.is_empty() && code.chars().all(holds)
}

fn has_digits_alone(code: &str) -> bool {
    is_all(code, |c| c.is_ascii_digit())
}

fn has_three_letters(code: &str) -> bool {
    code.len() == 3 && is_all(code, |c| c.is_ascii_uppercase())
}

fn is_whole_number(code: &str) -> bool {
    has_digits_alone(code) && (code == "0" || !code.starts_with('0'))
}

fn is_of_the_imf(code: &str) -> bool {
    let digits = code.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = code.len() - digits.len();
    has_three_letters(code) || letters <= 2 && digits.len() == 3 && has_digits_alone(digits)
}

pub(super) fn codes_have_the_form_of_their_list(seeds: &Seeds, problems: &mut Vec<Problem>) {
    for row in seeds.of("entity_codes") {
        let form = FORMS.iter().find(|form| form.scheme == row.raw("scheme"));
        let code = row.raw("code");
        if let Some(form) = form
            && !code.is_empty()
            && !(form.holds)(code)
        {
            problems.push(row.problem(
                "code",
                format!("is no code of {}", form.scheme),
                format!("write {}", form.says),
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::CODE_SCHEMES;

    #[test]
    fn every_list_has_a_form_and_its_edges_hold() {
        let holds = |scheme: &str, code: &str| {
            let form = FORMS.iter().find(|form| form.scheme == scheme);
            (form.unwrap().holds)(code)
        };
        let has_none: Vec<&&str> = CODE_SCHEMES
            .iter()
            .filter(|scheme| FORMS.iter().all(|form| form.scheme != **scheme))
            .collect();
        assert_eq!(has_none, [&"wikidata"]);
        for (scheme, right, wrong) in [
            (
                "iso3166_1_alpha2",
                &["NA", "AZ"][..],
                &["", "N", "NAM", "na", "N1", "\u{c5}"][..],
            ),
            ("iso3166_1_alpha3", &["KAZ"], &["KA", "KAZA", "kaz", "K1Z"]),
            ("cow_abbreviation", &["UKG"], &["UK", "UKGB", "ukg"]),
            (
                "m49",
                &["004", "000", "999"],
                &["4", "04", "0004", "00a", "4.0"],
            ),
            (
                "comtrade",
                &["0", "4", "10", "643"],
                &["004", "00", "", "4.0", "-4"],
            ),
            ("cow", &["2", "705"], &["002", "KZK"]),
            ("vdem", &["8", "121"], &["008", ""]),
            (
                "imf",
                &["USA", "001", "G001", "TX910"],
                &["1", "0001", "G01", "GXY605", "us", "usa", ""],
            ),
        ] {
            for code in right {
                assert!(holds(scheme, code), "{scheme} {code}");
            }
            for code in wrong {
                assert!(!holds(scheme, code), "{scheme} {code}");
            }
        }
    }
}
