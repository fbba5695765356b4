//! `leerpad serve`, asked over HTTP while its files change: what an author's editor, file manager and
//! version control do, and what somebody does who should not be let in.

#[cfg(test)]
mod serve {
    mod asking;
    mod faults;
    mod saving;
    mod server;
    mod watching;
}
