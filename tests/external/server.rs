//! A web server for tests, on this computer alone: answers as it is told and notes what was asked.

#![allow(dead_code, reason = "each suite uses a part of it")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// `HEAD /path`.
    pub(crate) line: String,
    /// All headers, as they came.
    pub(crate) headers: String,
}

/// What it noted.
#[derive(Default)]
struct Log {
    requests: Vec<Request>,
    now: usize,
    most: usize,
}

/// The server; it ends with the test's process.
pub(crate) struct Server {
    port: u16,
    log: Arc<Mutex<Log>>,
}

impl Server {
    /// Answers each request with what `answer` makes of it and of those before: the status line
    /// without the version, and headers. `None` answers nothing and closes the connection.
    pub(crate) fn start<F>(answer: F) -> Self
    where
        F: Fn(&str, &[Request]) -> Option<String> + Send + Sync + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::new(Mutex::new(Log::default()));
        let (answer, shared) = (Arc::new(answer), Arc::clone(&log));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&shared));
                thread::spawn(move || serve(stream.unwrap(), &*answer, &log));
            }
        });
        Self { port, log }
    }

    /// The URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What was asked so far: `HEAD /path`.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.log.lock().unwrap().requests.iter().map(|request| request.line.clone()).collect()
    }

    /// The headers of a request.
    pub(crate) fn headers(&self, request: usize) -> String {
        self.log.lock().unwrap().requests[request].headers.clone()
    }

    /// The most requests that were being answered at one moment.
    pub(crate) fn most_at_a_time(&self) -> usize {
        self.log.lock().unwrap().most
    }
}

fn serve(
    mut stream: TcpStream,
    answer: &(dyn Fn(&str, &[Request]) -> Option<String> + Send + Sync),
    log: &Mutex<Log>,
) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let line = first.trim_end_matches(" HTTP/1.1").to_owned();
    let before = {
        let mut log = log.lock().unwrap();
        let before = log.requests.clone();
        log.requests.push(Request { line: line.clone(), headers: headers.join("\n") });
        log.now += 1;
        log.most = log.most.max(log.now);
        before
    };
    let answer = answer(&line, &before);
    // So that another request, if there were one, would meet this one.
    thread::sleep(Duration::from_millis(5));
    log.lock().unwrap().now -= 1;
    if let Some(answer) = answer {
        let _ =
            write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
}
