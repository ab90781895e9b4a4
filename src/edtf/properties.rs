use proptest::prelude::*;

use super::tests::edtf;
use super::*;

/// Texts made of the signs that dates are made of, many of which are no dates.
fn nearly() -> impl Strategy<Value = String> {
    "[-0-9X/.?~%\\[\\]xT: ]{0,12}|[0-9]{4}-[0-9]{1,2}-[0-9X]{1,2}[?~%]?(/[0-9]{4}-[01][0-9])?"
}

fn single_date() -> impl Strategy<Value = String> {
    "[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?|-2[1-4])?[?~%]?"
}

fn unknown_digits() -> impl Strategy<Value = String> {
    "[12][0-9][0-9]X|[12][0-9]XX|[12][0-9]{3}-(XX|XX-XX|0[1-9]-XX|1[0-2]-XX)"
}

fn valid() -> impl Strategy<Value = Edtf> {
    let ordered = (single_date(), single_date())
        .prop_filter_map("in order", |(from, to)| format!("{from}/{to}").parse().ok());
    prop_oneof![
        single_date().prop_map(|text| edtf(&text)),
        unknown_digits().prop_map(|text| edtf(&text)),
        single_date().prop_map(|text| edtf(&format!("{text}/.."))),
        single_date().prop_map(|text| edtf(&format!("../{text}"))),
        ordered,
    ]
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = text.parse::<Edtf>();
    }

    #[test]
    fn what_a_refusal_proposes_is_accepted(text in nearly()) {
        let help = text.parse::<Edtf>().err().map(|error| error.fault.help()).unwrap_or_default();
        if let Some(proposal) = help.strip_prefix("write `") {
            let proposal = proposal.split('`').next().unwrap_or_default();
            prop_assert!(proposal.parse::<Edtf>().is_ok(), "{}", help);
        }
    }

    #[test]
    fn the_first_day_is_not_after_the_last(date in valid()) {
        if let Some((from, to)) = date.date_from().zip(date.date_to()) {
            prop_assert!(from <= to);
        }
    }

    #[test]
    fn the_derived_interval_reads_the_same(date in valid()) {
        let from = date.date_from().unwrap_or_else(|| "..".to_owned());
        let to = date.date_to().unwrap_or_else(|| "..".to_owned());
        let derived = edtf(&format!("{from}/{to}"));
        prop_assert_eq!((derived.first_day(), derived.last_day()), (date.first_day(), date.last_day()));
        prop_assert_eq!(derived.year(), date.year());
    }
}
