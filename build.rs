//! The default theme and the starter site are built into the binary: a change of them is a change
//! of the program.

fn main() {
    for folder in ["templates", "static", "locales", "starter"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
