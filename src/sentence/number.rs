//! Numbers as a person would write them, no more and no less precise than they are printed.

use crate::number::Printed;
use crate::vocab::Qualifier;

const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];
const CARDINALS: [&str; 11] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// What a document says about the precision of a number, before it.
fn qualified(qualifier: Qualifier, number: &str) -> String {
    let word = match qualifier {
        Qualifier::Exact => return number.to_owned(),
        Qualifier::About => "about",
        Qualifier::Almost => "almost",
        Qualifier::MoreThan => "more than",
        Qualifier::AtLeast => "at least",
        Qualifier::LessThan => "less than",
        Qualifier::UpTo => "up to",
    };
    format!("{word} {number}")
}

/// The printed number: digits in groups of three, words as they are printed.
fn printed(number: &str) -> String {
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return match number.to_lowercase().as_str() {
            word @ ("hundred" | "thousand" | "million" | "dozen" | "quarter") => {
                format!("a {word}")
            }
            word => word.to_owned(),
        };
    }
    if number.parse::<Printed>().is_err() {
        return number.to_owned();
    }
    // The value itself would lose the zeros at the end, which say how exact the number is.
    let plain: String = number
        .trim_start_matches('+')
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '.' || is_minus(*c))
        .map(|c| if is_minus(c) { '-' } else { c })
        .collect();
    grouped(&plain)
}

/// Hyphen-minus, minus, en dash.
fn is_minus(letter: char) -> bool {
    ['-', '\u{2212}', '\u{2013}'].contains(&letter)
}

/// Plain digits with a comma before each group of three, from four digits on.
fn grouped(plain: &str) -> String {
    let (whole, decimals) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut all = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            all.push(',');
        }
        all.push(digit);
    }
    all + decimals
}

/// The number with the word of its power of ten: `280 million`, `half a million`, `a hundred`.
fn with_power(number: &str, power: i64) -> String {
    let unit = match power {
        0 => return printed(number),
        2 => "hundred",
        3 => "thousand",
        6 => "million",
        9 => "billion",
        12 => "trillion",
        other => return shifted(number, other),
    };
    match number.to_lowercase().as_str() {
        "half" => format!("half a {unit}"),
        "quarter" => format!("a quarter of a {unit}"),
        _ => format!("{} {unit}", printed(number)),
    }
}

/// The number itself, where its power of ten has no word.
fn shifted(number: &str, power: i64) -> String {
    let shifted = number.parse::<Printed>().ok().and_then(|value| {
        let power = i32::try_from(power).ok()?;
        value.value().shift(power).ok()
    });
    match shifted {
        Some(value) => grouped(&value.to_string()),
        None => format!("{} times 10^{power}", printed(number)),
    }
}

/// A length of time in years, which a document may count in decades: `almost two decades`.
pub fn years(number: &str, power: i64, qualifier: Qualifier) -> String {
    match power {
        1 => qualified(qualifier, &format!("{} decades", printed(number))),
        _ => format!("{} years", amount(number, power, qualifier)),
    }
}

/// A number of things: `more than 1,000`, `about 100 million`.
pub fn amount(number: &str, power: i64, qualifier: Qualifier) -> String {
    qualified(qualifier, &with_power(number, power))
}

/// A number of persons, states or other things that are counted: `fewer than 10`.
pub fn count(number: &str, power: i64, qualifier: Qualifier) -> String {
    match qualifier {
        Qualifier::LessThan => format!("fewer than {}", with_power(number, power)),
        _ => amount(number, power, qualifier),
    }
}

/// A sum of money: `about US$ 280 million`, `CNY 30 billion`; after a number in words the currency follows.
pub fn money(number: &str, power: i64, currency: &str, qualifier: Qualifier) -> String {
    let is_word = !number.contains(|c: char| c.is_ascii_digit());
    let number = with_power(number, power);
    let sum = match (is_word, currency) {
        (true, "USD") => format!("{number} US dollars"),
        (true, _) => format!("{number} {currency}"),
        (false, "USD") => format!("US$ {number}"),
        (false, _) => format!("{currency} {number}"),
    };
    qualified(qualifier, &sum)
}

/// A share: `more than 80 per cent`.
pub fn per_cent(number: &str, qualifier: Qualifier) -> String {
    qualified(qualifier, &format!("{} per cent", printed(number)))
}

/// A part of a whole: `one third`, `three quarters`, `half`.
pub fn fraction(numerator: i64, denominator: i64, qualifier: Qualifier) -> String {
    let counted = |n: i64| {
        usize::try_from(n)
            .ok()
            .and_then(|n| CARDINALS.get(n))
            .map_or_else(|| n.to_string(), |word| (*word).to_owned())
    };
    let plural = if numerator == 1 { "" } else { "s" };
    let part = match (numerator, denominator) {
        (1, 2) => "half".to_owned(),
        (_, 4) => format!("{} quarter{plural}", counted(numerator)),
        (_, 3 | 5..=10) => format!(
            "{} {}{plural}",
            counted(numerator),
            ordinal(&denominator.to_string())
        ),
        _ => format!("{numerator} in {denominator}"),
    };
    qualified(qualifier, &part)
}

