//! The methods of `str` that search, cut, join, pad, and change case.
//!
//! ```text
//! find: bytes are searched, the byte found becomes an index of characters; for ASCII text they are the same
//! ```
//!
//! Predicates, translation and encoding are in `str_more`; operators in `str_type`, formatting in `str_format`.

use std::convert::Infallible;

use super::searching::{
    count, find, left_of_center, limit_of, pieces, pieces_from_end, replaced_length, rfind,
};
use super::str_type::{byte_of, char_of, itself, join, room};
use super::str_unicode as unicode;
use crate::format::unicode::is_space;
use crate::native::R;
use crate::object::list::List;
use crate::object::new_exact;
use crate::object::string::Str;
use crate::object::tuple::Tuple;
use crate::ops::slicing::slice_index;
use crate::value::Value;
use crate::vm::Vm;

/// The methods of `str` that take text apart and put it together.
pub struct StrMethods;

#[exuvia_macros::builtin_methods]
impl StrMethods {
    /// Return a capitalized version of the string. The first character has titlecase, the others lower case.
    #[sig("capitalize(self, /)")]
    fn capitalize(vm: &mut Vm, this: &Str) -> R<String> {
        room(vm, this.byte_len())?;
        Ok(unicode::capitalize(this.as_str()))
    }

    /// Return a version of the string suitable for caseless comparisons.
    #[sig("casefold(self, /)")]
    fn casefold(vm: &mut Vm, this: &Str) -> R<String> {
        room(vm, this.byte_len())?;
        Ok(if this.is_ascii() { this.as_str().to_ascii_lowercase() } else { unicode::fold(this.as_str()) })
    }

    /// Return a centered string of length width. Padding is done using the specified fill character (default is a space).
    #[sig("center(self, width, fillchar=' ', /)")]
    fn center(vm: &mut Vm, this: &Str, width: i64, fill: Option<&Value>) -> R {
        padded(vm, this, width, fill, left_of_center)
    }

    /// Return a left-justified string of length width. Padding is done using the specified fill character (default is a space).
    #[sig("ljust(self, width, fillchar=' ', /)")]
    fn ljust(vm: &mut Vm, this: &Str, width: i64, fill: Option<&Value>) -> R {
        padded(vm, this, width, fill, |_, _| 0)
    }

    /// Return a right-justified string of length width. Padding is done using the specified fill character (default is a space).
    #[sig("rjust(self, width, fillchar=' ', /)")]
    fn rjust(vm: &mut Vm, this: &Str, width: i64, fill: Option<&Value>) -> R {
        padded(vm, this, width, fill, |padding, _| padding)
    }

    /// Pad a numeric string with zeros on the left, to fill a field of the given width. The string is never truncated.
    #[sig("zfill(self, width, /)")]
    fn zfill(vm: &mut Vm, this: &Str, width: i64) -> R {
        let padding = usize::try_from(width).unwrap_or(0).saturating_sub(this.char_len());
        if padding == 0 {
            return itself(vm, this);
        }
        room(vm, this.byte_len().saturating_add(padding))?;
        let text = this.as_str();
        let (sign, digits) = text.split_at(usize::from(text.starts_with(['+', '-'])));
        let mut out = String::with_capacity(padding + text.len());
        out.push_str(sign);
        out.extend(std::iter::repeat_n('0', padding));
        out.push_str(digits);
        vm.text(&out)
    }

    /// Return the number of non-overlapping occurrences of substring sub in string S[start:end].
    #[sig("count(self, sub, start=None, end=None, /)")]
    fn count(vm: &mut Vm, this: &Str, sub: &Str, start: Option<&Value>, end: Option<&Value>) -> R<usize> {
        let Some((first, last)) = byte_range(vm, this, start, end)? else { return Ok(0) };
        let part = &this.as_str()[first..last];
        if sub.byte_len() == 0 {
            return Ok(part.chars().count() + 1);
        }
        Ok(count(part.as_bytes(), sub.as_str().as_bytes()))
    }

    /// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end]. Return -1 on failure.
    #[sig("find(self, sub, start=None, end=None, /)")]
    fn find(vm: &mut Vm, this: &Str, sub: &Str, start: Option<&Value>, end: Option<&Value>) -> R<i64> {
        Ok(search(vm, this, sub, start, end, find)?.map_or(-1, |index| index as i64))
    }

