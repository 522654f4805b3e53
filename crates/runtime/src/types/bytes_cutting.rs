//! The methods of `bytes` and `bytearray` that change case, pad, cut, join and replace. Results are of the receiver's class.
//!
//! ```text
//! split: ranges are found while the data is shown, parts are made of them afterwards
//! ```
//!
//! The work on plain bytes is in `byte_runs`.

use super::byte_runs::{is_space, kept, lines, replaced, split_ranges, words, words_from_end};
use super::bytes_shared::Data;
use super::searching::{count, find, left_of_center, limit_of, pieces_from_end, replaced_length, rfind};
use super::str_type::{is_no_iterable, room};
use crate::native::R;
use crate::object::list::List;
use crate::object::new_exact;
use crate::value::Value;
use crate::vm::Vm;
use std::ops::Range;

/// The methods of both classes that take bytes apart and put them together.
pub struct SharedCuttingMethods;

#[exuvia_macros::builtin_methods]
impl SharedCuttingMethods {
    /// Return a copy with only its first character capitalized (ASCII) and the rest lower-cased.
    #[sig("capitalize(self, /)")]
    fn capitalize(vm: &mut Vm, this: Data<'_>) -> R {
        changed(vm, this, |data| {
            data.make_ascii_lowercase();
            data[..1].make_ascii_uppercase();
        })
    }

    /// Return a copy with all ASCII characters converted to lowercase.
    #[sig("lower(self, /)")]
    fn lower(vm: &mut Vm, this: Data<'_>) -> R {
        changed(vm, this, <[u8]>::make_ascii_lowercase)
    }

    /// Return a copy with all ASCII characters converted to uppercase.
    #[sig("upper(self, /)")]
    fn upper(vm: &mut Vm, this: Data<'_>) -> R {
        changed(vm, this, <[u8]>::make_ascii_uppercase)
    }

    /// Return a copy with uppercase ASCII characters converted to lowercase and vice versa.
    #[sig("swapcase(self, /)")]
    fn swapcase(vm: &mut Vm, this: Data<'_>) -> R {
        changed(vm, this, |data| {
            for byte in data.iter_mut().filter(|byte| byte.is_ascii_alphabetic()) {
                *byte ^= 0x20;
            }
        })
    }

