//! "Did you mean …?": the name among many that differs least from the one that was not found.
//!
//! ```text
//! cost of an insertion or deletion 2, of a substitution 2, of a change of case 1;   at most a third of the letters may change
//! ```

const MOVE: usize = 2;
const CASE: usize = 1;
const MOST_NAMES: usize = 750;
const LONGEST: usize = 40;

fn substitution(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.to_lowercase().eq(b.to_lowercase()) {
        CASE
    } else {
        MOVE
    }
}

/// The edit distance (Wagner and Fischer), or something above `most` when it is more than that.
fn distance(a: &[char], b: &[char], most: usize) -> usize {
    let prefix = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a.is_empty() {
        return MOVE * b.len();
    }
    if a.len() > LONGEST || b.len() > LONGEST || (b.len() - a.len()) * MOVE > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|index| index * MOVE).collect();
    for (index, &letter) in b.iter().enumerate() {
        let mut diagonal = index * MOVE;
        let mut result = diagonal + MOVE;
        let mut least = usize::MAX;
        for (cell, &other) in row.iter_mut().zip(a) {
            let substituted = diagonal + substitution(letter, other);
            diagonal = *cell;
            result = substituted.min(result.min(*cell) + MOVE);
            *cell = result;
            least = least.min(result);
        }
        if least > most {
            return most + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// The best suggestion among the names, the first of equally good ones.
pub fn closest<'a>(names: &'a [String], wrong: &str) -> Option<&'a str> {
    if names.len() >= MOST_NAMES {
        return None;
    }
    let wrong_letters: Vec<char> = wrong.chars().collect();
    if wrong_letters.len() > LONGEST {
        return None;
    }
    let mut best: Option<(&str, usize)> = None;
    for name in names.iter().filter(|name| *name != wrong) {
        let letters: Vec<char> = name.chars().collect();
        let mut most = (letters.len() + wrong_letters.len() + 3) * MOVE / 6;
        if let Some((_, known)) = best {
            most = most.min(known.saturating_sub(1));
        }
        let found = distance(&wrong_letters, &letters, most);
        if found <= most && best.is_none_or(|(_, known)| found < known) {
            best = Some((name, found));
        }
    }
    best.map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggest(names: &[&str], wrong: &str) -> Option<String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        closest(&names, wrong).map(str::to_owned)
    }

    #[test]
    fn near_names_are_suggested() {
        assert_eq!(suggest(&["append", "extend"], "apend").as_deref(), Some("append"));
        assert_eq!(suggest(&["blech", "foo"], "bluch").as_deref(), Some("blech"));
        assert_eq!(suggest(&["Value"], "value").as_deref(), Some("Value"));
        assert_eq!(suggest(&["completely", "different"], "xyz"), None);
        assert_eq!(suggest(&["same"], "same"), None);
    }
}
