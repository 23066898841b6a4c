//! The law, asked over HTTP: the verbs of the command line under the same names, with the same answers.

use app::questions::{self, Kind, Need, Param, VERBS, Verb};
use axum::Json;
use axum::extract::{Path, Query, State};
use serde_json::{Map, Value};
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type};
use utoipa::openapi::{
    ContentBuilder, OpenApi as Document, Ref, RefOr, Required, ResponseBuilder, ResponsesBuilder, Schema,
};
use utoipa::{Modify, ToSchema};

use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;

/// Answers a verb; what it takes stands in the query, under the names of the flags.
pub async fn ask(
    State(site): State<Site>,
    _visit: Visit,
    Path(verb): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    answer(&site, verb, pairs).await
}

/// The same with a JSON body, for what is too long for a query: the account of a décompte.
pub async fn post(
    State(site): State<Site>,
    _visit: Visit,
    Path(verb): Path<String>,
    Json(body): Json<Map<String, Value>>,
) -> Result<Json<Value>, Failure> {
    let Ok(asked) = questions::verb(&verb) else { return Err(Failure::unknown(&verb)) };
    let plain = |value: &Value| value.is_string() || value.is_number();
    for param in asked.params {
        let fits = match body.get(param.name) {
            None | Some(Value::Null) => true,
            Some(value) if param.need == Need::Switch => value.is_boolean(),
            Some(_) if matches!(param.kind, Kind::Document) => true,
            Some(Value::Array(list)) if param.need == Need::Repeated => list.iter().all(plain),
            Some(value) => plain(value),
        };
        if !fits {
            let key = if param.need == Need::Switch { "switch-unreadable" } else { "value-unreadable" };
            return Err(unreadable(param.name, key));
        }
    }
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    let pairs = body.into_iter().flat_map(|(name, value)| match value {
        Value::Null => Vec::new(),
        Value::Array(list) => list.into_iter().map(|one| (name.clone(), text(one))).collect(),
        one => vec![(name, text(one))],
    });
    answer(&site, verb, pairs.collect()).await
}

async fn answer(site: &Site, verb: String, pairs: Vec<(String, String)>) -> Result<Json<Value>, Failure> {
    let Ok(asked) = questions::verb(&verb) else { return Err(Failure::unknown(&verb)) };
    for param in asked.params.iter().filter(|param| param.need == Need::Switch) {
        let given = pairs.iter().filter(|(name, _)| name == param.name).map(|(_, value)| value.as_str());
        if given.into_iter().any(|value| !["true", "false"].contains(&value)) {
            return Err(unreadable(param.name, "switch-unreadable"));
        }
    }
    Ok(Json(site.ask(move |desk| desk.ask_law(&verb, &pairs)).await?))
}

/// A value of another kind than its parameter's.
fn unreadable(param: &'static str, key: &'static str) -> Failure {
    Failure::Refused(Told { field: Some(param), ..Told::of(key, &[]) })
}

/// A sentence in both languages.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of an answer, for the document of the API")]
pub struct LawLine {
    /// French.
    fr: String,
    /// English.
    en: String,
}

/// A row of law an answer rests on.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of an answer, for the document of the API")]
pub struct LawSource {
    /// The article or decision.
    article: String,
    /// Where it was read.
    source: String,
    /// `verified`, `derived`, `user`, `secondary`, `memory` or `not_found`.
    status: String,
    /// File and line of the row.
    row: String,
}

/// What every answer of law carries beside its own figures and dates.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of an answer, for the document of the API")]
pub struct LawAnswer {
    /// Enough to compute it again with pencil and paper.
    explanation: Vec<LawLine>,
    /// Rows used.
    sources: Vec<LawSource>,
    /// What a reader must know before relying on it.
    warnings: Vec<LawLine>,
}

/// Adds one path per verb to the document of the API.
pub struct LawPaths;

impl Modify for LawPaths {
    fn modify(&self, document: &mut Document) {
        for verb in VERBS {
            let path = format!("/api/v1/law/{}", verb.name);
            document.paths.add_path_operation(&path, vec![HttpMethod::Get], operation(verb, false));
            document.paths.add_path_operation(&path, vec![HttpMethod::Post], operation(verb, true));
        }
    }
}