    /// Return a titlecased version: ASCII words start with uppercase characters, all remaining cased characters have lowercase.
    #[sig("title(self, /)")]
    fn title(vm: &mut Vm, this: Data<'_>) -> R {
        changed(vm, this, |data| {
            let mut inside = false;
            for byte in data {
                *byte = if inside { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
                inside = byte.is_ascii_alphabetic();
            }
        })
    }

    /// Return a centered copy of length width. Padding is done using the specified fill character.
    #[sig("center(self, width, fillchar=b' ', /)")]
    fn center(vm: &mut Vm, this: Data<'_>, width: i64, fill: Option<&Value>) -> R {
        padded(vm, this, width, fill, "center", left_of_center)
    }

    /// Return a left-justified copy of length width. Padding is done using the specified fill character.
    #[sig("ljust(self, width, fillchar=b' ', /)")]
    fn ljust(vm: &mut Vm, this: Data<'_>, width: i64, fill: Option<&Value>) -> R {
        padded(vm, this, width, fill, "ljust", |_, _| 0)
    }

    /// Return a right-justified copy of length width. Padding is done using the specified fill character.
    #[sig("rjust(self, width, fillchar=b' ', /)")]
    fn rjust(vm: &mut Vm, this: Data<'_>, width: i64, fill: Option<&Value>) -> R {
        padded(vm, this, width, fill, "rjust", |padding, _| padding)
    }

    /// Pad a numeric string with zeros on the left, to fill a field of the given width. The original is never truncated.
    #[sig("zfill(self, width, /)")]
    fn zfill(vm: &mut Vm, this: Data<'_>, width: i64) -> R {
        let padding = usize::try_from(width).unwrap_or(0).saturating_sub(this.len());
        room(vm, this.len().saturating_add(padding))?;
        let data = this.with(|data| {
            let sign = usize::from(matches!(data.first(), Some(b'+' | b'-')) && padding > 0);
            [&data[..sign], &vec![b'0'; padding], &data[sign..]].concat()
        });
        this.like(vm, &data)
    }

    /// Return a copy where all tab characters are expanded using spaces. If tabsize is not given, a tab size of 8 characters is assumed.
    #[sig("expandtabs(self, /, tabsize=8)")]
    fn expandtabs(vm: &mut Vm, this: Data<'_>, tab_size: Option<i64>) -> R {
        let tab_size = usize::try_from(tab_size.unwrap_or(8)).unwrap_or(0);
        let tabs = this.with(|data| count(data, b"\t"));
        room(vm, this.len().saturating_add(tabs.saturating_mul(tab_size)))?;
        let data = this.with(|data| {
            let (mut out, mut column) = (Vec::with_capacity(data.len()), 0);
            for byte in data {
                match byte {
                    b'\t' if tab_size > 0 => {
                        let spaces = tab_size - column % tab_size;
                        out.resize(out.len() + spaces, b' ');
                        column += spaces;
                    }
                    b'\t' => {}
                    _ => {
                        out.push(*byte);
                        column = if matches!(byte, b'\n' | b'\r') { 0 } else { column + 1 };
                    }
                }
            }
            out
        });
        this.like(vm, &data)
    }

    /// Concatenate any number of bytes objects. The bytes whose method is called are inserted in between each pair.
    #[sig("join(self, iterable_of_bytes, /)")]
    fn join(vm: &mut Vm, this: Data<'_>, iterable: &Value) -> R {
        if is_no_iterable(vm, iterable) {
            return Err(vm.type_error("can only join an iterable"));
        }
        let items = vm.collect(iterable)?;
        let mut out = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let Some(data) = Data::of(item) else {
                let class = vm.class_name(item);
                return Err(vm.type_error(format!(
                    "sequence item {index}: expected a bytes-like object, {class} found"
                )));
            };
            room(vm, out.len().saturating_add(data.len()).saturating_add(this.len()))?;
            if index > 0 {
                this.with(|between| out.extend_from_slice(between));
            }
            data.with(|data| out.extend_from_slice(data));
        }
        this.like(vm, &out)
    }

    /// Strip leading and trailing bytes contained in the argument. If the argument is omitted or None, strip ASCII whitespace.
    #[sig("strip(self, bytes=None, /)")]
    fn strip(vm: &mut Vm, this: Data<'_>, bytes: Option<&Value>) -> R {
        stripped(vm, this, bytes, true, true)
    }

    /// Strip leading bytes contained in the argument. If the argument is omitted or None, strip leading ASCII whitespace.
    #[sig("lstrip(self, bytes=None, /)")]
    fn lstrip(vm: &mut Vm, this: Data<'_>, bytes: Option<&Value>) -> R {
        stripped(vm, this, bytes, true, false)
    }

    /// Strip trailing bytes contained in the argument. If the argument is omitted or None, strip trailing ASCII whitespace.
    #[sig("rstrip(self, bytes=None, /)")]
    fn rstrip(vm: &mut Vm, this: Data<'_>, bytes: Option<&Value>) -> R {
        stripped(vm, this, bytes, false, true)
    }

    /// Return bytes with the given prefix removed if present.
    #[sig("removeprefix(self, prefix, /)")]
    fn removeprefix(vm: &mut Vm, this: Data<'_>, prefix: Data<'_>) -> R {
        let start =
            this.with(|data| prefix.with(|prefix| if data.starts_with(prefix) { prefix.len() } else { 0 }));
        this.part(vm, start..this.len())
    }

    /// Return bytes with the given suffix removed if present.
    #[sig("removesuffix(self, suffix, /)")]
    fn removesuffix(vm: &mut Vm, this: Data<'_>, suffix: Data<'_>) -> R {
        let cut =
            this.with(|data| suffix.with(|suffix| if data.ends_with(suffix) { suffix.len() } else { 0 }));
        this.part(vm, 0..this.len() - cut)
    }

