//! Numbers that look drawn by lot and are the same on every machine.

/// `SplitMix64`.
pub struct Chance(u64);

impl Chance {
    /// A sequence of its own for each seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0, included, to 1, excluded.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are what a double holds")]
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        low + whole(self.share() * f64::from(high - low + 1))
    }

    /// One of the list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let end = i32::try_from(list.len()).unwrap_or(i32::MAX) - 1;
        &list[usize::try_from(self.between(0, end)).unwrap_or(0)]
    }

    /// Normal law, by Box and Muller.
    pub fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        let (u, v) = (1.0 - self.share(), self.share());
        mean + deviation * (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
    }

    /// A count whose logarithm is uniform.
    pub fn log_uniform(&mut self, low: f64, high: f64) -> i32 {
        whole((low.ln() + self.share() * (high.ln() - low.ln())).exp())
    }

    /// Cents, log-normal around `median` euros, at least five euros.
    pub fn cents(&mut self, median: f64) -> i64 {
        i64::from(whole(100.0 * median * self.normal(0.0, 1.1).exp()).max(500))
    }
}

/// Rounded towards zero; the laws used here stay far inside 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "a drawn figure; saturation at the ends would do no harm")]
pub fn whole(value: f64) -> i32 {
    value as i32
}
