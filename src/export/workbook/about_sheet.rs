//! The first sheet: what the dataset is, how to cite it, what each sheet holds, and how to read them.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, Url, Worksheet};

use super::sheet::{Filled, address};
use super::widths::{height, lines};
use super::{Context, unmade};
use crate::db::Queries;
use crate::dictionary::relations;
use crate::error::Error;
use crate::export::about::About;
use crate::tables::Holds;
use crate::vocab;

/// The widths of the columns, in letters.
const WIDTHS: [u16; 4] = [26, 80, 18, 70];

/// Fills the first sheet. This comes last, since the sheet says how many rows the others have.
pub(super) fn fill(
    sheet: &mut Worksheet,
    filled: &[Filled],
    context: &Context<'_>,
) -> Result<(), Error> {
    for (width, column) in WIDTHS.into_iter().zip(0..) {
        sheet.set_column_width(column, width).map_err(unmade)?;
    }
    let mut lines = Lines {
        sheet,
        context,
        row: 0,
        needed: 1,
    };
    lines.introduce()?;
    lines.list_sheets(filled)?;
    lines.explain(filled)?;
    lines.list_words(filled)?;
    lines.list_documents(filled)?;
    sheet.set_landscape().set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The lines of the sheet, one below the other.
struct Lines<'a, 'b> {
    sheet: &'a mut Worksheet,
    context: &'a Context<'b>,
    row: u32,
    /// How many lines of text the row takes so far.
    needed: usize,
}

impl Lines<'_, '_> {
    /// Ends a row, and makes it as high as its texts need.
    fn end(&mut self) -> Result<(), Error> {
        if self.needed > 1 {
            let height = height(self.needed);
            self.sheet
                .set_row_height(self.row, height)
                .map_err(unmade)?;
        }
        self.needed = 1;
        self.row += 1;
        Ok(())
    }

    fn count_lines(&mut self, column: u16, text: &str) {
        let width = WIDTHS.get(usize::from(column)).copied().unwrap_or(1);
        let needed = lines(text.chars().count(), usize::from(width));
        self.needed = self.needed.max(needed);
    }

    fn put(&mut self, column: u16, text: &str, format: &Format) -> Result<(), Error> {
        if !text.is_empty() {
            self.count_lines(column, text);
            let row = self.row;
            let put = self
                .sheet
                .write_string_with_format(row, column, text, format);
            put.map_err(unmade)?;
        }
        Ok(())
    }

    fn put_link(&mut self, column: u16, text: &str, link: &str) -> Result<(), Error> {
        self.count_lines(column, text);
        let format = &self.context.look.to_page;
        let link = Url::new(link).set_text(text);
        let put = self
            .sheet
            .write_url_with_format(self.row, column, link, format);
        put.map_err(unmade).map(|_| ())
    }

    /// A web address as a link where it can be one.
    fn put_address(&mut self, column: u16, text: &str, page: &str) -> Result<(), Error> {
        match address(page) {
            Some(link) => self.put_link(column, text, &link),
            None => self.put(column, text, &self.context.look.text),
        }
    }

    /// A row with a label and its text.
    fn say(&mut self, label: &str, text: &str) -> Result<(), Error> {
        self.put(0, label, &self.context.look.label)?;
        self.put(1, text, &self.context.look.text)?;
        self.end()
    }

    fn heading(&mut self, text: &str) -> Result<(), Error> {
        self.end()?;
        self.put_high(text, &self.context.look.heading)
    }

    /// A line in larger letters, which extends across the columns.
    fn put_high(&mut self, text: &str, format: &Format) -> Result<(), Error> {
        let (row, height) = (self.row, 24);
        let put = self.sheet.write_string_with_format(row, 0, text, format);
        put.map_err(unmade)?;
        self.sheet.set_row_height(row, height).map_err(unmade)?;
        self.row += 1;
        Ok(())
    }

    fn heads(&mut self, heads: &[&str]) -> Result<(), Error> {
        for (head, at) in heads.iter().zip(0..) {
            self.put(at, head, &self.context.look.head)?;
        }
        self.end()
    }

    /// What the workbook holds.
    fn introduce(&mut self) -> Result<(), Error> {
        let context = self.context;
        let request = context.request;
        let about = context.about.as_ref();
        match about.filter(|about| about.name == request.origin) {
            Some(about) => self.introduce_dataset(about)?,
            None => self.introduce_origin(about)?,
        }
        let options = request.options();
        if !options.is_empty() {
            self.say(
                "A choice",
                &["These are the rows and columns of ", &options, "."].concat(),
            )?;
        }
        self.say(
            "Made with",
            concat!(
                "sco ",
                env!("CARGO_PKG_VERSION"),
                ", `sco export --workbook`"
            ),
        )
    }

    fn introduce_dataset(&mut self, about: &About) -> Result<(), Error> {
        self.put_high(&about.title, &self.context.look.title)?;
        self.end()?;
        self.say("Release", &about.version)?;
        let date = about.date.as_deref();
        self.say("Date", date.unwrap_or("none; this release is not out yet"))?;
        self.put(0, "Licence", &self.context.look.label)?;
        self.put_address(1, &about.licence, &about.licence_url())?;
        self.end()?;
        self.say("How to cite", &about.cite_as)
    }

    fn introduce_origin(&mut self, about: Option<&About>) -> Result<(), Error> {
        let origin = &self.context.request.origin;
        let title = ["Facts of the origin ", origin].concat();
        self.put_high(&title, &self.context.look.title)?;
        self.end()?;
        self.say(
            "Origin",
            &[
                origin,
                ": what a user brought in; licence and citation are the user's to say",
            ]
            .concat(),
        )?;
        match about {
            Some(about) => self.say(
                "Beside",
                &[&about.title, ", release ", &about.version].concat(),
            ),
            None => Ok(()),
        }
    }

    /// The sheets, with a link to each.
    fn list_sheets(&mut self, filled: &[Filled]) -> Result<(), Error> {
        let answers = self.context.connection.rows(
            "ask where to begin",
            "SELECT look_at, answers FROM start_here",
            [],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
        )?;
        let relations = relations();
        self.heading("Sheets")?;
        self.heads(&["Sheet", "A row is", "Rows", "Look here for"])?;
        for sheet in filled {
            self.put_link(0, sheet.name, &format!("internal:'{}'!A1", sheet.name))?;
            let relation = relations
                .iter()
                .find(|relation| relation.name == sheet.name);
            self.put(
                1,
                relation.map_or("", |relation| relation.meaning),
                &self.context.look.text,
            )?;
            let rows = f64::from(sheet.rows);
            let format = self
                .context
                .look
                .of_number(super::cell::Kind::Quantity, rows);
            let put = self
                .sheet
                .write_number_with_format(self.row, 2, rows, format);
            put.map_err(unmade)?;
            let answer = answers.iter().find(|(name, _)| name == sheet.name);
            self.put(
                3,
                answer.map_or("", |(_, answer)| answer),
                &self.context.look.text,
            )?;
            self.end()?;
        }
        Ok(())
    }

    /// How cells are to be read.
    fn explain(&mut self, filled: &[Filled]) -> Result<(), Error> {
        self.heading("How to read the sheets")?;
        for (label, text) in EXPLAINED {
            self.say(label, text)?;
        }
        for sheet in filled.iter().filter(|sheet| !sheet.early.is_empty()) {
            let text = format!(
                "In {} these columns of days are text, since they hold some before March 1900, which spreadsheets do not count alike: {}",
                sheet.name,
                sheet.early.join(", ")
            );
            self.say("Early days", &text)?;
        }
        for sheet in filled
            .iter()
            .filter(|sheet| !sheet.without_early.is_empty())
        {
            let text = format!(
                "In {} some dates are one day before March 1900, and these columns are empty beside them: {}",
                sheet.name,
                sheet.without_early.join(", ")
            );
            self.say("Early days", &text)?;
        }
        Ok(())
    }

    /// The meanings of the words that columns of several sheets share.
    fn list_words(&mut self, filled: &[Filled]) -> Result<(), Error> {
        self.heading("Words")?;
        self.heads(&["Column", "What it means", "Word"])?;
        for (words, meanings) in vocab::SHARED {
            let Some(label) = columns_of(words, filled) else {
                continue;
            };
            self.put(0, &label, &self.context.look.label)?;
            for (word, meaning) in words.iter().zip(*meanings) {
                self.put(1, meaning.trim(), &self.context.look.text)?;
                self.put(2, word, &self.context.look.text)?;
                self.end()?;
            }
        }
        Ok(())
    }

    /// The documents that were read, each with its address.
    fn list_documents(&mut self, filled: &[Filled]) -> Result<(), Error> {
        let context = self.context;
        let about = context.about.as_ref();
        let Some(about) = about.filter(|about| about.name == context.request.origin) else {
            return Ok(());
        };
        self.heading("Sources")?;
        if filled.iter().any(|sheet| sheet.name == "v_sources") {
            self.put_link(0, "v_sources", "internal:'v_sources'!A1")?;
            let text = "every document, and every work that one cites; these were read whole:";
            self.put(1, text, &context.look.text)?;
            self.end()?;
        }
        for (title, page) in &about.documents {
            self.put_address(1, title, page.as_deref().unwrap_or_default())?;
            self.end()?;
        }
        Ok(())
    }
}

/// The names of the columns that hold one of these words, with the sheet if all are in one sheet.
fn columns_of(words: &'static [&'static str], filled: &[Filled]) -> Option<String> {
    let mut columns = BTreeSet::new();
    let mut sheets = BTreeSet::new();
    for sheet in filled {
        for field in &sheet.fields {
            if field.holds == Holds::Word(words) {
                columns.insert(field.name);
                sheets.insert(sheet.name);
            }
        }
    }
    let columns: Vec<&str> = columns.into_iter().collect();
    let columns = columns.join(", ");
    match (sheets.len(), sheets.first()) {
        (1, Some(sheet)) => Some(format!("{columns} in {sheet}")),
        (_, Some(_)) => Some(columns),
        _ => None,
    }
}