    /// Partition the bytes into three parts using the given separator, at its first place.
    #[sig("partition(self, sep, /)")]
    fn partition(vm: &mut Vm, this: Data<'_>, separator: Data<'_>) -> R {
        partitioned(vm, this, separator, find, |length| length)
    }

    /// Partition the bytes into three parts using the given separator, at its last place.
    #[sig("rpartition(self, sep, /)")]
    fn rpartition(vm: &mut Vm, this: Data<'_>, separator: Data<'_>) -> R {
        partitioned(vm, this, separator, rfind, |_| 0)
    }

    /// Return a copy with all occurrences of substring old replaced by new. count: maximum number of occurrences to replace; -1 means all.
    #[sig("replace(self, old, new, count=-1, /)")]
    fn replace(vm: &mut Vm, this: Data<'_>, old: Data<'_>, new: Data<'_>, times: Option<i64>) -> R {
        let limit = limit_of(times);
        let found = this
            .with(|data| old.with(|old| if old.is_empty() { data.len() + 1 } else { count(data, old) }))
            .min(limit);
        let length = replaced_length(this.len(), old.len(), new.len(), found).unwrap_or(usize::MAX);
        room(vm, length)?;
        let data = this.with(|data| old.with(|old| new.with(|new| replaced(data, old, new, found, length))));
        this.like(vm, &data)
    }

    /// Return a list of the sections in the bytes, using sep as the delimiter. sep None splits on ASCII whitespace. maxsplit: maximum number
    /// of splits; -1 means no limit.
    #[sig("split(self, /, sep=None, maxsplit=-1)")]
    fn split(vm: &mut Vm, this: Data<'_>, separator: Option<&Value>, limit: Option<i64>) -> R {
        let limit = limit_of(limit);
        let separator = split_separator(vm, separator)?;
        parts_room(vm, this, limit, |data| parts_between(data, separator))?;
        let ranges = match separator {
            Some(separator) => {
                this.with(|data| separator.with(|separator| split_ranges(data, separator, limit)))
            }
            None => this.with(|data| words(data, limit)),
        };
        parts(vm, this, ranges)
    }

    /// Return a list of the sections in the bytes, using sep as the delimiter. Splitting is done starting at the end of the bytes and
    /// working to the front.
    #[sig("rsplit(self, /, sep=None, maxsplit=-1)")]
    fn rsplit(vm: &mut Vm, this: Data<'_>, separator: Option<&Value>, limit: Option<i64>) -> R {
        let limit = limit_of(limit);
        let separator = split_separator(vm, separator)?;
        parts_room(vm, this, limit, |data| parts_between(data, separator))?;
        let mut ranges = match separator {
            Some(separator) => {
                this.with(|data| separator.with(|separator| pieces_from_end(data, separator, limit)))
            }
            None => this.with(|data| words_from_end(data, limit)),
        };
        ranges.reverse();
        parts(vm, this, ranges)
    }

    /// Return a list of the lines in the bytes, breaking at line boundaries. Line breaks are not included unless keepends is given and true.
    #[sig("splitlines(self, /, keepends=False)")]
    fn splitlines(vm: &mut Vm, this: Data<'_>, keep_ends: Option<bool>) -> R {
        parts_room(vm, this, usize::MAX, |data| memchr::memchr2_iter(b'\n', b'\r', data).count())?;
        let ranges = this.with(|data| lines(data, keep_ends == Some(true)));
        parts(vm, this, ranges)
    }
}

/// A copy that a function has changed; it is not called for empty data.
fn changed(vm: &mut Vm, this: Data<'_>, change: impl FnOnce(&mut [u8])) -> R {
    room(vm, this.len())?;
    let mut data = this.with(<[u8]>::to_vec);
    if !data.is_empty() {
        change(&mut data);
    }
    this.like(vm, &data)
}

