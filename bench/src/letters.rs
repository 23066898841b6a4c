//! Letters of real reminders, and the bare compiler on a plain page with the same figures.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use amicable::Strategy;
use app::Desk;
use app::letters::{Addressee, Asked, AskedLine, compose};
use app::texts::Texts;
use documents::Letter;
use kernel::Money;
use ledger::{AccountId, Item, ItemId};
use store::{AccountLine, Reminder, ReminderId, ReminderItem, StoreError};

use crate::bare_typst::Bare;
use crate::data::Shape;
use crate::house::{self, House};
use crate::probe::{Fallible, Meter, Sample};

/// Letters compared with the bare compiler.
pub const THOUSAND: usize = 1_000;
/// Letters of a big morning.
pub const TEN_THOUSAND: usize = 10_000;
/// Reminders read at a time.
const PAGE: u32 = 1_000;
/// Lines of the table with which a letter holds on one page.
const LINES: usize = 8;

/// Lays `count` letters out on so many threads.
pub fn render(house: &House, count: usize, threads: usize) -> Fallible<Sample> {
    let letters = letters(house, count)?;
    let meter = Meter::start();
    let bytes = lay_out(&letters, threads)?;
    let mut sum = Sum::default();
    sum.add(&letters, bytes);
    Ok(sum.told(meter.stop()))
}

/// The same as the desk does it: page after page read, composed and laid out, so that memory is that of
/// a page; all of it is counted.
pub fn morning(house: &House, count: usize, threads: usize) -> Fallible<Sample> {
    let mut sum = Sum::default();
    let meter = Meter::start();
    pages(house, count, |letters| {
        let bytes = lay_out(&letters, threads)?;
        sum.add(&letters, bytes);
        Ok(())
    })?;
    Ok(sum.told(meter.stop()))
}