    /// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end]. Return -1 on failure.
    #[sig("rfind(self, sub, start=None, end=None, /)")]
    fn rfind(vm: &mut Vm, this: &Str, sub: &Str, start: Option<&Value>, end: Option<&Value>) -> R<i64> {
        Ok(search(vm, this, sub, start, end, rfind)?.map_or(-1, |index| index as i64))
    }

    /// Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end]. Raises ValueError when
    /// the substring is not found.
    #[sig("index(self, sub, start=None, end=None, /)")]
    fn index(vm: &mut Vm, this: &Str, sub: &Str, start: Option<&Value>, end: Option<&Value>) -> R<usize> {
        search(vm, this, sub, start, end, find)?.ok_or_else(|| vm.value_error("substring not found"))
    }

    /// Return the highest index in S where substring sub is found, such that sub is contained within S[start:end]. Raises ValueError when
    /// the substring is not found.
    #[sig("rindex(self, sub, start=None, end=None, /)")]
    fn rindex(vm: &mut Vm, this: &Str, sub: &Str, start: Option<&Value>, end: Option<&Value>) -> R<usize> {
        search(vm, this, sub, start, end, rfind)?.ok_or_else(|| vm.value_error("substring not found"))
    }

    /// Return True if the string starts with the specified prefix, False otherwise. prefix: a string or a tuple of strings to try.
    #[sig("startswith(self, prefix, start=None, end=None, /)")]
    fn startswith(
        vm: &mut Vm,
        this: &Str,
        prefix: &Value,
        start: Option<&Value>,
        end: Option<&Value>,
    ) -> R<bool> {
        has_affix(vm, this, prefix, start, end, "startswith", |text, prefix| text.starts_with(prefix))
    }

    /// Return True if the string ends with the specified suffix, False otherwise. suffix: a string or a tuple of strings to try.
    #[sig("endswith(self, suffix, start=None, end=None, /)")]
    fn endswith(
        vm: &mut Vm,
        this: &Str,
        suffix: &Value,
        start: Option<&Value>,
        end: Option<&Value>,
    ) -> R<bool> {
        has_affix(vm, this, suffix, start, end, "endswith", |text, suffix| text.ends_with(suffix))
    }

    /// Return a copy where all tab characters are expanded using spaces. If tabsize is not given, a tab size of 8 characters is assumed.
    #[sig("expandtabs(self, /, tabsize=8)")]
    fn expandtabs(vm: &mut Vm, this: &Str, tab_size: Option<i64>) -> R {
        let tab_size = usize::try_from(tab_size.unwrap_or(8)).unwrap_or(0);
        let tabs = this.as_str().bytes().filter(|byte| *byte == b'\t').count();
        if tabs == 0 {
            return itself(vm, this);
        }
        room(vm, this.byte_len().saturating_add(tabs.saturating_mul(tab_size)))?;
        let mut out = String::with_capacity(this.byte_len());
        let mut column = 0;
        for character in this.as_str().chars() {
            match character {
                '\t' if tab_size > 0 => {
                    let spaces = tab_size - column % tab_size;
                    out.extend(std::iter::repeat_n(' ', spaces));
                    column += spaces;
                }
                '\t' => {}
                _ => {
                    out.push(character);
                    column = if matches!(character, '\n' | '\r') { 0 } else { column + 1 };
                }
            }
        }
        vm.text(&out)
    }

    /// Concatenate any number of strings. The string whose method is called is inserted in between each given string.
    #[sig("join(self, iterable, /)")]
    fn join(vm: &mut Vm, this: &Str, iterable: &Value) -> R {
        join(vm, this, iterable)
    }

    /// Return a copy of the string converted to lowercase.
    #[sig("lower(self, /)")]
    fn lower(vm: &mut Vm, this: &Str) -> R<String> {
        room(vm, this.byte_len())?;
        Ok(if this.is_ascii() { this.as_str().to_ascii_lowercase() } else { unicode::lower(this.as_str()) })
    }

