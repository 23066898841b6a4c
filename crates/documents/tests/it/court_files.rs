//! Invented files to be bound: pages of all sizes and turns, whose words can be found again.

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

/// A page of an invented file: size, turn, and a word that can be found again.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    pub size: (i64, i64),
    pub turn: i64,
}

pub const A4: Leaf = Leaf { size: (595, 842), turn: 0 };

/// A PDF of these pages, each with a frame at its edges and the words `MOT<name>p<n>`.
pub fn file(name: &str, leaves: &[Leaf]) -> Vec<u8> {
    saved(document(name, leaves))
}

pub fn document(name: &str, leaves: &[Leaf]) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let mut kids = Vec::new();
    for (at, leaf) in leaves.iter().enumerate() {
        let (width, height) = leaf.size;
        // An odd number of q: what is drawn after must not care.
        let drawn = format!(
            "q 2 w 4 4 {} {} re S BT /F1 24 Tf {} {} Td (MOT{name}p{}) Tj ET q 0.5 0 0 0.5 0 0 cm",
            width - 8,
            height - 8,
            width / 10,
            height / 2,
            at + 1
        );
        let content = document.add_object(Stream::new(Dictionary::new(), drawn.into_bytes()));
        let page = document.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            "MediaBox" => vec![0.into(), 0.into(), width.into(), height.into()],
            "Rotate" => leaf.turn,
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            "Contents" => content,
        });
        kids.push(Object::from(page));
    }
    let count = i64::try_from(kids.len()).expect("pages");
    document
        .objects
        .insert(tree, Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document
}

pub fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a PDF");
    bytes
}

/// Sixty files of one to ten pages, of all sizes and turns.
pub fn sixty() -> Vec<Vec<u8>> {
    let shapes = [
        A4,
        Leaf { size: (842, 595), turn: 0 },
        Leaf { turn: 90, ..A4 },
        Leaf { size: (420, 595), turn: 270 },
        Leaf { size: (1684, 1191), turn: 180 },
        Leaf { size: (226, 900), turn: 0 },
    ];
    (1..=60)
        .map(|number: usize| {
            let leaves: Vec<Leaf> = (0..=number % 10).map(|at| shapes[(number + at) % shapes.len()]).collect();
            file(&number.to_string(), &leaves)
        })
        .collect()
}

pub fn slices(files: &[Vec<u8>]) -> Vec<&[u8]> {
    files.iter().map(Vec::as_slice).collect()
}