fn padded(
    vm: &mut Vm,
    this: Data<'_>,
    width: i64,
    fill: Option<&Value>,
    function: &str,
    left: impl FnOnce(usize, usize) -> usize,
) -> R {
    let fill = match fill {
        None => b' ',
        Some(value) => match Data::of(value) {
            Some(data) if data.len() == 1 => data.with(|data| data[0]),
            Some(data) => {
                let (class, length) = (vm.class_name(value), data.len());
                let message = format!(
                    "{function}(): argument 2 must be a byte string of length 1, not a {class} object of length {length}"
                );
                return Err(vm.type_error(message));
            }
            None => {
                let class = vm.class_name(value);
                return Err(vm.type_error(format!(
                    "{function}() argument 2 must be a byte string of length 1, not {class}"
                )));
            }
        },
    };
    let width = usize::try_from(width).unwrap_or(0);
    let padding = width.saturating_sub(this.len());
    room(vm, this.len().saturating_add(padding))?;
    let before = if padding == 0 { 0 } else { left(padding, width) };
    let data = this.with(|data| {
        let mut out = vec![fill; before];
        out.extend_from_slice(data);
        out.resize(data.len() + padding, fill);
        out
    });
    this.like(vm, &data)
}

fn stripped(vm: &mut Vm, this: Data<'_>, bytes: Option<&Value>, left: bool, right: bool) -> R {
    let range = match bytes.filter(|bytes| !bytes.is_none()) {
        Some(bytes) => {
            let bytes = Data::require(vm, bytes)?;
            bytes.with(|bytes| this.with(|data| kept(data, |byte| bytes.contains(&byte), left, right)))
        }
        None => this.with(|data| kept(data, is_space, left, right)),
    };
    this.part(vm, range)
}

fn partitioned(
    vm: &mut Vm,
    this: Data<'_>,
    separator: Data<'_>,
    find: fn(&[u8], &[u8]) -> Option<usize>,
    place_of_nothing: fn(usize) -> usize,
) -> R {
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let length = this.len();
    let (before, after) = match this.with(|data| separator.with(|separator| find(data, separator))) {
        Some(place) => (place, place + separator.len()),
        None => (place_of_nothing(length), place_of_nothing(length)),
    };
    let parts = vec![this.part(vm, 0..before)?, this.part(vm, before..after)?, this.part(vm, after..length)?];
    vm.tuple(parts)
}

fn split_separator<'a>(vm: &mut Vm, separator: Option<&'a Value>) -> R<Option<Data<'a>>> {
    let Some(separator) = separator.filter(|separator| !separator.is_none()) else { return Ok(None) };
    let separator = Data::require(vm, separator)?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    Ok(Some(separator))
}

/// MemoryError when there is no room for the ranges of all parts: those between separators, or between white space.
fn parts_room(vm: &mut Vm, this: Data<'_>, limit: usize, count: impl FnOnce(&[u8]) -> usize) -> R<()> {
    const SMALL: usize = 1 << 14;
    if this.len() < SMALL {
        return Ok(());
    }
    let found = this.with(count);
    vm.check_room(found.min(limit).saturating_mul(2 * size_of::<Range<usize>>()))
}

/// How many parts lie between separators, at most one too few; without a separator, between white space.
fn parts_between(data: &[u8], separator: Option<Data<'_>>) -> usize {
    match separator {
        Some(separator) => separator.with(|separator| count(data, separator)),
        None => data.windows(2).filter(|pair| is_space(pair[0]) && !is_space(pair[1])).count(),
    }
}

/// A list of parts. No Python code runs while it is made, so the ranges stay in bounds.
fn parts(vm: &mut Vm, this: Data<'_>, ranges: Vec<Range<usize>>) -> R {
    let list = List::default();
    list.reserve(vm.heap, ranges.len()).map_err(|_| vm.memory_error())?;
    for range in ranges {
        let part = this.part(vm, range)?;
        list.push(vm.heap, part).map_err(|_| vm.memory_error())?;
    }
    Ok(new_exact(vm.heap, list))
}
