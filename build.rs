//! The default theme is built into the binary: a change of it is a change of the program.

fn main() {
    for folder in ["templates", "static", "locales"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