/// How all sheets are to be read: a label and a text for each row.
const EXPLAINED: &[(&str, &str)] = &[
    (
        "Heads",
        "A head is the name of the column in the database and in the CSV files, with the unit of its numbers. The note on it says what it means. The first head of a sheet leads back here.",
    ),
    ("Empty cells", "The value is not there, or does not apply."),
    (
        "Dates",
        "EDTF, as text, as precise as the document: 2012, 2001-06, 2019-21 (spring), 2020~ (about), ../2015-06 (by then), 2001/2015 (within). Beside each stands the same as a real date where it is exactly one day, from March 1900 on. date_from and date_to are real dates: the first and the last day that the date can mean. Earlier days are text, as spreadsheets do not count them alike; lines below say in which sheets.",
    ),
    (
        "Numbers",
        "Numbers as the database has them, with all their digits. As the document prints them they stand in value_as_printed, as text. A flag is 1 for yes and 0 for no.",
    ),
    (
        "Text",
        "Codes and ids are text, also where they look like a number, a date or a formula: 004, NA, +972 Magazine.",
    ),
    (
        "Links",
        "A blue id leads to its row in another sheet, a blue address to the document. Several ids or addresses in one cell are separated by `;` and lead nowhere.",
    ),
    (
        "Filters",
        "Every sheet has a filter in its head. The columns year and source_year group by time.",
    ),
];