/// A place in an order: `second`, `11th`.
pub fn ordinal(number: &str) -> String {
    let Some(place) = whole(number) else {
        return printed(number);
    };
    if let Some(word) = ORDINALS.get(place.wrapping_sub(1)) {
        return (*word).to_owned();
    }
    let is_teen = (11..=13).contains(&(place % 100));
    let ending = match place % 10 {
        1 if !is_teen => "st",
        2 if !is_teen => "nd",
        3 if !is_teen => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

/// The number of things that a place in an order counts up to: the `second` meeting makes `two`. Any other
/// number stays as it is printed.
pub fn cardinal(number: &str) -> String {
    let place = ORDINALS
        .iter()
        .position(|word| number.eq_ignore_ascii_case(word));
    let word = place.and_then(|before| CARDINALS.get(before + 1));
    word.map_or_else(|| number.to_owned(), |word| (*word).to_owned())
}

/// A place in an order by size: `largest`, `second largest`.
pub fn rank(number: &str, qualifier: Qualifier) -> String {
    let is_main = ["main", "top"].contains(&number.to_lowercase().as_str());
    let place = match whole(number) {
        Some(1) if is_main => number.to_lowercase(),
        Some(1) => "largest".to_owned(),
        _ => format!("{} largest", ordinal(number)),
    };
    qualified(qualifier, &place)
}

/// How many times another amount: `twice`, `almost three times`, `2.5 times`.
pub fn multiple(number: &str, qualifier: Qualifier) -> String {
    let times = match whole(number) {
        Some(1) => "once".to_owned(),
        Some(2) => "twice".to_owned(),
        Some(times) => match CARDINALS.get(times) {
            Some(word) => format!("{word} times"),
            None => format!("{} times", grouped(&times.to_string())),
        },
        None if number.eq_ignore_ascii_case("half") => "half".to_owned(),
        None => format!("{} times", printed(number)),
    };
    qualified(qualifier, &times)
}

/// A change in per cent against another amount: `15.0 per cent more`, `4.7 per cent less`.
pub fn growth(number: &str, qualifier: Qualifier) -> String {
    let is_less = number
        .parse::<Printed>()
        .is_ok_and(|value| value.value().is_negative());
    let size = printed(number);
    let size = size.trim_start_matches('-');
    let direction = if is_less { "less" } else { "more" };
    qualified(qualifier, &format!("{size} per cent {direction}"))
}

/// The whole number that a text prints; none where it has decimals or a sign.
fn whole(number: &str) -> Option<usize> {
    let value = number.parse::<Printed>().ok()?.value().to_string();
    value.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_their_digits() {
        let exact = |number, power| amount(number, power, Qualifier::Exact);
        assert_eq!(exact("7 000", 0), "7,000");
        assert_eq!(exact("999", 0), "999");
        assert_eq!(exact("11.0", 9), "11.0 billion");
        assert_eq!(exact("1.46", 12), "1.46 trillion");
        assert_eq!(exact("five", 0), "five");
        assert_eq!(exact("half", 6), "half a million");
        assert_eq!(exact("two", 2), "two hundred");
        assert_eq!(exact("two", 1), "20");
        assert_eq!(exact("2.5", 4), "25,000");
        assert_eq!(years("two", 1, Qualifier::Almost), "almost two decades");
        assert_eq!(years("20", 0, Qualifier::MoreThan), "more than 20 years");
        assert_eq!(
            amount("hundred", 0, Qualifier::MoreThan),
            "more than a hundred"
        );
        assert_eq!(amount("10", 0, Qualifier::UpTo), "up to 10");
        assert_eq!(count("10", 0, Qualifier::LessThan), "fewer than 10");
        assert_eq!(count("10", 0, Qualifier::AtLeast), "at least 10");
        assert_eq!(exact("-4.70", 0), "-4.70");
        assert_eq!(exact("\u{2212}1 000.0", 0), "-1,000.0");
    }

    #[test]
    fn money_has_its_sign_and_its_qualifier_before_it() {
        assert_eq!(
            money("280", 6, "USD", Qualifier::About),
            "about US$ 280 million"
        );
        assert_eq!(money("30", 9, "CNY", Qualifier::Exact), "CNY 30 billion");
        assert_eq!(
            money("one", 9, "USD", Qualifier::Almost),
            "almost one billion US dollars"
        );
    }

    #[test]
    fn parts_of_a_whole_are_words() {
        let part = |n, d| fraction(n, d, Qualifier::Exact);
        assert_eq!(part(1, 2), "half");
        assert_eq!(part(1, 3), "one third");
        assert_eq!(part(2, 3), "two thirds");
        assert_eq!(part(1, 4), "one quarter");
        assert_eq!(part(3, 10), "three tenths");
        assert_eq!(part(1, 11), "1 in 11");
        assert_eq!(fraction(1, 3, Qualifier::MoreThan), "more than one third");
    }

    #[test]
    fn places_and_multiples_are_words() {
        let place = |number| rank(number, Qualifier::Exact);
        assert_eq!(place("first"), "largest");
        assert_eq!(place("largest"), "largest");
        assert_eq!(place("main"), "main");
        assert_eq!(place("second"), "second largest");
        assert_eq!(place("21"), "21st largest");
        assert_eq!(ordinal("11"), "11th");
        assert_eq!(ordinal("112"), "112th");
        assert_eq!(ordinal("22"), "22nd");
        assert_eq!(
            ["second", "Tenth", "two", "2"].map(cardinal),
            ["two", "ten", "two", "2"]
        );
        let times = |number| multiple(number, Qualifier::Exact);
        assert_eq!(times("doubled"), "twice");
        assert_eq!(times("tripled"), "three times");
        assert_eq!(times("2.5"), "2.5 times");
        assert_eq!(times("half"), "half");
        assert_eq!(times("1000"), "1,000 times");
    }

    #[test]
    fn growth_says_its_direction() {
        assert_eq!(growth("15.0", Qualifier::Exact), "15.0 per cent more");
        assert_eq!(growth("-4.7", Qualifier::About), "about 4.7 per cent less");
        assert_eq!(growth("0", Qualifier::Exact), "0 per cent more");
    }
}
