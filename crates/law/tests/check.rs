//! What `law check` says, and what the loader refuses.

use kernel::Date;
use law::check::check;
use law::{Law, LawError, Override};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

#[test]
fn what_ends_within_sixty_days_is_said() {
    let answer = check(Law::builtin(), day("2026-11-21"));
    assert!(answer.ok && answer.tables.len() == Law::table_names().count());
    let soon: Vec<&str> = answer.runs_out.iter().map(|end| end.table).collect();
    assert!(soon.contains(&"ecb_main_refinancing_rate") && soon.contains(&"legal_interest_rate"), "{soon:?}");
    assert!(
        answer.runs_out.iter().any(|end| end.what.starts_with("wage garnishment")),
        "the wage scale ends with the year"
    );
    assert!(
        answer
            .ended
            .iter()
            .any(|end| end.what.contains("signification of decision") && end.last_day == day("2026-02-28"))
    );
    assert_eq!(answer.warnings.len(), answer.runs_out.len());
    assert!(
        check(Law::builtin(), day("2026-10-01")).runs_out.iter().all(|end| end.table != "ecb_main_refinancing_rate")
    );
    assert!(answer.not_found.iter().any(|what| what.contains("tariff from 1 Mar 2026")));
}

#[test]
fn every_shipped_row_has_a_source_and_a_status() {
    for table in Law::builtin().tables() {
        assert!(!table.rows.is_empty(), "{}", table.name);
        for row in &table.rows {
            assert!(row.status().is_ok() && !row.text("source").is_empty(), "{} line {}", table.name, row.line);
        }
    }
}

#[test]
fn rows_know_their_line_whatever_the_line_ends() {
    for table in Law::builtin().tables() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/{}.csv", table.name));
        let text = std::fs::read_to_string(path).expect("readable");
        let last = text.lines().filter(|line| !line.trim().is_empty()).count();
        let found = table.rows.last().map(|row| row.line);
        assert_eq!(found, u64::try_from(last).ok(), "{}", table.name);
    }
}

#[test]
fn user_files_are_refused_with_their_line() {
    for (table, csv, line, column) in [
        (
            "rules",
            "key,value,unit,valid_from,valid_to,article,status,source\nyear_days,360,day,2026-01-01,,usage,verified,x\nyear_days,361,day,2025-01-01,2026-06-30,usage,verified,x\n",
            2,
            "valid_from",
        ),
        (
            "procedure_deadlines",
            "procedure,step,starts_from,length,unit,unit_note,article,consequence,status,source\n01 injonction de payer,new step,x,3,month,,CPC 1,-,verified,x\n",
            2,
            "step",
        ),
        (
            "limitation_kinds",
            "slug,kind,aliases,start,forfeiture,shortened_on,former_duration,status,source\nx,nothing,,claim,no,,,verified,x\n",
            2,
            "kind",
        ),
        (
            "limitation_events",
            "event,kind,aliases,effect,forfeiture,article,why_fr,why_en,status,source\nx,,,melts,no,a,b,c,verified,x\n",
            2,
            "effect",
        ),
        (
            "einvoice_lifecycle_statuses",
            "code,label_fr,created_by,mandatory_to_tax_administration,reason_code_mandatory,note,status,source\n999,x,y,no,no,,verified,\n",
            2,
            "source",
        ),
        (
            "tariffs",
            "item,act,amount_or_formula,valid_from,valid_to,article,status,source\na,b,1,2026-01-01,,c,sure,d\n",
            2,
            "status",
        ),
        ("tariffs", "item,act,amount_or_formula,valid_from,valid_to,article,status,source\na,b,1,2026-01-01\n", 2, "-"),
    ] {
        let error = Law::builtin().with_overrides(&[Override { table, csv }]).expect_err(csv);
        let LawError::Table { line: at, column: named, user, .. } = &error else { panic!("{error}") };
        assert_eq!((*at, named.as_str()), (line, column), "{error}");
        assert!(*user && error.to_string().starts_with("(user)"), "{error}");
    }
}
