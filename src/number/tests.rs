use super::*;

pub(super) fn decimal(text: &str) -> Decimal {
    text.parse()
        .unwrap_or_else(|error: NumberError| panic!("{error}"))
}

fn printed(text: &str) -> String {
    match text.parse::<Printed>() {
        Ok(printed) => printed.value().to_string(),
        Err(error) => panic!("{error}"),
    }
}

fn refusal(text: &str) -> String {
    match text.parse::<Printed>() {
        Ok(printed) => panic!("`{text}` was read as {}", printed.value()),
        Err(error) => error.to_string(),
    }
}

pub(super) fn interval(number: Decimal) -> [String; 2] {
    let (low, high) = number
        .rounding_interval()
        .unwrap_or_else(|| panic!("{number} has no interval"));
    [low.to_string(), high.to_string()]
}

pub(super) fn shifted(text: &str, power: i32) -> Decimal {
    decimal(text)
        .shift(power)
        .unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_decimal_is_displayed_without_superfluous_zeros() {
    for (text, canonical) in [
        ("-4.7", "-4.7"),
        ("25.6", "25.6"),
        ("130", "130"),
        ("5.0", "5"),
        ("11.00", "11"),
        ("0.050", "0.05"),
        ("-0.5", "-0.5"),
        ("0", "0"),
        ("-0.0", "0"),
        ("100.100", "100.1"),
    ] {
        assert_eq!(decimal(text).to_string(), canonical);
    }
}

#[test]
fn shifting_moves_the_point() {
    for (text, power, moved) in [
        ("25.6", 9, "25600000000"),
        ("25.6", 1, "256"),
        ("25.6", 0, "25.6"),
        ("25.6", -3, "0.0256"),
        ("-4.7", -1, "-0.47"),
        ("130", -2, "1.3"),
        ("0", 9, "0"),
        ("0.1", 6, "100000"),
    ] {
        assert_eq!(shifted(text, power).to_string(), moved);
    }
}

#[test]
fn shifting_too_far_is_an_error() {
    for power in [i32::MAX, i32::MIN, 32, -30] {
        let message = decimal("25.6").shift(power).map_err(|e| e.to_string());
        assert!(message.is_err_and(|message| message.contains("check the power of ten")));
    }
}

#[test]
fn sums_are_exact() {
    let sum = decimal("0.1").checked_add(decimal("0.2"));
    assert_eq!(sum, Some(decimal("0.3")));
    let sum = decimal("25.6").checked_add(decimal("-30"));
    assert_eq!(sum, Some(decimal("-4.4")));
}

#[test]
fn a_sum_without_room_is_none() {
    let most = decimal(&"9".repeat(30));
    assert_eq!(most.checked_add(decimal("1")), None);
    assert_eq!(shifted("1", 30).checked_add(shifted("1", -30)), None);
}

#[test]
fn equal_values_are_equal_whatever_their_zeros() {
    assert_eq!(decimal("5.0"), decimal("5"));
    assert_eq!(shifted("25.6", 1), decimal("256"));
    assert!(decimal("-1.5") < decimal("-1.49"));
    assert!(decimal("-1") < decimal("0"));
    assert!(decimal("0.9") < decimal("0.91"));
    assert!(shifted("1", 30) > decimal(&"9".repeat(30)));
    assert!(decimal("99") < decimal("100"));
}

#[test]
#[expect(clippy::float_cmp, reason = "the nearest float is one float")]
fn the_database_gets_the_nearest_float_and_whole_numbers_exactly() {
    let float = |text| decimal(text).to_float();
    assert_eq!(float("5.0"), 5.0);
    assert_eq!(float("-130"), -130.0);
    assert_eq!(float("25.6"), 25.6);
    assert_eq!(shifted("25.6", 9).to_float(), 25_600_000_000.0);
    let whole = |text| format!("{}", decimal(text).to_float());
    assert_eq!(whole("9007199254740991"), "9007199254740991");
    assert_eq!(whole("9007199254740993"), "9007199254740992");
}

#[test]
fn half_a_unit_of_the_last_digit_may_have_been_rounded() {
    assert_eq!(interval(decimal("25.6")), ["25.55", "25.65"]);
    assert_eq!(interval(decimal("130")), ["129.5", "130.5"]);
    assert_eq!(interval(decimal("5.0")), ["4.95", "5.05"]);
    assert_eq!(interval(decimal("11.0")), ["10.95", "11.05"]);
    assert_eq!(interval(decimal("-4.7")), ["-4.75", "-4.65"]);
    assert_eq!(interval(decimal("0")), ["-0.5", "0.5"]);
    assert_eq!(interval(shifted("25.6", 9)), ["25550000000", "25650000000"]);
    assert!(decimal(&"9".repeat(30)).rounding_interval().is_none());
}

#[test]
fn a_decimal_is_plain_text() {
    for text in [
        "+5", "1e5", "1,000", "5.", ".5", "004", "00", "1.2.3", "--5", "", "-", ".", " 5", "inf",
        "NaN", "0x1", "٥", "−5", "1_000",
    ] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
    assert!("1".repeat(31).parse::<Decimal>().is_err());
    assert!("1".repeat(30).parse::<Decimal>().is_ok());
}

#[test]
fn digits_are_read_as_they_are_printed() {
    for (text, value) in [
        ("25.6", "25.6"),
        ("5.0", "5"),
        ("-4.7", "-4.7"),
        ("\u{2212}4.7", "-4.7"),
        ("\u{2013}4.7", "-4.7"),
        ("+4.7", "4.7"),
        ("1,234", "1234"),
        ("1,234,567.89", "1234567.89"),
        ("12 345", "12345"),
        ("12\u{a0}345", "12345"),
        ("12\u{202f}345", "12345"),
        ("12'345", "12345"),
        ("12\u{2019}345", "12345"),
        ("1234567", "1234567"),
        ("0", "0"),
    ] {
        assert_eq!(printed(text), value, "{text}");
    }
}

#[test]
fn words_of_the_list_are_read() {
    for (text, value) in [
        ("zero", "0"),
        ("Nine", "9"),
        ("nineteen", "19"),
        ("forty", "40"),
        ("twenty-one", "21"),
        ("Ninety-Nine", "99"),
        ("first", "1"),
        ("third", "3"),
        ("tenth", "10"),
        ("largest", "1"),
        ("biggest", "1"),
        ("main", "1"),
        ("top", "1"),
        ("half", "0.5"),
        ("quarter", "0.25"),
        ("dozen", "12"),
        ("hundred", "100"),
        ("thousand", "1000"),
        ("million", "1000000"),
        ("once", "1"),
        ("twice", "2"),
        ("double", "2"),
        ("doubled", "2"),
        ("triple", "3"),
        ("tripled", "3"),
        ("quadrupled", "4"),
    ] {
        assert_eq!(printed(text), value, "{text}");
    }
}

#[test]
fn the_printed_zeros_are_kept_for_rounding() {
    let number = "11.0"
        .parse::<Printed>()
        .map(|printed| interval(printed.value()));
    assert_eq!(number, Ok(["10.95".to_owned(), "11.05".to_owned()]));
}

#[test]
fn a_refusal_says_what_to_do() {
    for (text, message) in [
        ("", "is empty"),
        (" 5", "begins or ends with a blank; write `5`"),
        ("1,2", "groups of three digits"),
        ("12,34", "groups of three digits"),
        ("1234,567", "groups of three digits"),
        ("1,", "groups of three digits"),
        ("1,,000", "groups of three digits"),
        ("0,125", "groups of three digits"),
        ("1,234 567", "two kinds of thousands separators"),
        ("1e5", "give digits"),
        ("$5", "leave units, percent and currency signs"),
        ("5%", "leave units, percent and currency signs"),
        ("5 million", "further words outside"),
        ("twenty one", "give digits"),
        ("twenty-zero", "give digits"),
        ("twenty-ten", "give digits"),
        ("two-thirds", "give digits"),
        ("eleventh", "give digits"),
        ("+-5", "give digits"),
        ("--5", "give digits"),
        ("- 5", "give digits"),
        ("-", "give digits"),
        (",123", "give digits"),
        ("1.234.567", "give digits"),
        ("1.234,5", "give digits"),
        ("-ten", "give digits"),
        ("5-6", "give digits"),
        ("5.", "no digit on one side of its point"),
        (".5", "no digit on one side of its point"),
        ("004", "a superfluous zero"),
        ("1234567890123456789012345678901", "more than 30 digits"),
    ] {
        let refusal = refusal(text);
        assert!(refusal.contains(message), "{refusal}");
        assert!(refusal.starts_with(&format!("`{text}`")), "{refusal}");
    }
}
