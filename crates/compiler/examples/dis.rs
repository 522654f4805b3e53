//! Compiles files: one is shown, many are only verified.
use exuvia_compiler::{Mode, Options, compile};
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let single = args.len() == 1;
    let (mut good, mut bad) = (0, 0);
    for path in &args {
        let Ok(source) = std::fs::read_to_string(path) else { continue };
        let result = compile(&source, path, Options { mode: Mode::Exec, ..Options::default() });
        match result {
            Ok(unit) => {
                if single {
                    print!("{}", exuvia_bytecode::disassemble(&unit, Some(&source)));
                }
                match exuvia_bytecode::verify(&unit) {
                    Ok(()) => good += 1,
                    Err(error) => { bad += 1; println!("VERIFY {error}") }
                }
            }
            Err(error) => { bad += 1; println!("{path}: {error} col {}", error.column) }
        }
    }
    println!("{good} good, {bad} bad");
}
