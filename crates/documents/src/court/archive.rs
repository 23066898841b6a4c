//! The copy of a bundle that is kept: PDF/A, papers with their text, exhibits as pictures of their pages.
//!
//! Order, pages, stamps and bookmarks are those of the bundle that is filed. Stamps stay text.

use kernel::words::Language;
use rayon::prelude::*;

use super::{
    CourtError, NamedFault,
    bundle::{Bundle, PartRead, unstamped},
    drawing::{Drawn, Undrawn, draw},
    exhibit::{DRAWN, ExhibitFault, Readable},
};
use crate::{
    DocumentError, Pdf,
    archive::Archive,
    compile::{Laid, STACK},
};

/// Dots per inch up to so many pages of exhibits: fine enough for small print and stamps, as courts scan; then fewer, so
/// that the file can still be sent.
const FINE: (usize, f32) = (500, 200.0);
/// Dots per inch above: what a fax of good quality has.
const COARSE: f32 = 150.0;
/// Pages drawn at once: each takes as much memory as a large picture.
const THREADS: usize = 4;

impl Bundle<'_> {
    /// Writes the copy that is kept. What to compare with the originals is added to what the exhibits left out.
    pub(super) fn archive(
        &self,
        parts: &[PartRead],
        exhibits: &mut [Readable],
        marks: &Laid,
        lang: Language,
    ) -> Result<Pdf, CourtError> {
        let pages = exhibits.iter().map(|read| read.sheets.len()).sum();
        let dots = self.dots(pages)?;
        let mut file = Archive::new(&self.title(), &self.creditor.name, &said(dots, lang), lang);
        let defect = |message: String| DocumentError::Layout { ident: self.cover.ident.clone(), message };
        let mut over = marks.document.pages().iter();
        for page in parts.iter().flat_map(|part| part.laid.document.pages()) {
            let over = over.next().ok_or_else(|| defect("a page without a stamp".to_owned()))?;
            file.laid(page, over);
        }
        for (drawn, read) in self.drawn(exhibits, dots)?.into_iter().zip(exhibits) {
            for picture in drawn.pages {
                let over = over.next().ok_or_else(|| defect("a page without a stamp".to_owned()))?;
                file.picture(picture, over).map_err(defect)?;
            }
            read.left_out.extend(drawn.notes);
        }
        Ok(file.pdf(&format!("{}/archive", self.cover.ident), self.cover.date)?)
    }

    /// How fine the exhibits are drawn; refused when they are too many.
    fn dots(&self, pages: usize) -> Result<f32, CourtError> {
        if pages > DRAWN {
            let last = self.exhibits.last().map(|one| NamedFault::new(one, ExhibitFault::TooManyToDraw(pages)));
            return Err(self.refused(last.into_iter().collect()));
        }
        Ok(if pages <= FINE.0 { FINE.1 } else { COARSE })
    }

    /// The pictures of all exhibits, or of each why there is none.
    fn drawn(&self, exhibits: &[Readable], dots: f32) -> Result<Vec<Drawn>, CourtError> {
        let band = self.behind.band();
        let one = |read: &Readable| {
            let bound = unstamped(read, band).map_err(|_| (None, Undrawn::Damaged))?;
            draw(read, bound, dots)
        };
        let all = || exhibits.par_iter().map(one).collect::<Vec<_>>();
        let threads = rayon::current_num_threads().min(THREADS);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build();
        let drawn = pool.map_or_else(|_| all(), |pool| pool.install(all));
        let (mut done, mut faults) = (Vec::with_capacity(drawn.len()), Vec::new());
        for (exhibit, drawn) in self.exhibits.iter().zip(drawn) {
            match drawn {
                Ok(drawn) => done.push(drawn),
                Err((page, why)) => faults.push(NamedFault::new(exhibit, ExhibitFault::NotDrawn(page, why))),
            }
        }
        if faults.is_empty() { Ok(done) } else { Err(self.refused(faults)) }
    }

    fn refused(&self, faults: Vec<NamedFault>) -> CourtError {
        CourtError::Exhibits { ident: self.cover.ident.clone(), faults }
    }
}

/// What the file says of itself to who opens it years later.
fn said(dots: f32, lang: Language) -> String {
    lang.either(
        format!("Copie d’archive : les pages des pièces sont des images à {dots} points par pouce."),
        format!("Archival copy: the pages of the exhibits are pictures of {dots} dots per inch."),
    )
}