    /// Return a copy of the string converted to uppercase.
    #[sig("upper(self, /)")]
    fn upper(vm: &mut Vm, this: &Str) -> R<String> {
        room(vm, this.byte_len())?;
        Ok(if this.is_ascii() { this.as_str().to_ascii_uppercase() } else { unicode::upper(this.as_str()) })
    }

    /// Convert uppercase characters to lowercase and lowercase characters to uppercase.
    #[sig("swapcase(self, /)")]
    fn swapcase(vm: &mut Vm, this: &Str) -> R<String> {
        room(vm, this.byte_len())?;
        Ok(unicode::swap(this.as_str()))
    }

    /// Return a version of the string where each word is titlecased.
    #[sig("title(self, /)")]
    fn title(vm: &mut Vm, this: &Str) -> R<String> {
        room(vm, this.byte_len())?;
        Ok(unicode::title(this.as_str()))
    }

    /// Return a copy of the string with leading and trailing whitespace (or the given characters) removed.
    #[sig("strip(self, chars=None, /)")]
    fn strip(vm: &mut Vm, this: &Str, characters: Option<&Value>) -> R {
        let kept = stripped(vm, this, characters, "strip", true, true)?;
        part(vm, this, kept)
    }

    /// Return a copy of the string with leading whitespace (or the given characters) removed.
    #[sig("lstrip(self, chars=None, /)")]
    fn lstrip(vm: &mut Vm, this: &Str, characters: Option<&Value>) -> R {
        let kept = stripped(vm, this, characters, "lstrip", true, false)?;
        part(vm, this, kept)
    }

    /// Return a copy of the string with trailing whitespace (or the given characters) removed.
    #[sig("rstrip(self, chars=None, /)")]
    fn rstrip(vm: &mut Vm, this: &Str, characters: Option<&Value>) -> R {
        let kept = stripped(vm, this, characters, "rstrip", false, true)?;
        part(vm, this, kept)
    }

    /// Return a str with the given prefix string removed if present.
    #[sig("removeprefix(self, prefix, /)")]
    fn removeprefix(vm: &mut Vm, this: &Str, prefix: &Str) -> R {
        let kept = this.as_str().strip_prefix(prefix.as_str()).unwrap_or(this.as_str());
        part(vm, this, kept)
    }

    /// Return a str with the given suffix string removed if present.
    #[sig("removesuffix(self, suffix, /)")]
    fn removesuffix(vm: &mut Vm, this: &Str, suffix: &Str) -> R {
        let kept = this.as_str().strip_suffix(suffix.as_str()).unwrap_or(this.as_str());
        part(vm, this, kept)
    }

    /// Partition the string into three parts using the given separator, at its first place: what is before, the separator, what is after.
    #[sig("partition(self, sep, /)")]
    fn partition(vm: &mut Vm, this: &Str, separator: &Value) -> R {
        let separator = partition_separator(vm, separator)?;
        let text = this.as_str();
        match find(text.as_bytes(), separator.as_str().as_bytes()) {
            Some(place) => three(vm, &text[..place], separator, &text[place + separator.byte_len()..]),
            None => {
                let (whole, empty) = (itself(vm, this)?, vm.text("")?);
                vm.tuple(vec![whole, empty.clone(), empty])
            }
        }
    }

    /// Partition the string into three parts using the given separator, at its last place: what is before, the separator, what is after.
    #[sig("rpartition(self, sep, /)")]
    fn rpartition(vm: &mut Vm, this: &Str, separator: &Value) -> R {
        let separator = partition_separator(vm, separator)?;
        let text = this.as_str();
        match rfind(text.as_bytes(), separator.as_str().as_bytes()) {
            Some(place) => three(vm, &text[..place], separator, &text[place + separator.byte_len()..]),
            None => {
                let (whole, empty) = (itself(vm, this)?, vm.text("")?);
                vm.tuple(vec![empty.clone(), empty, whole])
            }
        }
    }

    /// Return a copy with all occurrences of substring old replaced by new. count: maximum number of occurrences to replace; -1 (the
    /// default value) means replace all occurrences.
    #[sig("replace(self, old, new, /, count=-1)")]
    fn replace(vm: &mut Vm, this: &Str, old: &Str, new: &Str, times: Option<i64>) -> R {
        replaced(vm, this, old, new, limit_of(times))
    }

