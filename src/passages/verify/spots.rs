//! Where a person finds a passage in a copy: by its paragraph, or in a PDF by its page.

use crate::passages::holdings::Copy;
use crate::passages::lineage::Lineage;
use crate::passages::paragraphs::{Paragraph, fitting_rule, holding, paragraphs};

/// The places in every text of every file.
pub(super) struct Spots(Vec<Vec<Divided>>);

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

    /// The place of a skeleton character, with the file: `in paragraph 3 of a.txt`.
    pub(super) fn name(
        &self,
        (copy_at, view_at): (usize, usize),
        copy: &Copy,
        char: usize,
    ) -> String {
        let file = &copy.file;
        let skeleton = &copy.views[view_at].skeleton;
        let Some(window) = skeleton.slice(char..char + 1) else {
            return format!("in {file}");
        };
        match &self.0[copy_at][view_at] {
            Divided::Pages => {
                let before = &skeleton.folded()[..window.folded.start];
                format!("on page {} of {file}", 1 + before.matches('\u{c}').count())
            }
            Divided::Paragraphs(paragraphs) => match holding(paragraphs, &window) {
                Some(paragraph) => format!("in paragraph {} of {file}", paragraph.number),
                None => format!("in {file}"),
            },
        }
    }
}
