use proptest::prelude::*;

use super::tests::{decimal, interval, shifted};
use super::*;

/// The same shift by moving letters, to compare with.
fn point_moved(text: &str, power: i32) -> String {
    let unsigned = text.trim_start_matches('-');
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let padding = "0".repeat(40);
    let digits = format!("{padding}{whole}{decimals}{padding}");
    let point = i32::try_from(padding.len() + whole.len()).unwrap_or_default() + power;
    let (whole, decimals) = digits.split_at(usize::try_from(point).unwrap_or_default());
    let (whole, decimals) = (
        whole.trim_start_matches('0'),
        decimals.trim_end_matches('0'),
    );
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if decimals.is_empty() { "" } else { "." };
    let number = format!("{whole}{point}{decimals}");
    let is_negative = text.starts_with('-') && number != "0";
    format!("{}{number}", if is_negative { "-" } else { "" })
}

fn plain() -> impl Strategy<Value = String> {
    "-?(0|[1-9][0-9]{0,11})(\\.[0-9]{1,6})?"
}

/// The number in units of its sixth decimal, to compare with.
fn millionths(text: &str) -> i128 {
    point_moved(text, 6).parse().unwrap_or_default()
}

fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().collect();
    groups
        .iter()
        .map(|group| String::from_utf8_lossy(group))
        .collect::<Vec<_>>()
        .join(separator)
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = text.parse::<Decimal>();
        let _ = text.parse::<Printed>();
    }

    #[test]
    fn nearly_numbers_never_panic(text in "[-+−–0-9., '’\u{a0}%e]{0,40}|[a-z]{3,6}-[a-z]{3,5}") {
        let _ = text.parse::<Printed>();
    }

    #[test]
    fn display_and_parse_are_inverse(text in plain()) {
        let number = decimal(&text);
        let canonical = number.to_string();
        prop_assert_eq!(decimal(&canonical), number);
        prop_assert_eq!(decimal(&canonical).to_string(), canonical);
    }

    #[test]
    fn shifting_there_and_back_is_the_identity(text in plain(), power in -20..=20_i32) {
        let number = decimal(&text);
        let back = shifted(&text, power).shift(-power);
        prop_assert_eq!(&back, &Ok(number));
        prop_assert_eq!(back.map(interval), Ok(interval(number)));
    }

    #[test]
    fn shifting_agrees_with_moving_the_point(text in plain(), power in -20..=20_i32) {
        prop_assert_eq!(shifted(&text, power).to_string(), point_moved(&text, power));
    }

    #[test]
    fn extreme_shifts_never_panic(text in plain(), power in any::<i32>()) {
        let _ = decimal(&text).shift(power);
    }

    #[test]
    fn order_and_sum_agree_with_integers(one in plain(), two in plain()) {
        let (left, right) = (decimal(&one), decimal(&two));
        let (x, y) = (millionths(&one), millionths(&two));
        prop_assert_eq!(left.cmp(&right), x.cmp(&y));
        let as_integer = |number: Decimal| millionths(&number.to_string());
        prop_assert_eq!(left.checked_add(right).map(as_integer), Some(x + y));
    }

    #[test]
    fn arithmetic_never_panics(
        one in "-?[1-9][0-9]{0,29}", two in "-?[1-9][0-9]{0,29}", power in -30..=30_i32,
    ) {
        let (one, two) = (decimal(&one), decimal(&two).shift(power));
        if let Ok(two) = two {
            let _ = (one.checked_add(two), two.rounding_interval());
            let _ = (one.cmp(&two), two.to_string(), two.to_float());
        }
    }

    #[test]
    fn the_rounding_interval_holds_the_number(text in plain()) {
        let number = decimal(&text);
        if let Some((low, high)) = number.rounding_interval() {
            prop_assert!(low < number && number < high);
            prop_assert_eq!(low.checked_add(high), number.checked_add(number));
        }
    }

    #[test]
    fn the_float_is_the_nearest_to_the_text(text in plain()) {
        let float = text.parse::<f64>().unwrap_or_default();
        // Zero has no sign in the database.
        prop_assert_eq!(decimal(&text).to_float().to_bits(), (float + 0.0).to_bits());
    }

    #[test]
    fn a_whole_number_below_two_to_53_is_exact_and_reads_the_same(number in 0..=(1_u64 << 53)) {
        let text = number.to_string();
        prop_assert_eq!(decimal(&text).to_float().to_string(), text);
    }

    #[test]
    fn separators_change_nothing(number: u64, separator in "[, '’\u{a0}\u{202f}]") {
        let value = grouped(number, &separator).parse::<Printed>().map(|it| it.value().to_string());
        prop_assert_eq!(value, Ok(number.to_string()));
    }
}