/// A question in the query, or in a body for what is too long for one.
fn operation(verb: &Verb, body: bool) -> Operation {
    let named = |schema: &str| RefOr::<Schema>::Ref(Ref::from_schema_name(schema));
    let response = |about: &str, kind: &str, schema: RefOr<Schema>| {
        let content = ContentBuilder::new().schema(Some(schema)).build();
        ResponseBuilder::new().description(about).content(kind, content).build()
    };
    // Without what it needs, a question that lists tells what can be asked.
    let answer = if verb.lists() {
        let line = OneOfBuilder::new().item(ObjectBuilder::new()).item(ArrayBuilder::new().items(ObjectBuilder::new()));
        let either = OneOfBuilder::new().item(named("LawAnswer")).item(ArrayBuilder::new().items(line));
        RefOr::T(Schema::OneOf(either.build()))
    } else {
        named("LawAnswer")
    };
    let responses = ResponsesBuilder::new()
        .response("200", response("The answer", "application/json", answer))
        .response("422", response("Refused: the detail says why", "application/problem+json", named("Problem")))
        .build();
    let suffix = if body { "-by-body" } else { "" };
    let mut operation = OperationBuilder::new()
        .tag("law")
        .operation_id(Some(format!("law-{}{suffix}", verb.name)))
        .summary(Some(verb.about.en))
        .responses(responses);
    if body {
        let body =
            verb.params.iter().fold(ObjectBuilder::new(), |body, param| body.property(param.name, in_body(param)));
        let content = ContentBuilder::new().schema(Some(Schema::from(body.build()))).build();
        let body = RequestBodyBuilder::new().content("application/json", content).build();
        return operation.request_body(Some(body)).build();
    }
    for param in verb.params.iter().filter(|param| !matches!(param.kind, Kind::Document)) {
        operation = operation.parameter(parameter(verb, param));
    }
    operation.build()
}

/// What a value is in a body: what no string could say otherwise is read as well.
fn in_body(param: &Param) -> RefOr<Schema> {
    let about = Some(param.usage);
    let kinds = |kinds: &[Type]| kinds.iter().cloned().collect::<SchemaType>();
    match (param.need, param.kind) {
        (Need::Repeated, _) => {
            let list = ArrayBuilder::new().schema_type(kinds(&[Type::Array, Type::String, Type::Number, Type::Null]));
            let one = ObjectBuilder::new().schema_type(kinds(&[Type::String, Type::Number]));
            RefOr::from(list.items(one).description(about).build())
        }
        (Need::Switch, _) => {
            let one = ObjectBuilder::new().schema_type(kinds(&[Type::Boolean, Type::Null]));
            RefOr::from(one.description(about).build())
        }
        (_, Kind::Document) => schema(param, about),
        _ => {
            let one = ObjectBuilder::new().schema_type(kinds(&[Type::String, Type::Number, Type::Null]));
            RefOr::from(one.description(about).build())
        }
    }
}

/// What a value is, for a program.
fn schema(param: &Param, about: Option<&str>) -> RefOr<Schema> {
    let one = |kind| ObjectBuilder::new().schema_type(kind).description(about);
    match (param.need, param.kind) {
        (Need::Repeated, _) => RefOr::from(
            ArrayBuilder::new().items(ObjectBuilder::new().schema_type(Type::String)).description(about).build(),
        ),
        (Need::Switch, _) => RefOr::from(one(Type::Boolean).build()),
        (_, Kind::Document) => RefOr::from(one(Type::Object).build()),
        _ => RefOr::from(one(Type::String).build()),
    }
}

fn parameter(verb: &Verb, param: &Param) -> ParameterBuilder {
    let needed = param.is_needed() && !verb.lists();
    ParameterBuilder::new()
        .name(param.name)
        .parameter_in(ParameterIn::Query)
        .required(if needed { Required::True } else { Required::False })
        .description(Some(param.usage))
        .schema(Some(schema(param, None)))
}
