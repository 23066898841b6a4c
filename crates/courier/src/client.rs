//! How the house asks another machine over HTTP: one connection for one request, straight to where the address
//! says. No redirect is followed, no proxy of the environment is used, and each status is an answer.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use ureq::Agent;
use ureq::config::Config;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::smtp::Roots;

/// Trusts `roots`, and waits for the whole of an answer no longer than `wait`.
pub fn config(roots: &Roots, wait: Duration) -> Config {
    let (with_system, own) = match roots {
        Roots::System => (true, None),
        Roots::SystemAnd(pem) => (true, Some(pem)),
        Roots::Only(pem) => (false, Some(pem)),
    };
    let system = if with_system { rustls_native_certs::load_native_certs().certs } else { Vec::new() };
    let own = own.into_iter().flat_map(|pem| CertificateDer::pem_slice_iter(pem).filter_map(Result::ok));
    let roots: Vec<Certificate<'static>> =
        system.into_iter().chain(own).map(|c| Certificate::from_der(c.as_ref()).to_owned()).collect();
    // Named rather than the process's default, which another library could set.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .unversioned_rustls_crypto_provider(provider)
        .build();
    Agent::config_builder()
        .tls_config(tls)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent("Quittance")
        .max_idle_connections(0)
        .timeout_global(Some(wait))
        .build()
}
