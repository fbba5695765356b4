//! A small site in a temporary folder, the program that serves it, and a browser's questions.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long anything may take that is waited for: much, for a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// What stands in the page that is edited.
pub(super) const PAGE: &str = "content/page.md";

/// A page with a text.
pub(super) fn page(text: &str) -> String {
    format!("---\ntitle: Page\ndescription: A page.\n---\n\n{text}\n")
}

/// A site in a folder of its own.
pub(super) struct Site {
    _temporary: TempDir,
    pub(super) root: PathBuf,
}

impl Site {
    /// A home page, and a page that says `first`.
    pub(super) fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().canonicalize().unwrap().join("site");
        let site = Self { _temporary: temporary, root };
        site.write("site.yaml", "title: Test\nbase_url: https://name.example/\nlanguage: en\n");
        site.write("content/_index.md", "---\ntitle: Home\n---\n");
        site.write(PAGE, &page("first"));
        site
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.root.join(file)
    }

    /// A place outside the site, on the same file system.
    pub(super) fn outside(&self, name: &str) -> PathBuf {
        self.root.with_file_name(name)
    }

    pub(super) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Serves it on a free port.
    pub(super) fn serve(&self, args: &[&str]) -> Server {
        self.serve_at("0", args)
    }

    /// Serves it on a port.
    pub(super) fn serve_at(&self, port: &str, args: &[&str]) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leerpad"));
        command.args(["serve", "--port", port]).args(args);
        Server::start(command, &self.root)
    }
}

/// A program that serves a site; dropped, it ends.
pub(super) struct Server {
    child: Child,
    address: String,
    said: Arc<Mutex<String>>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    /// The value of a header, if it is there.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

impl Server {
    /// Starts a command that serves a site, and waits until it says where.
    pub(super) fn start(mut command: Command, root: &Path) -> Self {
        command.arg("--root").arg(root).env("LEERPAD_EDITOR", "").env_remove("NO_COLOR");
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        hear(child.stdout.take().unwrap(), &said);
        hear(child.stderr.take().unwrap(), &said);
        let mut server = Self { child, address: String::new(), said };
        server.until("it says where it serves", |server| {
            let said = server.said();
            let at = said.find("http://").map(|at| &said[at + "http://".len()..]);
            let address = at.and_then(|rest| rest.split(['/', ' ']).next());
            server.address = address.unwrap_or_default().to_owned();
            !server.address.is_empty()
        });
        server
    }

    /// All that it has said, to either stream.
    pub(super) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// `127.0.0.1:1717`
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Waits until something holds.
    #[track_caller]
    pub(super) fn until(&mut self, what: &str, mut holds: impl FnMut(&mut Self) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "the server has ended while waiting: {what}\n{}", self.said());
            assert!(start.elapsed() < PATIENCE, "not in time: {what}\n{}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until a URL answers with a text.
    #[track_caller]
    pub(super) fn shows(&mut self, url: &str, text: &str) {
        self.until(&format!("{url} shows `{text}`"), |server| server.get(url).body.contains(text));
    }

    /// Waits until a URL answers with a status.
    #[track_caller]
    pub(super) fn answers(&mut self, url: &str, status: u16) {
        self.until(&format!("{url} answers {status}"), |server| server.get(url).status == status);
    }

    pub(super) fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[("Host", &self.address)])
    }

    /// Sends a request just as it is given: what a tidy client would mend reaches the server too.
    pub(super) fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut request = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        stream.write_all((request + "\r\n").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hear(stream: impl Read + Send + 'static, said: &Arc<Mutex<String>>) {
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stream);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
            said.lock().unwrap().push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
    });
}
