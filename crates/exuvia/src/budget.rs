//! How many bytes an interpreter may take.
//!
//! ```text
//! 64M = 64 × 2²⁰ bytes        K, M, G (also KiB, KB, kib …) count in powers of 1024
//! ```

use std::fmt;
use std::str::FromStr;

/// A hard limit on the bytes of one heap. Reaching it raises `MemoryError` in the program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Budget(usize);

impl Budget {
    /// No limit but the machine's.
    pub const UNLIMITED: Budget = Budget(usize::MAX);

    /// A limit in bytes.
    pub const fn bytes(bytes: usize) -> Budget {
        Budget(bytes)
    }

    /// A limit in units of 2²⁰ bytes.
    pub const fn mebibytes(mebibytes: usize) -> Budget {
        Budget(mebibytes.saturating_mul(1 << 20))
    }

    /// The limit in bytes; `usize::MAX` when there is none.
    pub const fn in_bytes(self) -> usize {
        self.0
    }
}

impl Default for Budget {
    fn default() -> Budget {
        Budget::UNLIMITED
    }
}

/// The text is no number of bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvalidBudget(String);

impl fmt::Display for InvalidBudget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "'{}' is no number of bytes: write 64M, 512K, 2G or plain bytes", self.0)
    }
}

impl std::error::Error for InvalidBudget {}

impl FromStr for Budget {
    type Err = InvalidBudget;

    /// ```
    /// use exuvia::Budget;
    /// assert_eq!("64M".parse(), Ok(Budget::mebibytes(64)));
    /// assert_eq!("1.5KiB".parse(), Ok(Budget::bytes(1536)));
    /// assert!("much".parse::<Budget>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Budget, InvalidBudget> {
        let invalid = || InvalidBudget(text.to_owned());
        let trimmed = text.trim();
        let digits = trimmed.find(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != '_');
        let (number, unit) = trimmed.split_at(digits.unwrap_or(trimmed.len()));
        let shift = match unit.trim().to_ascii_lowercase().as_str() {
            "" | "b" => 0,
            "k" | "kb" | "kib" => 10,
            "m" | "mb" | "mib" => 20,
            "g" | "gb" | "gib" => 30,
            "t" | "tb" | "tib" => 40,
            _ => return Err(invalid()),
        };
        let number = number.replace('_', "");
        if let Ok(whole) = number.parse::<usize>() {
            return whole.checked_mul(1 << shift).filter(|bytes| *bytes > 0).map(Budget).ok_or_else(invalid);
        }
        let fraction: f64 = number.parse().map_err(|_| invalid())?;
        let bytes = fraction * (1u64 << shift) as f64;
        if bytes >= 1.0 && bytes < usize::MAX as f64 { Ok(Budget(bytes as usize)) } else { Err(invalid()) }
    }
}
