//! What two public registers would answer about our debtors: notices of insolvency in the form of the bulletin
//! (BODACC), companies in the form of the open search of SIRENE. Invented as all the rest: no register said any of it.

use serde_json::{Value, json};

use super::cast::Debtor;
use super::text::{siren, siret};
use super::world::World;

/// Insolvent since October: the one whose payments thin out.
const INSOLVENT: &str = "C0143";
/// No SIREN in the customer file; another company bears its name.
const NAMESAKE: &str = "C0168";
/// Its head office moved in October.
const MOVED: &str = "C0202";
/// Ceased in October.
const CEASED: &str = "C0154";
/// As our file has it.
const STEADY: &str = "C0128";
/// Eight digits of the namesake's SIREN: above those of the debtors.
const NAMESAKE_SIREN: i64 = 18_990;

/// The answers, with their paths under the demo's folder.
pub(super) fn files(world: &World) -> Vec<(String, Vec<u8>)> {
    let list = |codes: &[&str], one: fn(&Debtor) -> Value| -> Vec<Value> {
        let of = |code: &&str| world.debtors.iter().find(|debtor| debtor.code == **code).map(one);
        codes.iter().filter_map(of).collect()
    };
    let notices = [list(&[INSOLVENT], opening), list(&[NAMESAKE], liquidation)].concat();
    let summer = list(&[MOVED, CEASED], active);
    let autumn = [list(&[MOVED], moved), list(&[CEASED], ceased), list(&[STEADY], active)].concat();
    [("bodacc-2026-10-20", notices), ("sirene-2026-08-24", summer), ("sirene-2026-11-09", autumn)]
        .map(|(name, results)| {
            let answer = json!({ "total_results": results.len(), "results": results });
            (format!("{name}.json"), format!("{answer:#}\n").into_bytes())
        })
        .to_vec()
}

/// A notice about one company; the bulletin writes its parts as texts of JSON.
fn notice(number: &str, person: &Value, (department, court): (&str, &str), judgment: &Value) -> Value {
    json!({
        "id": number, "dateparution": "2026-10-20", "typeavis": "annonce", "familleavis": "collective",
        "numerodepartement": department, "tribunal": court, "commercant": person["denomination"],
        "registre": [person["numeroImmatriculation"]["numeroIdentification"]],
        "listepersonnes": json!({ "personne": person }).to_string(), "jugement": judgment.to_string(),
    })
}

fn person(of: &Debtor, siren: &str, (street, postcode, town): (&str, &str, &str)) -> Value {
    json!({
        "typePersonne": "pm", "denomination": of.name.to_uppercase(),
        "numeroImmatriculation": { "numeroIdentification": siren },
        "adresseSiegeSocial": { "nomVoie": street, "codePostal": postcode, "ville": town },
    })
}

/// A receivership opened on 13 October, a Tuesday.
fn opening(of: &Debtor) -> Value {
    let judgment = json!({
        "famille": "Jugement d'ouverture", "nature": "Jugement d'ouverture d'une procédure de redressement judiciaire",
        "date": "2026-10-13",
        "complementJugement": "Jugement prononçant l'ouverture d'une procédure de redressement judiciaire, date de \
            cessation des paiements le 15 septembre 2026, désignant mandataire judiciaire Me Odile Grandvernet, \
            3 rue des Arbitres, 25000 Besançon. Les créances sont à déclarer au mandataire judiciaire dans les deux \
            mois de la présente publication.",
    });
    let person = person(of, &of.siren, (&of.street, &of.postcode, &of.town));
    notice("A202602031707", &person, ("25", "Tribunal de commerce de Besançon"), &judgment)
}

/// A liquidation of the same name, in another town: only a person can tell whether it is our debtor.
fn liquidation(of: &Debtor) -> Value {
    let judgment = json!({
        "famille": "Jugement d'ouverture", "nature": "Jugement d'ouverture de liquidation judiciaire",
        "date": "2026-10-12",
        "complementJugement": "Jugement prononçant la liquidation judiciaire, désignant liquidateur Me Alban \
            Tressigny, 9 rue des Arbitres, 76000 Rouen.",
    });
    let person = person(of, &siren(NAMESAKE_SIREN), ("5 quai des Copeaux", "76000", "Rouen"));
    notice("A202602031708", &person, ("76", "Tribunal de commerce de Rouen"), &judgment)
}

fn seat(of: &Debtor, establishment: i64, (street, postcode, town): (&str, &str, &str)) -> Value {
    let (street, town) = (street.to_uppercase(), town.to_uppercase());
    json!({
        "siret": siret(&of.siren, establishment), "est_siege": true, "etat_administratif": "A",
        "date_creation": "2011-03-07", "date_fermeture": null, "adresse": format!("{street} {postcode} {town}"),
        "code_postal": postcode, "libelle_commune": town,
    })
}

/// A company in business where our file has it.
fn active(of: &Debtor) -> Value {
    // INSEE's legal categories: a SAS is 5710, a SARL 5499.
    let form = if of.form == "SARL" { "5499" } else { "5710" };
    json!({
        "siren": of.siren, "nom_complet": of.name.to_uppercase(), "nom_raison_sociale": of.name.to_uppercase(),
        "nature_juridique": form, "etat_administratif": "A", "statut_diffusion": "O", "date_creation": "2011-03-07",
        "date_fermeture": null, "nombre_etablissements_ouverts": 1,
        "siege": seat(of, 1, (&of.street, &of.postcode, &of.town)), "matching_etablissements": [],
    })
}

/// The same with its head office elsewhere, the former one closed.
fn moved(of: &Debtor) -> Value {
    let (mut company, mut former) = (active(of), seat(of, 1, (&of.street, &of.postcode, &of.town)));
    former["est_siege"] = false.into();
    former["ancien_siege"] = true.into();
    former["etat_administratif"] = "F".into();
    former["date_fermeture"] = "2026-10-05".into();
    company["siege"] = seat(of, 2, ("21 rue des Rabots", "25000", "Besançon"));
    company["siege"]["date_creation"] = "2026-10-05".into();
    company["matching_etablissements"] = json!([former]);
    company
}

/// The same, that ceased.
fn ceased(of: &Debtor) -> Value {
    let mut company = active(of);
    company["etat_administratif"] = "C".into();
    company["date_fermeture"] = "2026-10-16".into();
    company["nombre_etablissements_ouverts"] = json!(0);
    company["siege"]["etat_administratif"] = "F".into();
    company["siege"]["date_fermeture"] = "2026-10-16".into();
    company
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_about_its_debtors_and_the_namesake_is_nobody_of_ours() {
        let world = World::build();
        let counts: Vec<(String, usize)> = files(&world)
            .into_iter()
            .map(|(name, bytes)| {
                let answer: Value = serde_json::from_slice(&bytes).expect("JSON");
                (name, answer["results"].as_array().map_or(0, Vec::len))
            })
            .collect();
        let expected = [("bodacc-2026-10-20.json", 2), ("sirene-2026-08-24.json", 2), ("sirene-2026-11-09.json", 3)];
        assert_eq!(counts, expected.map(|(name, count)| (name.to_owned(), count)));
        let namesake = siren(NAMESAKE_SIREN);
        assert!(world.debtors.iter().all(|debtor| debtor.siren != namesake));
        // Below 000 325 175, the first of the public register.
        assert!(namesake.as_str() < "000190000", "{namesake}");
    }
}
