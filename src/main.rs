//! The command line of Leerpad.

use std::process::ExitCode;

fn main() -> ExitCode {
    leerpad::cli::run()
}
