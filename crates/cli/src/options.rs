//! The command line.
//!
//! ```text
//! exuvia [COMMAND] [OPTIONS] FILE [ARGUMENT…]      what follows FILE, or -c CODE, belongs to the program
//! ```
//!
//! It knows words, not what is done with them.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use exuvia::Budget;

/// Python with its memory in view: runs programs on a heap that counts every reference.
#[derive(Parser)]
#[command(name = "exuvia", version, disable_help_subcommand = true)]
#[command(after_help = "'exuvia FILE …' and 'exuvia -c CODE …' are short for 'exuvia run …'.")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

/// What is to be done.
#[derive(Subcommand)]
pub enum Command {
    /// Run a program
    Run(RunOptions),
    /// Show the code that a program is compiled to, beside its source lines
    Dis(DisOptions),
    /// Run a program and tell line by line which objects it makes, counts and frees
    Trace(TraceOptions),
}

const WORDS: &[&str] = &["run", "dis", "trace"];

/// How a program is run.
#[derive(Args, Clone, Debug)]
pub struct RunOptions {
    /// The program as text; what follows are its arguments
    #[arg(short = 'c', value_name = "CODE")]
    pub code: Option<String>,

    /// Bytes that the program may take, as 64M or 2G; beyond them it gets MemoryError
    #[arg(long, value_name = "BYTES")]
    pub budget: Option<Budget>,

    /// At the end, print what the heap holds to standard error
    #[arg(long)]
    pub memory_stats: bool,

    /// The program's file ('-' is standard input), then its arguments
    #[arg(value_name = "FILE", trailing_var_arg = true, allow_hyphen_values = true)]
    pub program: Vec<String>,
}

/// What is disassembled.
#[derive(Args)]
pub struct DisOptions {
    /// The program's file ('-' is standard input)
    pub file: PathBuf,
}

/// How a program is traced.
#[derive(Args, Clone, Debug)]
pub struct TraceOptions {
    /// The program as text; what follows are its arguments
    #[arg(short = 'c', value_name = "CODE")]
    pub code: Option<String>,

    /// Print one JSON object for each event, nothing folded
    #[arg(long)]
    pub json: bool,

    /// Tell only of the objects that this name is bound to
    #[arg(long, value_name = "NAME")]
    pub only: Option<String>,

    /// How often a line is told in full before its rounds are summed up; 0: always
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub limit: usize,

    /// Bytes that the program may take, as 64M or 2G
    #[arg(long, value_name = "BYTES")]
    pub budget: Option<Budget>,

    /// The program's file ('-' is standard input), then its arguments
    #[arg(value_name = "FILE", trailing_var_arg = true, allow_hyphen_values = true)]
    pub program: Vec<String>,
}

/// Why there is no command: help was asked for, or something is wrong.
pub struct Stop(clap::Error);

impl Stop {
    fn because(message: &str) -> Stop {
        Stop(CommandLine::command().error(ErrorKind::UnknownArgument, message))
    }

    /// Prints it: help in full, a mistake in one line.
    pub fn report(&self) -> ExitCode {
        match self.0.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                // Nobody reads: nothing to be told.
                let _ = self.0.print();
                ExitCode::SUCCESS
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let _ = self.0.print();
                ExitCode::from(2)
            }
            _ => {
                let text = self.0.to_string();
                let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                let first = lines.next().unwrap_or("the command line cannot be understood");
                let first = first.strip_prefix("error: ").unwrap_or(first);
                let missing = lines.next().filter(|_| first.ends_with(':')).unwrap_or("");
                eprintln!(
                    "exuvia: {first}{}{missing} (see 'exuvia --help')",
                    if missing.is_empty() { "" } else { " " }
                );
                ExitCode::from(2)
            }
        }
    }
}

/// Reads the command line.
pub fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command, Stop> {
    let words = complete(arguments.map(|word| word.to_string_lossy().into_owned()).collect());
    let command = CommandLine::try_parse_from(words).map_err(Stop)?.command;
    let (code, program) = match &command {
        Command::Run(options) => (&options.code, &options.program),
        Command::Trace(options) => (&options.code, &options.program),
        Command::Dis(_) => return Ok(command),
    };
    match program.first() {
        None if code.is_none() => Err(Stop::because("no program: a file, '-' or -c CODE is needed")),
        Some(word) if code.is_none() && word.starts_with('-') && word != "-" => {
            Err(Stop::because(&format!("unexpected argument '{word}' found")))
        }
        _ => Ok(command),
    }
}

/// Puts in the words that may be left out: the command `run`, and the `--` before the arguments of `-c CODE`.
fn complete(mut words: Vec<String>) -> Vec<String> {
    let plain = words.get(1).is_some_and(|word| !WORDS.contains(&word.as_str()) && !is_about_itself(word));
    if plain {
        words.insert(1, "run".to_owned());
    }
    let code = words
        .iter()
        .skip(1)
        .position(|word| word == "-c" || !word.starts_with('-') && !WORDS.contains(&word.as_str()));
    if let Some(at) = code.map(|at| at + 1)
        && words[at] == "-c"
        && words.len() > at + 2
    {
        words.insert(at + 2, "--".to_owned());
    }
    words
}

fn is_about_itself(word: &str) -> bool {
    matches!(word, "--help" | "-h" | "--version" | "-V")
}
