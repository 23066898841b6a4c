//! One form of a page while it is answered: read its fields, do the act, go on; or show the page
//! again with what is wrong beside its field.

use std::collections::BTreeMap;
use std::str::FromStr;

use app::disputes::DisputeId;
use app::promises::PromiseId;
use app::{Actor, Desk, DeskError, FieldRefusal, Undo};
use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Currency, Date, Money};

use crate::forms::{Typed, date, plain_amount, reference};
use crate::layout::link;
use crate::problem::{Failure, Told};
use crate::serve::FORM_LIMIT;
use crate::session::Visit;
use crate::site::Site;

/// What a form is: which part of its page, and how its fields are called.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Name of the form, which stays open when something is wrong in it.
    pub form: &'static str,
    /// What its fields begin with, where other forms of the page have fields of the same names.
    pub prefix: &'static str,
    /// The field beside which a refusal about none is shown.
    pub field: &'static str,
}

/// A form that somebody sent. The first parameter of the path says what it is about.
#[derive(Clone)]
pub struct Act {
    /// The site.
    pub site: Site,
    /// Who sent it.
    pub visit: Visit,
    /// What it is about; empty where the path names nothing.
    pub id: String,
    /// What was typed, with what is wrong with it.
    pub typed: Typed,
    /// The same as sent: a name may come several times.
    pairs: Vec<(String, String)>,
}

impl FromRequest<Site> for Act {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, site).await?;
        let params = RawPathParams::from_request_parts(&mut parts, site).await;
        let params = params.map_err(|e| Failure::malformed(e.body_text()))?;
        let id = params.iter().next().map_or_else(String::new, |(_, value)| value.to_owned());
        let form = Form::<Vec<(String, String)>>::from_request(Request::from_parts(parts, body), site).await;
        let Form(pairs) = form.map_err(|e| match e.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge(FORM_LIMIT),
            _ => Failure::malformed(e.body_text()),
        })?;
        Ok(Self { site: site.clone(), visit, id, typed: Typed::new(pairs.clone()), pairs })
    }
}

/// What was done, said once on the page that follows: `done-…`, with how many, with what takes it back and
/// with the promise that a mail may confirm.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    slug: &'static str,
    n: u64,
    undo: Option<Undo>,
    confirm: Option<PromiseId>,
    inform: Option<DisputeId>,
}

impl Done {
    /// The same with a number.
    pub const fn count(slug: &'static str, n: u64) -> Self {
        Self { slug, n, undo: None, confirm: None, inform: None }
    }

    /// Done, and offered to be taken back.
    pub const fn or(slug: &'static str, undo: Undo) -> Self {
        Self { slug, n: 0, undo: Some(undo), confirm: None, inform: None }
    }

    /// The same, offered to be taken back where it can be.
    #[must_use]
    pub const fn undoing(mut self, undo: Option<Undo>) -> Self {
        self.undo = undo;
        self
    }

    /// The same, with a promise whose confirmation is proposed.
    #[must_use]
    pub const fn confirming(mut self, promise: Option<PromiseId>) -> Self {
        self.confirm = promise;
        self
    }

    /// The same, with a dispute of which the customer may be told.
    #[must_use]
    pub const fn informing(mut self, dispute: DisputeId) -> Self {
        self.inform = Some(dispute);
        self
    }

    /// To the page that says it; `path` may have a query.
    pub fn go(self, path: &str) -> Response {
        let n = if self.n == 0 { String::new() } else { self.n.to_string() };
        let undo = self.undo.map_or_else(String::new, |undo| undo.to_string());
        let confirm = self.confirm.map_or_else(String::new, |id| id.to_string());
        let inform = self.inform.map_or_else(String::new, |id| id.to_string());
        let said =
            link("", &[("done", self.slug), ("n", &n), ("undo", &undo), ("confirm", &confirm), ("inform", &inform)]);
        let said = if path.contains('?') { said.replacen('?', "&", 1) } else { said };
        Redirect::to(&format!("{path}{said}")).into_response()
    }
}

impl From<&'static str> for Done {
    fn from(slug: &'static str) -> Self {
        Self::count(slug, 0)
    }
}

/// Why a form did nothing.
pub enum Slip {
    /// Something in a field.
    Beside(&'static str, Told),
    /// Several fields at once.
    Fields(Vec<FieldRefusal>),
    /// What a use case says: a refusal goes beside its field, and so does a name that nobody has; a role
    /// that may not is the answer.
    Said(Failure),
    /// Something no page of ours would send: it is the answer.
    Failed(Failure),
}

impl From<DeskError> for Slip {
    fn from(error: DeskError) -> Self {
        Self::Said(error.into())
    }
}

impl From<Failure> for Slip {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Slip {
    /// What a use case says of what the path names: that it is gone is the answer, the rest goes beside a field.
    pub fn named(error: DeskError) -> Self {
        match error {
            DeskError::NotFound { .. } => Self::Failed(error.into()),
            other => Self::Said(other.into()),
        }
    }

    /// A message of the pages beside a field.
    pub fn beside(field: &'static str, key: &'static str) -> Self {
        Self::Beside(field, Told::of(key, &[]))
    }
}

/// The fields of a form, named without their prefix.
pub struct Reading {
    typed: Typed,
    pairs: Vec<(String, String)>,
    prefix: &'static str,
    /// What the form is about.
    pub id: String,
}

impl Reading {
    fn raw(&self, field: &str) -> &str {
        self.typed.get(&format!("{}{field}", self.prefix)).trim()
    }

