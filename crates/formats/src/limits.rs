//! What a file may ask of us. Each limit is far above what real files need and low enough that a
//! hostile or broken file is refused before it costs memory.

/// Bytes of a file: a FEC of six million lines is about 1 GiB, and offsets are kept on 32 bits.
pub const FILE_BYTES: usize = 1 << 30;
/// Bytes of a line: the longest line of a real export is a few kilobytes.
pub const LINE_BYTES: usize = 1 << 20;
/// Characters of a cell: what a spreadsheet allows in one cell.
pub const CELL_BYTES: usize = 32_767 * 4;
/// Columns of a table: what anyone maps by hand; spreadsheets go to 16 384.
pub const COLUMNS: usize = 512;
/// Data lines of a table: twice the rows of the largest spreadsheet.
pub const ROWS: usize = 2_000_000;
/// Lines looked at for the header: titles above a table are a few lines.
pub const HEADER_LINES: usize = 25;
/// Members of an XLSX file: a workbook of a thousand sheets has some two thousand.
pub const ZIP_MEMBERS: usize = 10_000;
/// Bytes of all members of an XLSX once expanded: a million rows of ten columns is about 500 MB.
pub const ZIP_EXPANDED: u64 = 1 << 30;
/// Expansion of one member, checked above [`ZIP_RATIO_FLOOR`]: sheets shrink 10 to 60 times, bombs
/// a thousand times.
pub const ZIP_RATIO: u64 = 200;
/// Expanded size under which the ratio says nothing.
pub const ZIP_RATIO_FLOOR: u64 = 16 << 20;
/// Problems kept in full for one file; the number of the others is told.
pub const PROBLEMS: usize = 20_000;
/// Bytes looked at to recognise a format.
pub const HEAD_BYTES: usize = 64 << 10;
/// Bytes of an answer of an open API, read whole: a day of the bulletin is a few megabytes, a year of collective
/// procedures some sixty.
pub const JSON_BYTES: usize = 96 << 20;
/// Records of one such file: a year of collective procedures is some 150 000 notices.
pub const JSON_RECORDS: usize = 400_000;
/// Persons of one notice: an extension to a group names a few dozen.
pub const NOTICE_PERSONS: usize = 200;
/// Establishments of one company kept: the largest answers hold a hundred.
pub const ESTABLISHMENTS: usize = 2_000;
/// Characters of one text of a record: the longest notices are a few thousand.
pub const TEXT_CHARS: usize = 32 << 10;