    /// Return a list of the substrings in the string, using sep as the separator string. sep None splits on any whitespace. maxsplit: the
    /// maximum number of splits (starting from the left); -1 means no limit.
    #[sig("split(self, /, sep=None, maxsplit=-1)")]
    fn split(vm: &mut Vm, this: &Str, separator: Option<&Value>, limit: Option<i64>) -> R {
        let limit = limit_of(limit);
        let list = List::default();
        match split_separator(vm, separator)? {
            Some(separator) => {
                let text = this.as_str();
                pieces(text.as_bytes(), separator.as_str().as_bytes(), limit, |piece| {
                    push(vm, &list, &text[piece])
                })?;
            }
            None => split_space(vm, this, limit, &list)?,
        }
        Ok(new_exact(vm.heap, list))
    }

    /// Return a list of the substrings in the string, using sep as the separator string. Splitting starts at the end of the string and
    /// works to the front. maxsplit: the maximum number of splits (starting from the right); -1 means no limit.
    #[sig("rsplit(self, /, sep=None, maxsplit=-1)")]
    fn rsplit(vm: &mut Vm, this: &Str, separator: Option<&Value>, limit: Option<i64>) -> R {
        let limit = limit_of(limit);
        let text = this.as_str();
        let list = List::default();
        match split_separator(vm, separator)? {
            Some(separator) => {
                for piece in
                    pieces_from_end(text.as_bytes(), separator.as_str().as_bytes(), limit).into_iter().rev()
                {
                    push(vm, &list, &text[piece])?;
                }
            }
            None => rsplit_space(vm, text, limit, &list)?,
        }
        Ok(new_exact(vm.heap, list))
    }

    /// Return a list of the lines in the string, breaking at line boundaries. Line breaks are not included in the resulting list unless
    /// keepends is given and true.
    #[sig("splitlines(self, /, keepends=False)")]
    fn splitlines(vm: &mut Vm, this: &Str, keep_ends: Option<bool>) -> R {
        let list = List::default();
        let mut rest = this.as_str();
        while !rest.is_empty() {
            let line = rest.find(is_line_break).unwrap_or(rest.len());
            let next = line + line_break_length(&rest[line..]);
            push(vm, &list, &rest[..if keep_ends == Some(true) { next } else { line }])?;
            rest = &rest[next..];
        }
        Ok(new_exact(vm.heap, list))
    }
}

