//! The program prints a table with figures in it, from child processes.

use std::process::Command;

fn tables(arguments: &[&str]) -> String {
    let program = Command::new(env!("CARGO_BIN_EXE_exuvia-bench-heaps")).args(arguments).output();
    let output = program.expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The cells of a row, its title first.
fn cells(table: &str, title: &str) -> Vec<String> {
    let row = table.lines().find(|line| line.starts_with(&format!("| {title}")));
    let row = row.unwrap_or_else(|| panic!("no row {title} in\n{table}"));
    row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

#[test]
fn chosen_rows_and_workloads_have_figures() {
    let rows = "exuvia,exuvia-typed,rc,rust-cc,dumpster,gcmodule,gc-arena,malloc";
    let table = tables(&["--quick", "--rows", rows, "--workloads", "w3,bytes,replace"]);
    for title in ["**exuvia-heap** ", "**exuvia-heap, typed**", "rust-cc", "jrsonnet-gcmodule", "gc-arena"] {
        let cells = cells(&table, title);
        let figures: Vec<f64> = cells[1].split(", ").map(|figure| figure.parse().expect(title)).collect();
        assert_eq!(figures.len(), 2, "{title}");
        assert!(cells[2].parse::<f64>().expect(title) >= 32.0, "three references and a header: {title}");
    }
    assert!(cells(&table, "std Rc")[1].ends_with(", –"), "Rc never reclaims cycles");
    assert!(!table.contains("bacon"), "not chosen");
}

#[test]
fn what_takes_too_long_is_a_dash() {
    let table = tables(&["--rows", "rc", "--workloads", "w5", "--limit", "0"]);
    assert_eq!(cells(&table, "std Rc")[1], "–");
}

#[test]
fn options_are_checked() {
    let program = Command::new(env!("CARGO_BIN_EXE_exuvia-bench-heaps")).arg("--slow").output();
    let output = program.expect("the program starts");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("unknown option --slow"));
}
