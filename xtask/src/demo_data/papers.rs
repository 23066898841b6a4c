//! The papers that the demo's cases show and that prove its acts: one page each.

use super::Cents;
use super::text::{cp1252, grouped};
use super::world::World;

/// One page: the name of its file, its title, its lines.
struct Paper {
    file: String,
    title: String,
    lines: Vec<String>,
}

impl Paper {
    fn new(file: &str, title: &str, lines: &[&str]) -> Self {
        let lines = lines.iter().map(|line| (*line).to_owned()).collect();
        Self { file: file.to_owned(), title: title.to_owned(), lines }
    }
}

/// The papers, with their paths under the demo's folder.
pub(super) fn files(world: &World) -> Vec<(String, Vec<u8>)> {
    let mut papers = vec![
        Paper::new(
            "commande-4471",
            "Commande n° 4471",
            &[
                "Transports Vidal, Saint-Claude, à Menuiserie Vauban, Besançon",
                "11 mai 2026",
                "Menuiseries sur mesure du quai et des bureaux, en trois lots :",
                "livraison et facture par lot, paiement à 60 jours.",
                "Bon pour accord : Mme Maëlys Zielenska, gérante.",
            ],
        ),
        Paper::new(
            "mise-en-demeure-vidal",
            "Mise en demeure",
            &[
                "Menuiserie Vauban à Transports Vidal, lettre recommandée n° 1A 000 170 7079 3",
                "5 octobre 2026",
                "Factures F0875, F0919 et F0963, échues : 31 780,55 EUR sous huit jours.",
            ],
        ),
        Paper::new(
            "avis-de-reception-vidal",
            "Avis de réception n° 1A 000 170 7079 3",
            &["Présentée et distribuée le 7 octobre 2026", "Destinataire : Transports Vidal, Saint-Claude"],
        ),
        Paper::new(
            "ordonnance-2026IP00318",
            "Ordonnance portant injonction de payer n° 2026IP00318",
            &[
                "Tribunal de commerce de Besançon, 10 septembre 2026",
                "Menuiserie Vauban contre Domaine Mbarga SARL",
                "Enjoint de payer 2 592,06 EUR en principal, facture FB26-0282.",
                "Document inventé, sans valeur.",
            ],
        ),
        Paper::new(
            "signification-jobardet",
            "Procès-verbal de signification n° 2026/0706",
            &[
                "Me Solange Grandmottet, commissaire de justice, 6 juillet 2026",
                "Ordonnance n° 2026IP00231 signifiée à Fermetures Jobardet SARL,",
                "à la personne de Mme Inès Ramanoël, gérante.",
                "Document inventé, sans valeur.",
            ],
        ),
    ];
    papers.extend(["F0875", "F0919", "F0963"].into_iter().filter_map(|number| invoice(world, number)));
    papers.iter().map(|paper| (format!("papers/{}.pdf", paper.file), pdf(paper))).collect()
}

/// An invoice of the world.
fn invoice(world: &World, number: &str) -> Option<Paper> {
    let piece = world.pieces.iter().find(|piece| piece.number == number)?;
    let debtor = &world.debtors[piece.debtor];
    let total = |cents: Cents| format!("Total TTC : {} EUR", grouped(cents, " ", ','));
    Some(Paper {
        file: format!("facture-{number}"),
        title: format!("Facture {number}"),
        lines: vec![
            format!("Menuiserie Vauban, 14 chemin des Copeaux, 25000 Besançon, à {} ({})", debtor.name, debtor.code),
            format!("Date : {}, échéance : {}", piece.date.french(), piece.due.french()),
            piece.label.to_owned(),
            total(piece.amount),
        ],
    })
}

/// A page of text as PDF 1.4, with a font that every reader has.
fn pdf(paper: &Paper) -> Vec<u8> {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    let mut text = format!("BT /F1 16 Tf 16 TL 60 770 Td ({}) Tj /F1 11 Tf T* T*", escaped(&paper.title));
    for line in &paper.lines {
        text.extend([" (", &escaped(line), ") Tj T*"]);
    }
    text.push_str(" ET");
    let text = cp1252(&text);
    let stream = [format!("<</Length {}>>stream\n", text.len()).into_bytes(), text, b"\nendstream".to_vec()].concat();
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_vec(),
        stream,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    let (mut file, mut table) = (b"%PDF-1.4\n".to_vec(), String::from("0000000000 65535 f \n"));
    for (at, object) in objects.iter().enumerate() {
        let place = format!("{:010} 00000 n \n", file.len());
        table.push_str(&place);
        file.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let trailer = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    file.extend(format!("xref\n0 {size}\n{table}{trailer}").into_bytes());
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_paper_is_a_page_whose_offsets_are_right() {
        let papers = files(&World::build());
        assert_eq!(papers.len(), 8);
        for (name, bytes) in papers {
            // offsets count bytes: an accent is one in the file and two in a text of ours
            let start = bytes.windows(6).position(|six| six == b"\nxref\n").expect("a table") + 1;
            let table = String::from_utf8_lossy(&bytes[start..]);
            for (at, line) in table.lines().skip(3).take(5).enumerate() {
                let offset: usize = line[..10].parse().expect("an offset");
                let object = format!("{} 0 obj", at + 1);
                assert!(bytes[offset..].starts_with(object.as_bytes()), "{name}: {object}");
            }
        }
    }
}
