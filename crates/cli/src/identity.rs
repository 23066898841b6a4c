//! `token`, `session`, `second-factor`: how people and their programs sign in.

use app::scopes::Scope;
use app::tokens::{DAYS, NewToken, TokenAnswer};
use app::{Actor, Role};
use clap::{Args, Subcommand};

use crate::house::House;
use crate::output::{Done, Failure, json, language, line, table, talk};

/// `token`.
#[derive(Args)]
pub struct TokenArgs {
    #[command(subcommand)]
    verb: TokenVerb,
}

#[derive(Subcommand)]
enum TokenVerb {
    /// Make a token, printed once: what it does is in the name of its owner.
    Create {
        /// Login of its owner.
        login: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// What it may do: read, import, allocate, accounts:write, run, settings; several times.
        #[arg(long = "scope", required = true)]
        scopes: Vec<String>,
        /// Days it is good for.
        #[arg(long, default_value_t = DAYS)]
        days: i64,
    },
    /// The tokens of somebody.
    List {
        /// Login.
        login: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Take a token away.
    Revoke {
        /// Its reference, as listed.
        token: String,
    },
    /// What each scope gives.
    Scopes,
}

fn shown(token: &TokenAnswer) -> serde_json::Value {
    serde_json::json!({
        "id": token.id, "name": token.name, "hint": token.hint, "scopes": token.scopes.names().collect::<Vec<_>>(),
        "created": token.created.to_string(), "used": token.used.map(|at| at.to_string()),
        "expires": token.expires.to_string(), "expired": token.over,
    })
}

impl TokenArgs {
    /// Runs it.
    pub fn run(self, house: &House) -> Result<Done, Failure> {
        if matches!(self.verb, TokenVerb::Scopes) {
            let row = |s: Scope| vec![s.slug().to_owned(), s.wording().pick(language()).to_owned()];
            table(&Scope::ALL.map(row))?;
            return Ok(Done::Well);
        }
        let (desk, actor) = (house.desk()?, Actor::operator());
        match self.verb {
            TokenVerb::Create { login, name, scopes, days } => {
                let new = NewToken { name, days: Some(days), scopes };
                line(&desk.make_token_for(&actor, &login, &new)?.token)?;
                talk("this token is not shown again");
            }
            TokenVerb::List { login, json: whole } => {
                let tokens = desk.tokens(&actor, &login)?;
                if whole {
                    json(&tokens.iter().map(shown).collect::<Vec<_>>())?;
                } else {
                    let row = |t: &TokenAnswer| {
                        let used = t.used.map_or_else(|| "-".to_owned(), |at| at.to_string());
                        let scopes = t.scopes.names().collect::<Vec<_>>().join(" ");
                        let name = format!("{} {} {}", t.id, t.hint, t.name);
                        vec![name, scopes, t.created.to_string(), used, t.expires.to_string()]
                    };
                    let head = ["token", "scopes", "made", "used", "expires"].map(str::to_owned).to_vec();
                    table(&std::iter::once(head).chain(tokens.iter().map(row)).collect::<Vec<_>>())?;
                }
            }
            TokenVerb::Revoke { token } => {
                let id = token.parse().map_err(|_| Failure(format!("« {token} » is no reference of a token")))?;
                desk.revoke_token(&actor, id)?;
            }
            TokenVerb::Scopes => {}
        }
        Ok(Done::Well)
    }
}

/// `session`.
#[derive(Args)]
pub struct SessionArgs {
    #[command(subcommand)]
    verb: SessionVerb,
}

#[derive(Subcommand)]
enum SessionVerb {
    /// Where somebody is signed in.
    List {
        /// Login.
        login: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Sign a device of somebody out, or all of them.
    End {
        /// Login.
        login: String,
        /// The session, as listed; all of them without it.
        session: Option<String>,
    },
}

impl SessionArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.verb {
            SessionVerb::List { login, json: whole } => {
                let sessions = desk.sessions(&actor, login, "")?;
                let device = |s: &app::sessions::SessionAnswer| s.device.pick(language()).to_owned();
                if *whole {
                    let one = |s| {
                        let s: &app::sessions::SessionAnswer = s;
                        serde_json::json!({
                            "id": s.id, "device": device(s), "from": s.from, "since": s.since.to_string(),
                            "seen": s.seen.to_string(),
                        })
                    };
                    json(&sessions.iter().map(one).collect::<Vec<_>>())?;
                } else {
                    let row = |s: &app::sessions::SessionAnswer| {
                        vec![s.id.clone(), device(s), s.from.clone(), s.since.to_string(), s.seen.to_string()]
                    };
                    let head = ["session", "device", "from", "since", "seen"].map(str::to_owned).to_vec();
                    table(&std::iter::once(head).chain(sessions.iter().map(row)).collect::<Vec<_>>())?;
                }
            }
            SessionVerb::End { login, session: Some(session) } => desk.end_session(&actor, login, session)?,
            SessionVerb::End { login, session: None } => {
                line(&desk.end_sessions_of(&actor, login)?.to_string())?;
            }
        }
        Ok(Done::Well)
    }
}

/// `second-factor`.
#[derive(Args)]
pub struct SecondFactorArgs {
    #[command(subcommand)]
    verb: SecondFactorVerb,
}

#[derive(Subcommand)]
enum SecondFactorVerb {
    /// Turn off the codes of somebody who lost their device; their sessions end.
    Reset {
        /// Login.
        login: String,
    },
    /// Show or set the roles that sign in with a code.
    Roles {
        /// The roles, separated by commas; `none` for no role.
        #[arg(long, value_delimiter = ',')]
        set: Option<Vec<String>>,
    },
}

impl SecondFactorArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.verb {
            SecondFactorVerb::Reset { login } => desk.reset_second_factor(&actor, login)?,
            SecondFactorVerb::Roles { set } => {
                if let Some(roles) = set {
                    let none = roles.iter().all(|role| role == "none");
                    desk.set_roles_with_code(&actor, if none { &[] } else { roles })?;
                }
                for role in desk.roles_with_code(&actor)? {
                    line(Role::slug(role))?;
                }
            }
        }
        Ok(Done::Well)
    }
}
