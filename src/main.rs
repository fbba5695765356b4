//! The command line of Leerpad.
fn main() {}
