//! Both engines have the same logical schema.

use std::collections::BTreeSet;

use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query, sql_types::Text};

use crate::common::*;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SQLITE: &str = "
    SELECT t.name || '.' || c.name || ' '
        || CASE WHEN instr(t.sql, 'CHECK (' || c.name || ' IN (0, 1))') > 0 THEN 'flag' ELSE c.type END
        || CASE WHEN c.\"notnull\" THEN ' required' ELSE '' END
        || CASE WHEN c.pk > 0 THEN ' key' ELSE '' END AS line
    FROM sqlite_schema t, pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name NOT LIKE '%schema_migrations'
    UNION ALL
    SELECT 'unique ' || t.name || ' (' || (SELECT group_concat(name, ', ') FROM
            (SELECT x.name FROM pragma_index_info(i.name) x ORDER BY x.seqno)) || ')'
        || CASE WHEN i.partial THEN ' where' ELSE '' END AS line
    FROM sqlite_schema t, pragma_index_list(t.name) i
    WHERE t.type = 'table' AND i.\"unique\" AND i.origin = 'c'
    UNION ALL
    SELECT 'reference ' || t.name || '.' || f.\"from\" || ' -> ' || f.\"table\" AS line
    FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";

const POSTGRES: &str = "
    SELECT c.table_name || '.' || c.column_name || ' ' || c.data_type
        || CASE WHEN c.is_nullable = 'NO' THEN ' required' ELSE '' END
        || CASE WHEN EXISTS (SELECT FROM information_schema.key_column_usage k
             JOIN information_schema.table_constraints p USING (constraint_name, table_name)
             WHERE p.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name AND k.column_name = c.column_name)
           THEN ' key' ELSE '' END AS line
    FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.table_name NOT LIKE '%schema_migrations'
    UNION ALL
    SELECT 'unique ' || t.relname || ' (' || (SELECT string_agg(a.attname, ', ' ORDER BY p.n)
            FROM unnest(i.indkey::int[]) WITH ORDINALITY p (attnum, n)
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = p.attnum) || ')'
        || CASE WHEN i.indpred IS NOT NULL THEN ' where' ELSE '' END
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace
    WHERE s.nspname = 'public' AND i.indisunique AND NOT i.indisprimary
    UNION ALL
    SELECT 'reference ' || k.table_name || '.' || k.column_name || ' -> ' || u.table_name
    FROM information_schema.referential_constraints r
    JOIN information_schema.key_column_usage k ON k.constraint_name = r.constraint_name
    JOIN information_schema.constraint_column_usage u ON u.constraint_name = r.constraint_name";

/// One word per logical type. SQLite stores dates as TEXT and booleans as INTEGER. What tells them from
/// texts and numbers there is the name of a day and the check of a flag: the comparison holds both to the rule.
fn logical(line: &str, sqlite: bool) -> String {
    let name = line.split(' ').next().unwrap_or_default();
    let column = name.rsplit('.').next().unwrap_or_default();
    let day = column.ends_with("_on") || ["as_of", "day", "on_day", "paused_until", "grant_until"].contains(&column);
    let line = line
        .replace(" bigint", " number")
        .replace(" boolean", " flag")
        .replace(" date", " day")
        .replace(" text", " word")
        .replace(" bytea", " bytes")
        .replace(" BLOB", " bytes");
    if !sqlite {
        line
    } else if day {
        line.replace(" TEXT", " day")
    } else {
        line.replace(" TEXT", " word").replace(" INTEGER", " number")
    }
}

/// Two folders of one version: the second is never applied.
#[test]
fn every_migration_has_a_version_of_its_own() {
    let folder = |engine: &str| {
        let migrations = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let names =
            std::fs::read_dir(migrations).expect("migrations").map(|entry| entry.expect("a folder").file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect::<BTreeSet<_>>()
    };
    let all = folder("sqlite");
    assert_eq!(all, folder("postgres"), "both engines have the same ones");
    let versions: BTreeSet<&str> = all.iter().filter_map(|name| name.split('_').next()).collect();
    assert_eq!(versions.len(), all.len(), "{all:?}");
}

#[test]
fn both_schemas_say_the_same() {
    let lite = Trial::sqlite();
    let mut file = SqliteConnection::establish(&lite.url["sqlite:".len()..]).expect("a file");
    let lines: Vec<Line> = sql_query(SQLITE).load(&mut file).expect("the schema");
    let sqlite: BTreeSet<String> = lines.iter().map(|l| logical(&l.line, true)).collect();
    assert!(sqlite.contains("item.due_on day required") && sqlite.contains("reference item.account_id -> account"));
    assert!(sqlite.contains("unique batch (creditor_id) where"), "{sqlite:#?}");
    let Some(server) = Trial::postgres() else { return };
    let mut server = PgConnection::establish(&server.url).expect("a server");
    let lines: Vec<Line> = sql_query(POSTGRES).load(&mut server).expect("the schema");
    let postgres: BTreeSet<String> = lines.iter().map(|l| logical(&l.line, false)).collect();
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(only(&sqlite, &postgres), only(&postgres, &sqlite), "left: SQLite alone; right: PostgreSQL alone");
}