/// Whether a line ends with this character.
fn is_line_break(character: char) -> bool {
    matches!(character, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Bytes of the line break that a text begins with; 0 at the text's end.
fn line_break_length(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { text.chars().next().map_or(0, char::len_utf8) }
}

/// The bytes of `text[start:end]`; nothing when `start` lies behind the text or behind `end`.
pub(super) fn byte_range(
    vm: &mut Vm,
    text: &Str,
    start: Option<&Value>,
    end: Option<&Value>,
) -> R<Option<(usize, usize)>> {
    if start.is_none() && end.is_none() {
        return Ok(Some((0, text.byte_len())));
    }
    let Some((first, last)) = index_range(vm, start, end, |_| text.char_len())? else { return Ok(None) };
    let first = byte_of(text, first);
    Ok(Some((first, byte_of(text, last).max(first))))
}

/// The range that a search looks at. The length is asked for once the indices are known, which may run Python code.
pub(super) fn index_range(
    vm: &mut Vm,
    start: Option<&Value>,
    end: Option<&Value>,
    length: impl FnOnce(&mut Vm) -> usize,
) -> R<Option<(usize, usize)>> {
    let mut index = |value: Option<&Value>, default: i64| match value {
        Some(value) if !value.is_none() => slice_index(vm, value),
        _ => Ok(default),
    };
    let (start, end) = (index(start, 0)?, index(end, i64::MAX)?);
    let length = length(vm) as i64;
    let limit = |index: i64| if index < 0 { index.saturating_add(length).max(0) } else { index };
    let (start, end) = (limit(start), limit(end).min(length));
    Ok((start <= end).then_some((start as usize, end as usize)))
}

fn search(
    vm: &mut Vm,
    text: &Str,
    sub: &Str,
    start: Option<&Value>,
    end: Option<&Value>,
    find: fn(&[u8], &[u8]) -> Option<usize>,
) -> R<Option<usize>> {
    let Some((first, last)) = byte_range(vm, text, start, end)? else { return Ok(None) };
    let place = find(&text.as_str().as_bytes()[first..last], sub.as_str().as_bytes());
    Ok(place.map(|place| char_of(text, first + place)))
}

fn has_affix(
    vm: &mut Vm,
    text: &Str,
    affix: &Value,
    start: Option<&Value>,
    end: Option<&Value>,
    function: &str,
    test: fn(&str, &str) -> bool,
) -> R<bool> {
    let range = byte_range(vm, text, start, end)?;
    let holds =
        |affix: &Str| range.is_some_and(|(first, last)| test(&text.as_str()[first..last], affix.as_str()));
    if let Some(affix) = affix.downcast::<Str>() {
        return Ok(holds(affix));
    }
    let Some(tuple) = affix.downcast::<Tuple>() else {
        let class = vm.class_name(affix);
        return Err(vm.type_error(format!("{function} first arg must be str or a tuple of str, not {class}")));
    };
    for affix in tuple.items() {
        match affix.downcast::<Str>() {
            Some(affix) if holds(affix) => return Ok(true),
            Some(_) => {}
            None => {
                let class = vm.class_name(affix);
                return Err(vm.type_error(format!("tuple for {function} must only contain str, not {class}")));
            }
        }
    }
    Ok(false)
}

fn padded(
    vm: &mut Vm,
    text: &Str,
    width: i64,
    fill: Option<&Value>,
    left: impl FnOnce(usize, usize) -> usize,
) -> R {
    let fill = match fill.map(|fill| (fill, fill.downcast::<Str>())) {
        None => ' ',
        Some((fill, None)) => {
            let class = vm.class_name(fill);
            return Err(vm.type_error(format!("The fill character must be a unicode character, not {class}")));
        }
        Some((_, Some(fill))) => {
            let mut characters = fill.as_str().chars();
            match (characters.next(), characters.next()) {
                (Some(only), None) => only,
                _ => return Err(vm.type_error("The fill character must be exactly one character long")),
            }
        }
    };
    let width = usize::try_from(width).unwrap_or(0);
    let padding = width.saturating_sub(text.char_len());
    if padding == 0 {
        return itself(vm, text);
    }
    let length = padding.saturating_mul(fill.len_utf8()).saturating_add(text.byte_len());
    room(vm, length)?;
    let before = left(padding, width);
    let mut out = String::with_capacity(length);
    out.extend(std::iter::repeat_n(fill, before));
    out.push_str(text.as_str());
    out.extend(std::iter::repeat_n(fill, padding - before));
    vm.text(&out)
}

/// The text between the characters that are stripped, at the ends that are asked for.
fn stripped<'a>(
    vm: &mut Vm,
    text: &'a Str,
    characters: Option<&Value>,
    function: &str,
    left: bool,
    right: bool,
) -> R<&'a str> {
    let text = text.as_str();
    let Some(characters) = characters.filter(|characters| !characters.is_none()) else {
        let text = if left { text.trim_start_matches(is_space) } else { text };
        return Ok(if right { text.trim_end_matches(is_space) } else { text });
    };
    let Some(characters) = characters.downcast::<Str>() else {
        return Err(vm.type_error(format!("{function} arg must be None or str")));
    };
    let known = characters.as_str();
    let is_stripped = |character: char| known.contains(character);
    let text = if left { text.trim_start_matches(is_stripped) } else { text };
    Ok(if right { text.trim_end_matches(is_stripped) } else { text })
}

/// A part of a string as an object: the string itself when it is the whole.
fn part(vm: &mut Vm, whole: &Str, part: &str) -> R {
    if part.len() == whole.byte_len() { itself(vm, whole) } else { vm.text(part) }
}

fn three(vm: &mut Vm, before: &str, separator: &Str, after: &str) -> R {
    let parts = vec![vm.text(before)?, itself(vm, separator)?, vm.text(after)?];
    vm.tuple(parts)
}

