//! Searching in runs of bytes, which text is as well: UTF-8 begins no character inside of another, so that finds are whole.
//!
//! ```text
//! pieces("a,b,,c", ",")  →  0..1  2..3  4..4  5..6
//! ```
//!
//! Positions are bytes; nothing here knows objects.

use std::ops::Range;

use memchr::memmem;

/// The first place of a needle.
#[inline]
pub fn find(data: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(0),
        [byte] => memchr::memchr(*byte, data),
        _ => memmem::find(data, needle),
    }
}

/// The last place of a needle.
#[inline]
pub fn rfind(data: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(data.len()),
        [byte] => memchr::memrchr(*byte, data),
        _ => memmem::rfind(data, needle),
    }
}

/// How often a needle, which is not empty, occurs without overlap.
pub fn count(data: &[u8], needle: &[u8]) -> usize {
    match needle {
        [byte] => memchr::memchr_iter(*byte, data).count(),
        _ => memmem::find_iter(data, needle).count(),
    }
}

/// Shows the ranges between the first `limit` separators (not empty), in order; stops at the first error.
pub fn pieces<E>(
    data: &[u8],
    separator: &[u8],
    limit: usize,
    mut show: impl FnMut(Range<usize>) -> Result<(), E>,
) -> Result<(), E> {
    let mut start = 0;
    let mut each = |place: usize| {
        let piece = start..place;
        start = place + separator.len();
        show(piece)
    };
    match separator {
        [byte] => memchr::memchr_iter(*byte, data).take(limit).try_for_each(&mut each)?,
        _ => memmem::find_iter(data, separator).take(limit).try_for_each(&mut each)?,
    }
    show(start..data.len())
}

/// The ranges between the last `limit` separators (not empty), from the end on.
pub fn pieces_from_end(data: &[u8], separator: &[u8], limit: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut end = data.len();
    while found.len() < limit {
        let Some(place) = rfind(&data[..end], separator) else { break };
        found.push(place + separator.len()..end);
        end = place;
    }
    found.push(0..end);
    found
}

/// The bytes that replacing takes: its length at the end, for the check of room. `None` when it overflows.
pub fn replaced_length(length: usize, old: usize, new: usize, times: usize) -> Option<usize> {
    let kept = length.checked_sub(old.checked_mul(times)?)?;
    kept.checked_add(new.checked_mul(times)?)
}

/// A `maxsplit` or `count` argument: below zero there is no limit.
pub fn limit_of(count: Option<i64>) -> usize {
    count.and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX)
}

/// The padding on the left of a text that is centred, as Python rounds it.
pub fn left_of_center(padding: usize, width: usize) -> usize {
    padding / 2 + (padding & width & 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(data: &str, separator: &str, limit: usize) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let shown: Result<(), ()> = pieces(data.as_bytes(), separator.as_bytes(), limit, |piece| {
            found.push(piece);
            Ok(())
        });
        assert!(shown.is_ok());
        found
    }

    #[test]
    fn pieces_lie_between_the_separators() {
        assert_eq!(all("a,b,,c", ",", usize::MAX), [0..1, 2..3, 4..4, 5..6]);
        assert_eq!(all("a--b--c", "--", 1), [0..1, 3..7]);
        assert_eq!(all("", ",", usize::MAX).as_slice(), std::slice::from_ref(&(0..0)));
        assert_eq!(pieces_from_end(b"a--b--c", b"--", 1), [6..7, 0..4]);
    }

    #[test]
    fn lengths_that_overflow_are_refused() {
        assert_eq!(replaced_length(3, 1, 2, 3), Some(6));
        assert_eq!(replaced_length(3, 0, usize::MAX, 4), None);
    }
}
