//! Documents with their bytes, kept in the database so that a backup is one file.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id};
use ledger::{AccountId, ItemId};

use crate::{
    StoreError,
    entity::{chunked, entity, find_row, insert_row, known, load, repository},
    schema::document,
    types::stored_id,
};

define_id!(
    /// One document.
    DocumentId
);
stored_id!(DocumentId);

repository!(
    /// Documents.
    Documents,
    documents
);

entity!(
    /// A document and its bytes.
    Document, document => DocumentRow {
        /// Identity.
        id: DocumentId,
        /// The account it belongs to.
        account_id: Option<AccountId>,
        /// What it is, as a slug (`letter`, `print-file`, `invoice`…).
        kind: String,
        /// Name of the file given to people.
        file_name: String,
        /// Media type.
        media_type: String,
        /// SHA-256 of the bytes, hexadecimal.
        sha256: String,
        /// Number of bytes.
        size: i64,
        /// The bytes.
        content: Vec<u8>,
        /// When it was made.
        created_us: Timestamp,
        /// The piece whose file it is.
        item_id: Option<ItemId>,
    }
);

/// A document without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentInfo {
    /// Identity.
    pub id: DocumentId,
    /// The account it belongs to.
    pub account_id: Option<AccountId>,
    /// What it is, as a slug.
    pub kind: String,
    /// Name of the file given to people.
    pub file_name: String,
    /// Media type.
    pub media_type: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// Number of bytes.
    pub size: i64,
    /// When it was made.
    pub created_us: Timestamp,
    /// The piece whose file it is.
    pub item_id: Option<ItemId>,
}

/// A row without its bytes.
type Bare = (i64, Option<i64>, String, String, String, String, i64, i64, Option<i64>);

/// The columns of [`Bare`].
macro_rules! bare {
    () => {
        (
            document::id,
            document::account_id,
            document::kind,
            document::file_name,
            document::media_type,
            document::sha256,
            document::size,
            document::created_us,
            document::item_id,
        )
    };
}

fn info(
    (id, account_id, kind, file_name, media_type, sha256, size, created, item): Bare,
) -> Result<DocumentInfo, StoreError> {
    Ok(DocumentInfo {
        id: DocumentId(id),
        account_id: account_id.map(AccountId),
        kind,
        file_name,
        media_type,
        sha256,
        size,
        created_us: load("document", "created_us", created)?,
        item_id: item.map(ItemId),
    })
}

impl Documents<'_> {
    /// The document with its bytes, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: DocumentId) -> Result<Document, StoreError> {
        known(find_row!(self.tx, document => Document, id.0)?, "document", id)
    }

    /// The documents of an account, newest first, without their bytes.
    pub fn of_account(&mut self, account: AccountId) -> Result<Vec<DocumentInfo>, StoreError> {
        let rows: Vec<Bare> = self.tx.run(|c| {
            document::table
                .filter(document::account_id.eq(account.0))
                .order(document::id.desc())
                .select(bare!())
                .load(c)
        })?;
        rows.into_iter().map(info).collect()
    }

    /// Those of the documents that exist, in no order, without their bytes.
    pub fn infos(&mut self, ids: &[DocumentId]) -> Result<Vec<DocumentInfo>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows: Vec<Bare> = self.tx.run(|c| {
            chunked(&keys, |keys| document::table.filter(document::id.eq_any(keys)).select(bare!()).load(c))
        })?;
        rows.into_iter().map(info).collect()
    }

    /// The files of those pieces, by document within each piece, without their bytes.
    pub fn of_items(&mut self, items: &[ItemId]) -> Result<Vec<DocumentInfo>, StoreError> {
        let keys: Vec<i64> = items.iter().map(|id| id.0).collect();
        let rows: Vec<Bare> = self.tx.run(|c| {
            chunked(&keys, |keys| {
                document::table.filter(document::item_id.eq_any(keys)).order(document::id).select(bare!()).load(c)
            })
        })?;
        rows.into_iter().map(info).collect()
    }

    /// Takes its files from a piece; they stay, as files of their account. Answers how many they were.
    pub fn take_from(&mut self, item: ItemId) -> Result<usize, StoreError> {
        self.tx.run(|c| {
            diesel::update(document::table.filter(document::item_id.eq(item.0)))
                .set(document::item_id.eq(None::<i64>))
                .execute(c)
        })
    }

    /// Adds a document.
    pub fn insert(&mut self, entity: &Document) -> Result<(), StoreError> {
        insert_row!(self.tx, document, entity)
    }
}
