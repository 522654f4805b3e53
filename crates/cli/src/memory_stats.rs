//! `--memory-stats`: what the heap holds when the program's last line has run.
//!
//! ```text
//! arenas · pools by size class and kind · live objects by type · collections with their pauses
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;

use exuvia_runtime::Vm;
use exuvia_runtime::object::object_info;

/// Types that are listed one by one.
const SHOWN_TYPES: usize = 24;
/// Collections that are listed one by one.
const SHOWN_COLLECTIONS: usize = 12;

/// The statistics as text.
pub fn describe(vm: &Vm) -> String {
    let mut text = String::from("--- memory ---\n");
    // Writing to a String cannot fail.
    let _ = describe_bytes(vm, &mut text);
    let _ = describe_pools(vm, &mut text);
    let _ = describe_types(vm, &mut text);
    let _ = describe_collections(vm, &mut text);
    text
}

fn describe_bytes(vm: &Vm, text: &mut String) -> std::fmt::Result {
    let statistics = vm.heap.allocator().statistics();
    writeln!(
        text,
        "arenas {} in use, {} empty, {} given back; {} committed",
        statistics.arenas,
        statistics.empty_arenas,
        statistics.released_arenas,
        bytes(statistics.committed_bytes)
    )?;
    let budget = if statistics.budget_bytes == usize::MAX {
        "none".to_owned()
    } else {
        bytes(statistics.budget_bytes)
    };
    writeln!(
        text,
        "bytes  {} in live blocks, {} granted to pools, {} outside of them; peak {}, budget {budget}",
        bytes(statistics.live_bytes),
        bytes(statistics.granted_bytes),
        bytes(statistics.charged_bytes + statistics.native_bytes),
        bytes(statistics.peak_bytes)
    )
}

fn describe_pools(vm: &Vm, text: &mut String) -> std::fmt::Result {
    let statistics = vm.heap.allocator().statistics();
    writeln!(
        text,
        "\n{:>9}  {:<10}{:>7}{:>12}{:>12}{:>8}",
        "block", "kind", "pools", "live", "free", "full"
    )?;
    for class in &statistics.classes {
        let blocks = class.live_blocks + class.free_blocks;
        let kind = format!("{:?}", class.kind).to_lowercase();
        let full = percent(class.live_blocks, blocks);
        writeln!(
            text,
            "{:>9}  {kind:<10}{:>7}{:>12}{:>12}{full:>8}",
            class.block_bytes, class.pools, class.live_blocks, class.free_blocks
        )?;
    }
    if statistics.large_runs > 0 {
        writeln!(
            text,
            "{:>9}  {} runs of their own, {}",
            "large",
            statistics.large_runs,
            bytes(statistics.large_bytes)
        )?;
    }
    Ok(())
}

fn describe_types(vm: &Vm, text: &mut String) -> std::fmt::Result {
    let mut types: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    vm.heap.walk(&mut |object| {
        // SAFETY: the walk passes live objects.
        let name = unsafe { object_info(object) }.class.name_text();
        let entry = types.entry(name).or_default();
        entry.0 += 1;
        entry.1 += vm.heap.bytes_of(object);
    });
    let mut rows: Vec<(String, (usize, usize))> = types.into_iter().collect();
    rows.sort_by(|a, b| b.1.1.cmp(&a.1.1).then_with(|| a.0.cmp(&b.0)));
    writeln!(text, "\n{:<32}{:>10}{:>14}", "live objects of type", "number", "bytes")?;
    for (name, (objects, taken)) in rows.iter().take(SHOWN_TYPES) {
        writeln!(text, "{name:<32}{objects:>10}{taken:>14}")?;
    }
    if let Some(rest) = rows.get(SHOWN_TYPES..).filter(|rest| !rest.is_empty()) {
        let (objects, taken) = rest.iter().fold((0, 0), |sum, row| (sum.0 + row.1.0, sum.1 + row.1.1));
        writeln!(text, "{:<32}{objects:>10}{taken:>14}", format!("{} more types", rest.len()))?;
    }
    Ok(())
}

fn describe_collections(vm: &Vm, text: &mut String) -> std::fmt::Result {
    let totals = vm.heap.totals();
    writeln!(text, "\n{:<12}{:>12}{:>12}", "generation", "collections", "collected")?;
    for (generation, total) in totals.iter().enumerate() {
        writeln!(text, "{generation:<12}{:>12}{:>12}", total.collections, total.collected)?;
    }
    let history = vm.heap.history();
    if history.is_empty() {
        return Ok(());
    }
    let longest = history.iter().map(|record| record.outcome.pause_nanoseconds).max().unwrap_or_default();
    writeln!(text, "\nlatest collections (the longest of {} took {})", history.len(), microseconds(longest))?;
    for record in history.iter().rev().take(SHOWN_COLLECTIONS) {
        let outcome = record.outcome;
        writeln!(
            text,
            "#{:<6} generation {}  looked at {:>9}, freed {:>9}, pause {:>12}",
            record.number,
            outcome.generation,
            outcome.examined,
            outcome.collected,
            microseconds(outcome.pause_nanoseconds)
        )?;
    }
    Ok(())
}

fn percent(part: usize, whole: usize) -> String {
    (part * 100).checked_div(whole).map_or_else(|| "-".to_owned(), |percent| format!("{percent} %"))
}

fn microseconds(nanoseconds: u64) -> String {
    format!("{:.1} µs", nanoseconds as f64 / 1000.0)
}

fn bytes(bytes: usize) -> String {
    match bytes {
        0..0x2800 => format!("{bytes} B"),
        0x2800..0xA0_0000 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}
