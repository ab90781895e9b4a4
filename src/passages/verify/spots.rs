//! Where a person finds a passage in a copy: by its paragraph, or in a PDF by its page.

use std::ops::Range;

use crate::passages::holdings::Copy;
use crate::passages::lineage::Lineage;
use crate::passages::paragraphs::{Paragraph, fitting_rule, holding, paragraphs};

/// The places in every text of every file.
pub(super) struct Spots(Vec<Vec<Divided>>);

/// The page or the paragraph in which a character stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) page: Option<usize>,
    pub(super) paragraph: Option<usize>,
    /// The bytes of the folded text that it covers.
    pub(super) folded: Range<usize>,
}

/// How a text is divided.
enum Divided {
    Pages,
    Paragraphs(Vec<Paragraph>),
}

impl Spots {
    pub(super) fn of(copies: &[Copy], lineage: &Lineage<'_>) -> Self {
        let of_copy = |copy: &Copy| {
            let source = copy.reference_of.as_deref().and_then(|id| lineage.get(id));
            let recorded = source.and_then(|source| source.paragraph_rule);
            let views = copy.views.iter().map(|view| {
                if view.skeleton.folded().contains('\u{c}') {
                    return Divided::Pages;
                }
                let rule = recorded.unwrap_or_else(|| fitting_rule(&view.skeleton));
                Divided::Paragraphs(paragraphs(&view.skeleton, rule))
            });
            views.collect()
        };
        Self(copies.iter().map(of_copy).collect())
    }

    /// The place of a skeleton character.
    pub(super) fn spot(
        &self,
        (copy_at, view_at): (usize, usize),
        copy: &Copy,
        char: usize,
    ) -> Option<Spot> {
        let skeleton = &copy.views[view_at].skeleton;
        let window = skeleton.slice(char..char + 1)?;
        let start = window.folded.start;
        let text = skeleton.folded();
        match &self.0[copy_at][view_at] {
            Divided::Pages => Some(Spot {
                page: Some(1 + text[..start].matches('\u{c}').count()),
                paragraph: None,
                folded: text[..start].rfind('\u{c}').map_or(0, |at| at + 1)
                    ..text[start..]
                        .find('\u{c}')
                        .map_or(text.len(), |at| start + at),
            }),
            Divided::Paragraphs(paragraphs) => {
                let paragraph = holding(paragraphs, &window)?;
                Some(Spot {
                    page: None,
                    paragraph: Some(paragraph.number),
                    folded: paragraph.folded.clone(),
                })
            }
        }
    }

    /// The place of a skeleton character, with the file: `in paragraph 3 of a.txt`.
    pub(super) fn name(&self, at: (usize, usize), copy: &Copy, char: usize) -> String {
        let file = &copy.file;
        match self.spot(at, copy, char) {
            Some(Spot {
                page: Some(page), ..
            }) => format!("on page {page} of {file}"),
            Some(Spot {
                paragraph: Some(paragraph),
                ..
            }) => format!("in paragraph {paragraph} of {file}"),
            _ => format!("in {file}"),
        }
    }
}