    /// Every field by name, the last where a name comes several times.
    pub fn all(&self) -> BTreeMap<String, String> {
        self.pairs.iter().cloned().collect()
    }

    /// The text of a field, without blanks around it.
    pub fn text(&self, field: &str) -> String {
        self.raw(field).to_owned()
    }

    /// The same; none when empty.
    pub fn some(&self, field: &str) -> Option<String> {
        Some(self.text(field)).filter(|text| !text.is_empty())
    }

    /// True when the field has this value.
    pub fn is(&self, field: &str, value: &str) -> bool {
        self.raw(field) == value
    }

    /// What the form is about.
    pub fn about<T: FromStr>(&self) -> Result<T, Slip> {
        Ok(reference(&self.id)?)
    }

    /// A reference that a page of ours wrote.
    pub fn reference<T: FromStr>(&self, field: &str) -> Result<T, Slip> {
        Ok(reference(self.raw(field))?)
    }

    /// Every reference of a name, as ticked.
    pub fn ticked<T: FromStr>(&self, field: &str) -> Result<Vec<T>, Slip> {
        let values = self.pairs.iter().filter(|(name, _)| name == field).map(|(_, value)| value);
        Ok(values.map(|value| reference(value)).collect::<Result<_, Failure>>()?)
    }

    /// A day; none when empty.
    pub fn day(&self, field: &'static str) -> Result<Option<Date>, Slip> {
        date(self.raw(field)).map_err(|text| Slip::Beside(field, Told::of("date-unreadable", &[("text", &text)])))
    }

    /// A day that must be there.
    pub fn day_needed(&self, field: &'static str) -> Result<Date, Slip> {
        self.day(field)?.ok_or_else(|| Slip::beside(field, "date-missing"))
    }

    /// An amount as people type it; none when empty.
    pub fn amount(&self, field: &'static str, currency: Currency) -> Result<Option<Money>, Slip> {
        let text = self.raw(field);
        if text.is_empty() {
            return Ok(None);
        }
        let unreadable = || Slip::Beside(field, Told::of("amount-unreadable", &[("text", text)]));
        Money::parse(&plain_amount(text), currency).map(Some).map_err(|_| unreadable())
    }

    /// A whole number; none when empty.
    pub fn number<T: FromStr>(&self, field: &'static str) -> Result<Option<T>, Slip> {
        let text = self.raw(field);
        let unreadable = |_| Slip::Beside(field, Told::of("number-unreadable", &[("text", text)]));
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(unreadable) }
    }
}

/// What became of a form.
pub enum Answered {
    /// Done.
    Done(Done),
    /// Something is wrong: the page is shown again.
    Wrong(Box<Act>),
}

impl Act {
    /// Everything as it was sent.
    pub fn pairs(&self) -> Vec<(String, String)> {
        self.pairs.clone()
    }

    /// Every value sent under a name, as ticked.
    pub fn every<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// Reads the form and does the act, off the asynchronous threads.
    ///
    /// # Errors
    /// What is no refusal of the form: a role that may not, something that is gone.
    pub async fn answer<D, W>(self, sheet: &'static Sheet, work: W) -> Result<Answered, Failure>
    where
        D: Into<Done> + Send + 'static,
        W: FnOnce(&Desk, &Actor, &Reading) -> Result<D, Slip> + Send + 'static,
    {
        Ok(match self.answer_shown(sheet, work).await? {
            Ok((done, _)) => Answered::Done(done.into()),
            Err(act) => Answered::Wrong(act),
        })
    }

    /// The same for an act whose answer is shown once, on the page itself; the form comes back with it.
    ///
    /// # Errors
    /// What is no refusal of the form.
    pub async fn answer_shown<T, W>(
        mut self,
        sheet: &'static Sheet,
        work: W,
    ) -> Result<Result<(T, Box<Self>), Box<Self>>, Failure>
    where
        T: Send + 'static,
        W: FnOnce(&Desk, &Actor, &Reading) -> Result<T, Slip> + Send + 'static,
    {
        let reading =
            Reading { typed: self.typed.clone(), pairs: self.pairs.clone(), prefix: sheet.prefix, id: self.id.clone() };
        let (actor, lang) = (self.visit.actor.clone(), self.visit.visitor.lang);
        let name = |field: &str| format!("{}{field}", sheet.prefix);
        match self.site.ask(move |desk| Ok(work(desk, &actor, &reading))).await? {
            Ok(answer) => return Ok(Ok((answer, Box::new(self)))),
            Err(Slip::Beside(field, told)) => self.typed.wrong(&name(field), told.words.pick(lang)),
            Err(Slip::Fields(wrong)) => {
                for refusal in &wrong {
                    self.typed.wrong(&name(refusal.field().unwrap_or(sheet.field)), refusal.words(lang));
                }
            }
            Err(Slip::Said(Failure::Refused(told) | Failure::TooMany(told, _) | Failure::NotFound(told))) => {
                self.typed.wrong(&name(told.field.unwrap_or(sheet.field)), told.words.pick(lang));
            }
            Err(Slip::Said(other) | Slip::Failed(other)) => return Err(other),
        }
        Ok(Err(Box::new(self)))
    }
}
