//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatUnderline};

use super::cell::Kind;

const LINK: Color = Color::RGB(0x05_63_C1);
const HEAD: Color = Color::RGB(0xDD_E6_EE);
/// Larger numbers are shown in powers of ten, since no column is wide enough for them.
const LARGEST: f64 = 999_999_999_999_999.0;
/// The most decimals that a format of ours shows.
const MOST_DECIMALS: usize = 15;

/// The formats of a workbook.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) text: Format,
    pub(super) plain: Format,
    pub(super) day: Format,
    /// An id that leads to a row of another sheet.
    pub(super) to_row: Format,
    /// A web address.
    pub(super) to_page: Format,
    pub(super) head: Format,
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) label: Format,
    /// Quantities, by how many decimals they have.
    quantities: Vec<Format>,
    /// A quantity with more decimals than that.
    general: Format,
}

impl Look {
    pub(super) fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        // Text as text, also where somebody edits it: `004` would become 4.
        let text = || top().set_text_wrap().set_num_format("@");
        let decimals = |count: usize| match count {
            0 => "#,##0".to_owned(),
            some => format!("#,##0.{}", "0".repeat(some)),
        };
        let number = || top().set_align(FormatAlign::Right).set_indent(1);
        let quantities = (0..=MOST_DECIMALS).map(|count| number().set_num_format(decimals(count)));
        Self {
            text: text(),
            plain: number().set_num_format("0"),
            day: top()
                .set_num_format("yyyy-mm-dd")
                .set_align(FormatAlign::Left),
            to_row: text().set_font_color(LINK),
            to_page: text()
                .set_font_color(LINK)
                .set_underline(FormatUnderline::Single),
            head: text().set_bold().set_background_color(HEAD),
            title: top().set_bold().set_font_size(16),
            heading: top().set_bold().set_font_size(13),
            label: text().set_bold(),
            quantities: quantities.collect(),
            general: number(),
        }
    }

    /// The format of the cells of a column.
    pub(super) fn of_column(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Plain => &self.plain,
            Kind::Quantity => &self.general,
            Kind::Day | Kind::OneDay => &self.day,
        }
    }

    /// The format that shows exactly the digits of a number, as far as a spreadsheet can show digits.
    pub(super) fn of_number(&self, kind: Kind, number: f64) -> &Format {
        if number.abs() > LARGEST {
            return &self.general;
        }
        let printed = number.to_string();
        let decimals = printed
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        if kind == Kind::Plain && decimals == 0 {
            return &self.plain;
        }
        self.quantities.get(decimals).unwrap_or(&self.general)
    }
}
