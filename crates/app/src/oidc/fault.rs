//! What can be wrong with a provider, or with what it says.

use courier::OidcSilence;

kernel::sentences! {
    /// What is wrong with a provider, or with what it says.
    ProviderFault {
        /// An address that is none, or in clear.
        Address { what: String, said: String } = "address",
            "{what} : « {said} » n’est pas une adresse en https",
            "{what}: « {said} » is no https address";
        /// Nobody there.
        Unreachable { host: String } = "unreachable",
            "{host} est injoignable",
            "{host} cannot be reached";
        /// Nobody answers in time.
        TimedOut { host: String } = "timed-out",
            "{host} n’a pas répondu à temps",
            "{host} did not answer in time";
        /// No certificate that holds.
        Tls { host: String } = "tls",
            "{host} n’a pas de certificat reconnu par cette machine",
            "{host} has no certificate that this machine trusts";
        /// It sends elsewhere.
        Redirects { host: String, status: i64 } = "redirects",
            "{host} renvoie ailleurs ({status}), ce qui n’est pas suivi",
            "{host} sends elsewhere ({status}), which is not followed";
        /// It refuses.
        Refused { host: String, status: i64, said: String } = "refused",
            "{host} a répondu {status} {said}",
            "{host} answered {status} {said}";
        /// It talks too much.
        TooLong { host: String } = "too-long",
            "la réponse de {host} est trop longue",
            "the answer of {host} is too long";
        /// No JSON.
        Garbled { host: String } = "garbled",
            "la réponse de {host} est illisible",
            "the answer of {host} cannot be read";
        /// Its papers lack something.
        Missing { field: String } = "missing",
            "sa configuration publiée n’a pas « {field} »",
            "its published configuration has no « {field} »";
        /// It calls itself otherwise.
        IssuerDiffers { said: String, expected: String } = "issuer-differs",
            "il se nomme « {said} » et non « {expected} » : l’adresse configurée doit être exactement la sienne",
            "it calls itself « {said} », not « {expected} »: the address that is set must be exactly its own";
        /// It signs in no way of ours.
        NoAlgorithm { said: String } = "no-algorithm",
            "il ne signe qu’en {said} ; il faut RS256, PS256 ou ES256",
            "it signs by {said} only; RS256, PS256 or ES256 is needed";
        /// No key of ours.
        NoKey = "no-key",
            "il ne publie aucune clé de signature utilisable (RSA de 2048 bits au moins, ou P-256)",
            "it publishes no key to sign that can be used (RSA of 2048 bits at least, or P-256)";

        /// No token came.
        NoToken = "no-token",
            "il n’a pas donné de jeton d’identité",
            "it gave no ID token";
        /// No token.
        Shapeless = "shapeless",
            "son jeton d’identité est illisible",
            "its ID token cannot be read";
        /// `none`, a shared secret, or what we do not know.
        Algorithm { alg: String } = "algorithm",
            "son jeton est signé par « {alg} », qui n’est pas accepté",
            "its token is signed by « {alg} », which is not accepted";
        /// A key that is in no set.
        KeyUnknown = "key-unknown",
            "son jeton est signé par une clé qu’il ne publie pas",
            "its token is signed by a key that it does not publish";
        /// The signature is wrong.
        Signature = "signature",
            "la signature de son jeton est fausse",
            "the signature of its token is wrong";
        /// Another's token.
        Issuer = "issuer",
            "son jeton vient d’un autre émetteur",
            "its token comes from another issuer";
        /// A token for somebody else.
        Audience = "audience",
            "son jeton est destiné à une autre application",
            "its token is meant for another application";
        /// Over.
        Expired = "expired",
            "son jeton est périmé ; vérifiez les horloges",
            "its token is over; check the clocks";
        /// Not yet, or long ago.
        Instant = "instant",
            "l’heure de son jeton n’est pas celle de cette connexion ; vérifiez les horloges",
            "the time of its token is not that of this sign-in; check the clocks";
        /// The answer to another sign-in.
        Nonce = "nonce",
            "son jeton répond à une autre connexion",
            "its token answers another sign-in";
        /// Nobody named.
        Subject = "subject",
            "son jeton ne désigne personne",
            "its token names nobody";
        /// What names people is not there.
        ClaimMissing { claim: String } = "claim-missing",
            "son jeton d’identité n’a pas « {claim} » : réglez le fournisseur pour qu’il l’y mette",
            "its ID token has no « {claim} »: have the provider put it there";
        /// The answer comes from another provider.
        AnsweredByAnother = "answered-by-another",
            "la réponse vient d’un autre fournisseur",
            "the answer comes from another provider";
    }
}

impl From<OidcSilence> for ProviderFault {
    fn from(silence: OidcSilence) -> Self {
        match silence {
            OidcSilence::Unreachable { host } => Self::Unreachable { host },
            OidcSilence::TimedOut { host } => Self::TimedOut { host },
            OidcSilence::Tls { host } => Self::Tls { host },
            OidcSilence::Redirects { host, status } => Self::Redirects { host, status: status.into() },
            OidcSilence::Refused { host, status, said } => Self::Refused { host, status: status.into(), said },
            OidcSilence::TooLong { host } => Self::TooLong { host },
            OidcSilence::Garbled { host } => Self::Garbled { host },
        }
    }
}
