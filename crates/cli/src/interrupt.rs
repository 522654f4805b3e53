//! Ctrl-C becomes KeyboardInterrupt.
//!
//! ```text
//! SIGINT ─► the listening thread sets a bit of the heap's pending word ─► next safe point ─► KeyboardInterrupt
//! ```
//!
//! When the bit of the last Ctrl-C is still set at the next one, the program is not coming to a safe point: the process ends.

use std::io;
use std::sync::atomic::{AtomicU32, Ordering};

use exuvia::{Runtime, program};
use exuvia_runtime::vm::pending;
use signal_hook::consts::SIGINT;
use signal_hook::iterator::Signals;

/// Listens from now on, for as long as the process lives. The runtime must never be dropped.
pub fn listen(runtime: &Runtime) -> io::Result<()> {
    let address = runtime.with(|vm| vm.heap.pending().as_ptr() as usize);
    let mut signals = Signals::new([SIGINT])?;
    std::thread::Builder::new().name("interrupts".to_owned()).spawn(move || {
        // SAFETY: the word lies in the heap's head, which stays mapped; the interpreter reads it anew at each safe point.
        let word = unsafe { AtomicU32::from_ptr(address as *mut u32) };
        for _ in signals.forever() {
            if word.fetch_or(pending::INTERRUPT, Ordering::SeqCst) & pending::INTERRUPT != 0 {
                std::process::exit(program::INTERRUPTED);
            }
        }
    })?;
    Ok(())
}