fn partition_separator<'a>(vm: &mut Vm, separator: &'a Value) -> R<&'a Str> {
    match separator.downcast::<Str>() {
        Some(separator) if separator.byte_len() == 0 => Err(vm.value_error("empty separator")),
        Some(separator) => Ok(separator),
        None => {
            let class = vm.class_name(separator);
            Err(vm.type_error(format!("must be str, not {class}")))
        }
    }
}

fn split_separator<'a>(vm: &mut Vm, separator: Option<&'a Value>) -> R<Option<&'a Str>> {
    let Some(separator) = separator.filter(|separator| !separator.is_none()) else { return Ok(None) };
    match separator.downcast::<Str>() {
        Some(separator) if separator.byte_len() == 0 => Err(vm.value_error("empty separator")),
        Some(separator) => Ok(Some(separator)),
        None => {
            let class = vm.class_name(separator);
            Err(vm.type_error(format!("must be str or None, not {class}")))
        }
    }
}

#[inline]
fn push(vm: &mut Vm, list: &List, piece: &str) -> R<()> {
    let piece = vm.text(piece)?;
    list.push(vm.heap, piece).map_err(|_| vm.memory_error())
}

/// Words between white space, the first `limit` of them; then the rest as it is.
fn split_space(vm: &mut Vm, this: &Str, limit: usize, list: &List) -> R<()> {
    let text = this.as_str();
    if this.is_ascii() {
        return split_ascii_space(vm, text, limit, list);
    }
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        if list.len() == limit {
            return push(vm, list, rest);
        }
        let end = rest.find(is_space).unwrap_or(rest.len());
        push(vm, list, &rest[..end])?;
        rest = rest[end..].trim_start_matches(is_space);
    }
    Ok(())
}

fn split_ascii_space(vm: &mut Vm, text: &str, limit: usize, list: &List) -> R<()> {
    let letters = text.as_bytes();
    let mut start = 0;
    loop {
        while letters.get(start).is_some_and(|letter| is_space(char::from(*letter))) {
            start += 1;
        }
        if start == letters.len() {
            return Ok(());
        }
        if list.len() == limit {
            return push(vm, list, &text[start..]);
        }
        let mut end = start + 1;
        while letters.get(end).is_some_and(|letter| !is_space(char::from(*letter))) {
            end += 1;
        }
        push(vm, list, &text[start..end])?;
        start = end;
    }
}

fn rsplit_space(vm: &mut Vm, text: &str, limit: usize, list: &List) -> R<()> {
    let mut words = Vec::new();
    let mut rest = text.trim_end_matches(is_space);
    while !rest.is_empty() {
        if words.len() == limit {
            words.push(rest);
            break;
        }
        let start = rest.char_indices().rev().find(|(_, character)| is_space(*character));
        let start = start.map_or(0, |(byte, character)| byte + character.len_utf8());
        words.push(&rest[start..]);
        rest = rest[..start].trim_end_matches(is_space);
    }
    words.into_iter().rev().try_for_each(|word| push(vm, list, word))
}

fn replaced(vm: &mut Vm, this: &Str, old: &Str, new: &Str, limit: usize) -> R {
    let (text, old, new) = (this.as_str(), old.as_str(), new.as_str());
    if limit == 0 || old == new {
        return itself(vm, this);
    }
    let times = if old.is_empty() { this.char_len() + 1 } else { count(text.as_bytes(), old.as_bytes()) };
    let times = times.min(limit);
    if times == 0 {
        return itself(vm, this);
    }
    let length = replaced_length(text.len(), old.len(), new.len(), times).unwrap_or(usize::MAX);
    room(vm, length)?;
    let mut out = String::with_capacity(length);
    if old.is_empty() {
        let mut rest = text.chars();
        for _ in 0..times {
            out.push_str(new);
            out.extend(rest.next());
        }
        out.push_str(rest.as_str());
        return vm.text(&out);
    }
    let mut between = false;
    let pushed: Result<(), Infallible> = pieces(text.as_bytes(), old.as_bytes(), limit, |piece| {
        if std::mem::replace(&mut between, true) {
            out.push_str(new);
        }
        out.push_str(&text[piece]);
        Ok(())
    });
    match pushed {
        Ok(()) => vm.text(&out),
    }
}
