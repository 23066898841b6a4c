//! What the ERP hands over: the customer file and the two open-items exports.

use super::sums::{OpenItem, open_items};
use super::text::{Day, amount};
use super::world::World;
use super::{FRIDAY, MONDAY};

/// A line the ERP got wrong.
pub(super) struct BadLine {
    /// Its line in the file, the header being 1.
    pub(super) line: usize,
    pub(super) field: &'static str,
    pub(super) value: &'static str,
    text: &'static str,
}

/// An open-items export.
pub(super) struct Export<'a> {
    pub(super) day: Day,
    pub(super) items: Vec<OpenItem<'a>>,
    pub(super) bad: Vec<BadLine>,
}

/// Friday evening, without a fault.
pub(super) fn friday(world: &World) -> Export<'_> {
    Export { day: FRIDAY, items: open_items(world, FRIDAY), bad: Vec::new() }
}

/// Monday morning, with three lines that cannot be read; none is about an item known on Friday.
pub(super) fn monday(world: &World) -> Export<'_> {
    let bad = vec![
        BadLine {
            line: 41,
            field: "Date pièce",
            value: "31/02/2026",
            text: "C0021;FB26-9901;Facture;31/02/2026;30/03/2026;Fenêtres chêne;1440,00;1440,00;EUR;411000",
        },
        BadLine {
            line: 160,
            field: "Montant TTC",
            value: "12..5",
            text: "C0083;FD26-9902;Facture;20/11/2026;20/12/2026;Quincaillerie;12..5;12..5;EUR;411000",
        },
        BadLine {
            line: 287,
            field: "Code client",
            value: "",
            text: ";FB26-9903;Facture;20/11/2026;20/12/2026;Pose sur chantier;816,00;816,00;EUR;411000",
        },
    ];
    Export { day: MONDAY, items: open_items(world, MONDAY), bad }
}

impl Export<'_> {
    /// The file, before its encoding.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![
            "Code client;N° pièce;Type;Date pièce;Date échéance;Libellé;Montant TTC;Reste dû;Devise;Compte".to_owned(),
        ];
        for item in &self.items {
            while let Some(bad) = self.bad.iter().find(|bad| bad.line == lines.len() + 1) {
                lines.push(bad.text.to_owned());
            }
            let piece = item.piece;
            lines.push(format!(
                "{};{};{};{};{};{};{};{};{};{}",
                item.code,
                piece.number,
                piece.kind.french(),
                piece.date.french(),
                item.due.french(),
                piece.label,
                amount(piece.amount, ','),
                amount(item.open, ','),
                item.currency,
                piece.account,
            ));
        }
        lines.push(String::new());
        lines.join("\r\n")
    }
}

/// The customer file.
pub(super) fn customers(world: &World) -> String {
    let mut lines = vec![
        "Code client;Raison sociale;Forme;SIREN;TVA intracom;Adresse;Complément;Code postal;Ville;Pays;Contact;\
         Fonction;Téléphone;E-mail;Langue;Conditions de règlement;Commercial;Groupe"
            .to_owned(),
    ];
    for d in &world.debtors {
        // The ERP's character set has no ễ: its user typed the nearest letter.
        let name = d.name.replace('ễ', "ê");
        let floor =
            if d.code.ends_with('7') && d.country == "France" && !d.street.is_empty() { "Bâtiment B" } else { "" };
        let terms = d.terms.label();
        lines.push(
            [
                d.code.as_str(),
                &name,
                d.form,
                &d.siren,
                &d.vat,
                &d.street,
                floor,
                &d.postcode,
                &d.town,
                d.country,
                &d.contact,
                d.post,
                &d.phone,
                &d.email,
                d.language,
                &terms,
                d.sales,
                d.group,
            ]
            .join(";"),
        );
    }
    lines.push(String::new());
    lines.join("\r\n")
}
