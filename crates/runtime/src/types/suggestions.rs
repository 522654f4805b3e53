//! "Did you mean": the name that is closest to a mistyped one.

/// Cost of a changed, added or removed letter.
const MOVE_COST: usize = 2;
/// Cost of a letter in the other case.
const CASE_COST: usize = 1;
/// Longer names are not compared.
const MAX_LENGTH: usize = 40;
/// More candidates are not looked at.
const MAX_CANDIDATES: usize = 750;

/// The candidate closest to `name`, if one is close enough.
pub fn closest<'a>(name: &str, candidates: &'a [String]) -> Option<&'a str> {
    if candidates.len() > MAX_CANDIDATES || name.chars().count() > MAX_LENGTH {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.iter().filter(|candidate| candidate.as_str() != name) {
        // About a third of the letters may differ.
        let mut limit = (name.len() + candidate.len() + 3) * MOVE_COST / 6;
        if let Some((distance, _)) = best {
            limit = limit.min(distance.saturating_sub(1));
        }
        let distance = edit_distance(name, candidate);
        if distance <= limit && best.is_none_or(|(known, _)| distance < known) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn substitution(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.to_lowercase().eq(b.to_lowercase()) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The weighted edit distance of two names.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(MAX_LENGTH + 1).collect();
    let mut row: Vec<usize> = (0..=b.len()).map(|column| column * MOVE_COST).collect();
    for (index, letter) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = (index + 1) * MOVE_COST;
        for (column, &other) in b.iter().enumerate() {
            let changed = diagonal + substitution(letter, other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + MOVE_COST).min(diagonal + MOVE_COST);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["value", "volume", "print"].map(str::to_owned);
        assert_eq!(closest("valeu", &names), Some("value"));
        assert_eq!(closest("pirnt", &names), Some("print"));
        assert_eq!(closest("zzz", &names), None);
    }
}
