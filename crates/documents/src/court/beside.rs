//! What a file holds beside its pages: found by looking at every object.

use lopdf::{Document, Object};

use super::exhibit::LeftOut;

/// What the file holds beside its pages.
pub(super) fn beside(document: &Document) -> Vec<LeftOut> {
    let mut found = Vec::new();
    for object in document.objects.values() {
        look(object, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn look(object: &Object, found: &mut Vec<LeftOut>) {
    let dictionary = match object {
        Object::Dictionary(dictionary) => dictionary,
        Object::Stream(stream) => &stream.dict,
        Object::Array(values) => return values.iter().for_each(|value| look(value, found)),
        _ => return,
    };
    let name = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
    match name(b"S") {
        b"JavaScript" => found.push(LeftOut::Script),
        b"Launch" | b"SubmitForm" | b"ImportData" | b"GoToR" | b"GoToE" => found.push(LeftOut::Action),
        b"Rendition" | b"Movie" | b"Sound" | b"GoTo3DView" => found.push(LeftOut::Media),
        _ => {}
    }
    if dictionary.has(b"JS") {
        found.push(LeftOut::Script);
    }
    if name(b"Type") == b"EmbeddedFile" || dictionary.has(b"EF") {
        found.push(LeftOut::Attachment);
    }
    if matches!(name(b"Subtype"), b"RichMedia" | b"3D" | b"Movie" | b"Sound" | b"Screen") {
        found.push(LeftOut::Media);
    }
    if name(b"FT") == b"Sig" && dictionary.has(b"V") {
        found.push(LeftOut::ElectronicSignature);
    }
    if dictionary.has(b"XFA") {
        found.push(LeftOut::DynamicForm);
    }
    for (_, value) in dictionary {
        look(value, found);
    }
}
