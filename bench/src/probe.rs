//! What one measurement costs: wall time, processor time of the process, peak memory.

use std::error::Error;
use std::fs;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// Anything that stops a measurement; said as it is.
pub type Fallible<T> = Result<T, Box<dyn Error>>;

/// Processor time is counted by the system in hundredths of a second.
const TICK_MS: f64 = 10.0;

/// One measurement, handed from the child process to its parent as a line of JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Sample {
    /// Wall time, milliseconds.
    pub wall_ms: f64,
    /// User and system time of all threads, milliseconds.
    pub cpu_ms: f64,
    /// Peak resident memory of the process, mebibytes; zero where the system does not tell.
    pub peak_mb: f64,
    /// Processors that other programs kept busy meanwhile; zero where it was not looked at.
    pub others: f64,
    /// What was worked on.
    pub size: String,
    /// What came out, for the reader to check.
    pub note: String,
}

impl Sample {
    /// Says what was worked on and what came out, and looks at the peak memory.
    pub fn about(mut self, size: impl Into<String>, note: impl Into<String>) -> Self {
        self.size = size.into();
        self.note = note.into();
        self.peak_mb = peak_mb();
        self
    }

    /// The middle one by wall time.
    pub fn median(mut samples: Vec<Self>) -> Option<Self> {
        samples.sort_by(|a, b| a.wall_ms.total_cmp(&b.wall_ms));
        let middle = samples.len() / 2;
        samples.into_iter().nth(middle)
    }
}

/// A stopwatch for the whole process.
pub struct Meter {
    started: Instant,
    cpu_ms: f64,
    machine_ms: f64,
}

impl Meter {
    /// Starts now.
    pub fn start() -> Self {
        Self { cpu_ms: cpu_ms(), machine_ms: machine_ms(), started: Instant::now() }
    }

    /// What passed since the start.
    pub fn stop(&self) -> Sample {
        let wall_ms = milliseconds(self.started.elapsed());
        let cpu_ms = cpu_ms() - self.cpu_ms;
        let others = (machine_ms() - self.machine_ms - cpu_ms).max(0.0) / wall_ms.max(TICK_MS);
        Sample { wall_ms, cpu_ms, others, ..Sample::default() }
    }
}

/// The same work several times in one process: median wall time, mean processor time.
pub fn repeated<T>(times: u32, mut work: impl FnMut() -> Fallible<T>) -> Fallible<(Sample, T)> {
    let meter = Meter::start();
    let mut walls = Vec::new();
    let mut last = None;
    for _ in 0..times.max(1) {
        let started = Instant::now();
        last = Some(work()?);
        walls.push(milliseconds(started.elapsed()));
    }
    let all = meter.stop();
    walls.sort_by(f64::total_cmp);
    let sample = Sample { wall_ms: walls[walls.len() / 2], cpu_ms: all.cpu_ms / f64::from(times.max(1)), ..all };
    Ok((sample, last.ok_or("nothing was measured")?))
}

/// A stopwatch for pieces of work of one thread, with the nanoseconds the scheduler counts.
#[derive(Default)]
pub struct Pieces {
    wall: Duration,
    cpu_ns: u64,
}

impl Pieces {
    /// Adds one piece.
    pub fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (cpu, started) = (thread_ns(), Instant::now());
        let done = work();
        self.wall += started.elapsed();
        self.cpu_ns += thread_ns().saturating_sub(cpu);
        done
    }

    /// All pieces together.
    pub fn sample(&self) -> Sample {
        let cpu = Duration::from_nanos(self.cpu_ns);
        Sample { wall_ms: milliseconds(self.wall), cpu_ms: milliseconds(cpu), ..Sample::default() }
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Processor time, milliseconds, and peak resident memory, mebibytes, of another process.
pub fn of_process(id: u32) -> (f64, f64) {
    (cpu_ms_of(&id.to_string()), peak_mb_of(&id.to_string()))
}

fn cpu_ms() -> f64 {
    cpu_ms_of("self")
}

/// User and system time of a process, from its status line; the name in it may hold blanks.
fn cpu_ms_of(process: &str) -> f64 {
    let line = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = line.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok());
    ticks.sum::<f64>() * TICK_MS
}

/// Time that all processors spent working, for whomever: idle and waiting for the disk left out.
fn machine_ms() -> f64 {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let ticks: Vec<f64> = line.split_whitespace().skip(1).take(7).filter_map(|t| t.parse().ok()).collect();
    (ticks.iter().sum::<f64>() - ticks.iter().skip(3).take(2).sum::<f64>()) * TICK_MS
}

fn thread_ns() -> u64 {
    let line = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    line.split_whitespace().next().and_then(|ns| ns.parse().ok()).unwrap_or(0)
}

fn peak_mb() -> f64 {
    peak_mb_of("self")
}

fn peak_mb_of(process: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
