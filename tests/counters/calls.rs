//! The system calls of a program, as strace counts them.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

/// The kinds of call that work on a site makes, and their names, which differ from one machine or
/// libc to the next.
const KINDS: &[(&str, &[&str])] = &[
    ("open", &["open", "openat", "openat2", "creat"]),
    (
        "stat",
        &["stat", "lstat", "fstat", "newfstatat", "fstatat64", "statx", "access", "faccessat2"],
    ),
    ("read", &["read", "pread64", "readv", "preadv"]),
    ("write", &["write", "pwrite64", "writev", "pwritev", "copy_file_range", "sendfile"]),
    ("close", &["close"]),
    ("list", &["getdents", "getdents64"]),
    ("mkdir", &["mkdir", "mkdirat"]),
    ("rename", &["rename", "renameat", "renameat2", "link", "linkat"]),
    ("remove", &["unlink", "unlinkat", "rmdir"]),
    ("sync", &["fsync", "fdatasync", "sync", "syncfs", "msync", "sync_file_range"]),
];

/// What depends on when threads meet and on how the allocator asks for memory, and so differs from
/// run to run: allocations are counted by themselves. `fcntl` is what a debug build asks before it
/// closes a file.
const PASSED_OVER: &[&str] =
    &["futex", "sched_yield", "brk", "mmap", "mprotect", "munmap", "mremap", "madvise", "fcntl"];

/// Calls by kind, `rest` being all others.
pub(crate) type Calls = BTreeMap<&'static str, u64>;

/// Runs a command, which must succeed, and counts its calls.
///
/// On one thread: a folder that two threads want at once is made twice now and then.
pub(crate) fn count(command: &mut Command) -> Calls {
    let scratch = tempfile::tempdir().unwrap();
    let summary = scratch.path().join("summary");
    let run = Command::new("strace")
        .args(["-f", "-c", "-o"])
        .arg(&summary)
        .arg(command.get_program())
        .args(command.get_args())
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .expect(
            "strace counts the system calls, and cannot be run here: install it (Debian: apt-get \
             install strace)",
        );
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "the command under strace failed: {}\n{told}", run.status);
    parse(&fs::read_to_string(summary).unwrap())
}

/// Reads the table that strace writes: a call a line, its count the fourth word, its name the last.
fn parse(summary: &str) -> Calls {
    let mut calls: Calls = KINDS.iter().map(|(kind, _)| (*kind, 0)).chain([("rest", 0)]).collect();
    for line in summary.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (Some(count), Some(&name)) = (words.get(3), words.last()) else { continue };
        let Ok(count) = count.parse::<u64>() else { continue };
        if name == "total" || PASSED_OVER.contains(&name) {
            continue;
        }
        let kind =
            KINDS.iter().find(|(_, names)| names.contains(&name)).map_or("rest", |kind| kind.0);
        *calls.get_mut(kind).unwrap() += count;
    }
    assert!(calls["open"] > 0, "strace counted nothing:\n{summary}");
    calls
}
