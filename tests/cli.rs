//! The command line, tried on the real binary: exit codes, and what goes to which stream.

#[cfg(test)]
mod cli {
    mod bench;
    mod check;
    mod clean;
    mod diagnostics;
    mod environment;
    mod external;
    mod help;
    mod init;
    mod list;
    mod new;
    mod plan;
    mod publish_urls;
    mod schema;
    #[path = "../external/server.rs"]
    mod server;
    mod theme;
}
