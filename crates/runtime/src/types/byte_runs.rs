//! Work on plain runs of bytes: white space, words, lines, replacing, hexadecimal text.
//!
//! ```text
//! words(" a  b ", 9) = [1..2, 4..5]      lines("a\r\nb") = [0..1, 3..4]
//! ```
//!
//! Nothing here knows objects.

use std::convert::Infallible;
use std::ops::Range;

use super::searching::pieces;

/// White space of bytes.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// What is left between the bytes that are stripped.
pub fn kept(data: &[u8], strip: impl Fn(u8) -> bool, left: bool, right: bool) -> Range<usize> {
    let keep = |byte: &u8| !strip(*byte);
    let start = if left { data.iter().position(keep).unwrap_or(data.len()) } else { 0 };
    let end = if right { data.iter().rposition(keep).map_or(start, |last| last + 1) } else { data.len() };
    start..end
}

/// A copy with the first `times` places of `old` replaced; `length` is the result's.
pub fn replaced(data: &[u8], old: &[u8], new: &[u8], times: usize, length: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(length);
    if times == 0 {
        out.extend_from_slice(data);
    } else if old.is_empty() {
        for index in 0..times {
            out.extend_from_slice(new);
            out.extend(data.get(index));
        }
        out.extend_from_slice(data.get(times..).unwrap_or(&[]));
    } else {
        let mut between = false;
        let shown: Result<(), Infallible> = pieces(data, old, times, |piece| {
            if std::mem::replace(&mut between, true) {
                out.extend_from_slice(new);
            }
            out.extend_from_slice(&data[piece]);
            Ok(())
        });
        match shown {
            Ok(()) => {}
        }
    }
    out
}

/// The ranges between the first `limit` separators, which are not empty.
pub fn split_ranges(data: &[u8], separator: &[u8], limit: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let shown: Result<(), Infallible> = pieces(data, separator, limit, |piece| {
        ranges.push(piece);
        Ok(())
    });
    match shown {
        Ok(()) => ranges,
    }
}

/// Words between white space, the first `limit` of them; then the rest as it is.
pub fn words(data: &[u8], limit: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    while let Some(skipped) = data[start..].iter().position(|byte| !is_space(*byte)) {
        start += skipped;
        if ranges.len() == limit {
            ranges.push(start..data.len());
            break;
        }
        let end =
            data[start..].iter().position(|byte| is_space(*byte)).map_or(data.len(), |length| start + length);
        ranges.push(start..end);
        start = end;
    }
    ranges
}

/// The same from the end on: the last `limit` words, then the rest.
pub fn words_from_end(data: &[u8], limit: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut end = data.len();
    while let Some(last) = data[..end].iter().rposition(|byte| !is_space(*byte)) {
        if ranges.len() == limit {
            ranges.push(0..last + 1);
            break;
        }
        let start = data[..=last].iter().rposition(|byte| is_space(*byte)).map_or(0, |space| space + 1);
        ranges.push(start..last + 1);
        end = start;
    }
    ranges
}

/// Lines, with or without their ends: line feeds, carriage returns, or both.
pub fn lines(data: &[u8], keep_ends: bool) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    while start < data.len() {
        let end = memchr::memchr2(b'\n', b'\r', &data[start..]).map_or(data.len(), |length| start + length);
        let next = end + if data[end..].starts_with(b"\r\n") { 2 } else { usize::from(end < data.len()) };
        ranges.push(start..if keep_ends { next } else { end });
        start = next;
    }
    ranges
}

/// Two digits a byte, a separator between groups; groups are counted from the right, from the left when `group` is negative.
pub fn hex_text(data: &[u8], separator: Option<char>, group: i64) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX).max(1);
    let mut out = String::with_capacity(data.len() * 3);
    for (index, byte) in data.iter().enumerate() {
        let boundary =
            if group < 0 { index.is_multiple_of(size) } else { (data.len() - index).is_multiple_of(size) };
        if let (Some(separator), true, true) = (separator, boundary, index > 0) {
            out.push(separator);
        }
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_lines_are_ranges() {
        assert_eq!(words(b" a  b ", 9), [1..2, 4..5]);
        assert_eq!(words(b" a  b c ", 1), [1..2, 4..8]);
        assert_eq!(words_from_end(b" a  b c ", 1), [6..7, 0..5]);
        assert_eq!(lines(b"a\r\nb\rc\n", false), [0..1, 3..4, 5..6]);
        assert_eq!(lines(b"a\r\nb", true), [0..3, 3..4]);
    }

    #[test]
    fn replacing_nothing_puts_the_new_bytes_between_all_others() {
        assert_eq!(replaced(b"ab", b"", b"-", 3, 5), b"-a-b-");
        assert_eq!(replaced(b"aaa", b"a", b"bb", 2, 5), b"bbbba");
    }

    #[test]
    fn hexadecimal_groups_count_from_either_end() {
        assert_eq!(hex_text(&[1, 0xff, 2], Some(':'), 2), "01:ff02");
        assert_eq!(hex_text(&[1, 0xff, 2], Some(':'), -2), "01ff:02");
    }
}
