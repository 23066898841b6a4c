//! Passwords and tokens: how they are made, and the little that is kept of them.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use kernel::hex;
use sha2::{Digest, Sha256};

use crate::{DeskError, Refusal};

/// Hash of nothing anyone knows, of the same cost as a real one.
pub(crate) const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$xQhXEiUPJvTjmM7kP3cJq8tEUrYV6wQ0mVh4Jg2dGqk";

/// What is kept of a password.
pub(crate) fn hash(password: &str) -> Result<String, DeskError> {
    let salt: [u8; 16] = random()?;
    let hashed: Result<PasswordHash, _> = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    Ok(hashed.map_err(|e| Refusal::NoSecret { why: e.to_string() })?.to_string())
}

/// True when `stored` was made from the password.
pub(crate) fn verify(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok())
}

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], DeskError> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|e| Refusal::NoSecret { why: e.to_string() })?;
    Ok(bytes)
}

/// A token of 256 bits.
pub(crate) fn token() -> Result<String, DeskError> {
    Ok(hex(&random::<32>()?))
}

/// What is kept of a token. It holds so many bits that no salt is needed.
pub(crate) fn digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