/// Bytes of the PDFs.
fn lay_out(letters: &[Letter], threads: usize) -> Fallible<usize> {
    let (bytes, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    documents::render_letters(letters, NonZeroUsize::new(threads).ok_or("no thread")?, |_, pdf| match pdf {
        Ok(pdf) => {
            bytes.fetch_add(pdf.bytes().len(), Ordering::Relaxed);
        }
        Err(_) => {
            failed.fetch_add(1, Ordering::Relaxed);
        }
    });
    if failed.load(Ordering::Relaxed) != 0 {
        return Err(format!("{} letters could not be laid out", failed.load(Ordering::Relaxed)).into());
    }
    Ok(bytes.into_inner())
}

/// The bare compiler, one thread, one document after the other.
pub fn bare(house: &House) -> Fallible<Sample> {
    let letters = letters(house, THOUSAND)?;
    let bare = Bare::new()?;
    let mut bytes = 0;
    let (meter, mut sum) = (Meter::start(), Sum::default());
    for letter in &letters {
        bytes += bare.compile(letter)?.len();
    }
    let sample = meter.stop();
    sum.add(&letters, bytes);
    Ok(sum.told(sample))
}

/// What was laid out.
#[derive(Default)]
struct Sum {
    letters: usize,
    lines: usize,
    bytes: usize,
}

impl Sum {
    fn add(&mut self, letters: &[Letter], bytes: usize) {
        self.letters += letters.len();
        self.lines += letters.iter().map(|l| l.items.len() + l.credits.len()).sum::<usize>();
        self.bytes += bytes;
    }

    fn told(&self, sample: Sample) -> Sample {
        let count = self.letters.max(1);
        let note = format!("{:.1} lines and {} kB a letter", per(self.lines, count), self.bytes / count / 1000);
        sample.about(format!("{} letters", self.letters), note)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a mean of small counts")]
fn per(sum: usize, count: usize) -> f64 {
    sum as f64 / count as f64
}

/// All the letters of [`pages`] at once.
fn letters(house: &House, count: usize) -> Fallible<Vec<Letter>> {
    let mut all = Vec::with_capacity(count);
    pages(house, count, |mut letters| {
        all.append(&mut letters);
        Ok(())
    })?;
    Ok(all)
}

/// Letters of the reminders of the first run, in turn as first reminder, second and formal notice,
/// so that texts, interest and indemnities all have their share; page after page, `count` at most.
fn pages(house: &House, count: usize, mut each: impl FnMut(Vec<Letter>) -> Fallible<()>) -> Fallible<()> {
    let desk = house::desk(&house.after_run(Shape::Open), house::day(0)?)?;
    let (strategy, texts) = (Strategy::standard(), Texts::default());
    let (mut made, mut after) = (0, None);
    while made < count {
        let material = Material::read(&desk, after)?;
        let Some(last) = material.reminders.last() else { break };
        after = Some(last.id);
        let mut letters = Vec::new();
        for reminder in &material.reminders {
            let lines = material.lines_of(reminder);
            if lines.is_empty() || lines.len() > LINES {
                continue;
            }
            let Some(line) = material.accounts.get(&reminder.account_id) else { continue };
            let step = &strategy.steps[(made + letters.len()) % strategy.steps.len()];
            let asked = Asked {
                ident: reminder.id.to_string(),
                step: step.clone(),
                registered: String::new(),
                space: String::new(),
                on: reminder.on_day,
                grant_until: reminder.grant_until,
                disputed: false,
                previous_on: (step.slug != strategy.steps[0].slug).then_some(house::day(-15)?),
                lines,
            };
            let to = Addressee { account: &line.account, debtor: &line.debtor, attention: "" };
            let text = texts.choose(step, step.channel, line.debtor.language, None);
            letters.push(compose(desk.law(), &material.creditor, to, &asked, text)?);
            if made + letters.len() == count {
                break;
            }
        }
        made += letters.len();
        each(letters)?;
    }
    if made == 0 {
        return Err("the run decided no letter".into());
    }
    Ok(())
}

struct Material {
    creditor: ledger::Creditor,
    reminders: Vec<Reminder>,
    asked: Vec<ReminderItem>,
    accounts: HashMap<AccountId, AccountLine>,
    items: HashMap<ItemId, Item>,
}

impl Material {
    /// A page of reminders of the newest run, after one of them.
    fn read(desk: &Desk, after: Option<ReminderId>) -> Fallible<Self> {
        let read = desk.store().read::<_, StoreError>(|tx| {
            let Some(run) = tx.runs().list(None, 1)?.into_iter().next() else { return Ok(None) };
            let Some(creditor) = tx.creditors().list()?.into_iter().next() else { return Ok(None) };
            let reminders = tx.reminders().of_run(run.id, after, PAGE)?;
            let ids: Vec<_> = reminders.iter().map(|r| r.id).collect();
            let asked = tx.reminders().items_of(&ids)?;
            let accounts: Vec<_> = reminders.iter().map(|r| r.account_id).collect();
            let items: Vec<_> = asked.iter().map(|l| l.item_id).collect();
            Ok(Some(Self {
                creditor,
                accounts: tx.accounts().get_many(&accounts)?.into_iter().map(|l| (l.account.id, l)).collect(),
                items: tx.items().get_many(&items)?.into_iter().map(|i| (i.id, i)).collect(),
                reminders,
                asked,
            }))
        })?;
        let mut material = read.ok_or("no run was written")?;
        material.asked.sort_by_key(|l| (l.reminder_id, l.open_minor < 0, l.item_id));
        Ok(material)
    }

    fn lines_of(&self, reminder: &Reminder) -> Vec<AskedLine> {
        let start = self.asked.partition_point(|l| l.reminder_id < reminder.id);
        let mine = self.asked[start..].iter().take_while(|l| l.reminder_id == reminder.id);
        let money = |minor| Money::new(minor, reminder.currency);
        mine.filter_map(|l| {
            Some(AskedLine {
                item: self.items.get(&l.item_id)?.clone(),
                open: money(l.open_minor),
                interest: money(l.interest_minor),
                indemnity: money(l.indemnity_minor),
                disputed: money(0),
            })
        })
        .collect()
    }
}
