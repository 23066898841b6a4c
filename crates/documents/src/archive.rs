//! Pages of several documents as one file for keeping: PDF/A-2u, as the typesetter's exporter checks it.

use kernel::{Date, words::Language};
use typst::{
    foundations::{Bytes, Smart},
    layout::{Frame, FrameItem, Point},
    model::DocumentInfo,
    syntax::Span,
    text::{Lang, Locale},
    visualize::{Image, SvgImage},
};
use typst_layout::{Page, PagedDocument};

use crate::{
    DocumentError, Pdf,
    compile::{export_archive, in_peace},
};

/// A file for keeping, page by page.
pub(crate) struct Archive {
    pages: Vec<Page>,
    info: DocumentInfo,
}

impl Archive {
    /// Begins a file.
    pub(crate) fn new(title: &str, author: &str, about: &str, lang: Language) -> Self {
        let language = if lang == Language::Fr { Lang::FRENCH } else { Lang::ENGLISH };
        let info = DocumentInfo {
            title: Some(title.into()),
            author: vec![author.into()],
            description: Some(about.into()),
            locale: Smart::Custom(Locale::new(language, None)),
            ..DocumentInfo::default()
        };
        Self { pages: Vec::new(), info }
    }

    /// A page as it was laid out, and what is printed over it.
    pub(crate) fn laid(&mut self, page: &Page, over: &Page) {
        let mut page = page.clone();
        untag(&mut page.frame);
        page.frame.push_frame(Point::zero(), over.frame.clone());
        self.pages.push(page);
    }

    /// A page that is a picture, an SVG, and what is printed over it.
    pub(crate) fn picture(&mut self, picture: Vec<u8>, over: &Page) -> Result<(), String> {
        let picture = SvgImage::new(Bytes::new(picture)).map_err(|e| format!("{e:?}"))?;
        let mut page = over.clone();
        let item = FrameItem::Image(Image::plain(picture), page.frame.size(), Span::detached());
        page.frame.prepend(Point::zero(), item);
        self.pages.push(page);
        Ok(())
    }

    /// The file.
    pub(crate) fn pdf(self, ident: &str, date: Date) -> Result<Pdf, DocumentError> {
        let done = in_peace(ident, || {
            let document = PagedDocument::new(self.pages.into_iter().collect(), self.info);
            export_archive(&document, ident, date)
        });
        // The pictures are large, and nobody needs them again.
        comemo::evict(0);
        done
    }
}

/// Takes the marks of a document's structure out of a page: those of two documents may have the same names, and the
/// headings of a paper are no bookmarks of the whole.
fn untag(frame: &mut Frame) {
    frame.retain(|item| match item {
        FrameItem::Tag(_) => false,
        FrameItem::Group(group) => {
            group.parent = None;
            untag(&mut group.frame);
            true
        }
        _ => true,
    });
}
