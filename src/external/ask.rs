//! One request and its answer. ureq is named here alone.

use std::error::Error as _;
use std::io::ErrorKind;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use ureq::http::HeaderMap;
use ureq::http::header::{DATE, LOCATION, RETRY_AFTER};
use ureq::{Agent, Error, Timeout};
use url::Url;

use super::Manner;

/// What we say we are: servers may want to know, and to tell us apart from readers.
const NAME: &str = concat!("leerpad/", env!("CARGO_PKG_VERSION"), " (checks the links of a site)");

/// How to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Method {
    /// For the head of the answer alone.
    Head,
    /// For the whole; we close the connection after the head.
    Get,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The head of an answer.
    Status {
        /// HTTP status.
        status: u16,
        /// Where it leads on to.
        location: Option<String>,
        /// How long the server asks to wait.
        wait: Option<Duration>,
    },
    /// None.
    Failed(Failure),
}

impl Answer {
    /// Whether the same may be answered otherwise in a moment.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Status { status: 429 | 503, .. })
    }
}

/// Why there is no answer, as the second half of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// There is no server of this name, or no way to ask for it.
    Name,
    /// No page of the server can be had.
    Server(String),
    /// Nobody can say that the server is the one that it claims to be.
    Unsafe(String),
    /// It takes too long.
    Slow(String),
    /// This answer is none.
    Answer(String),
}

/// Asks for URLs, without following where they lead on to.
pub(super) struct Asker {
    agent: Agent,
    manner: Manner,
}

impl Asker {
    pub(super) fn new(manner: Manner) -> Self {
        let config = Agent::config_builder()
            .user_agent(NAME)
            .accept("*/*")
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            // Half of it, so that a server that is not there is told from one that is slow.
            .timeout_connect(Some(manner.timeout / 2))
            .timeout_global(Some(manner.timeout))
            .build();
        Self { agent: config.into(), manner }
    }

    pub(super) fn ask(&self, method: Method, url: &Url) -> Answer {
        let request = match method {
            Method::Head => self.agent.head(url.as_str()),
            Method::Get => self.agent.get(url.as_str()),
        };
        match request.call() {
            Ok(response) => {
                let location = response.headers().get(LOCATION);
                Answer::Status {
                    status: response.status().as_u16(),
                    // Like a browser, for servers that do not encode what they should.
                    location: location
                        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
                    wait: wait(response.headers(), self.manner.now),
                }
            }
            Err(error) => Answer::Failed(self.failure(&error)),
        }
    }

    fn failure(&self, error: &Error) -> Failure {
        let seconds = |time: Duration| format!("{} seconds", time.as_secs_f32());
        match error {
            Error::HostNotFound => Failure::Name,
            Error::Io(error) if is_name_fault(error) => Failure::Name,
            Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
                let within = seconds(self.manner.timeout / 2);
                Failure::Server(format!("the server cannot be reached within {within}"))
            }
            Error::Timeout(_) => {
                let within = seconds(self.manner.timeout);
                Failure::Slow(format!("the server does not answer within {within}"))
            }
            Error::Io(error) => match error.kind() {
                ErrorKind::ConnectionRefused => {
                    Failure::Server("the server takes no connection".to_owned())
                }
                ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => {
                    Failure::Server("the server cannot be reached".to_owned())
                }
                // What rustls says of certificates comes as this.
                ErrorKind::InvalidData => unsafe_connection(&error.to_string()),
                _ => Failure::Answer("the connection broke off".to_owned()),
            },
            Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) | Error::TlsRequired => {
                unsafe_connection(
                    &error.source().map_or_else(|| error.to_string(), |e| e.to_string()),
                )
            }
            Error::ConnectionFailed => Failure::Server("the server cannot be reached".to_owned()),
            Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => Failure::Server(
                "the proxy that this computer uses does not let us through".to_owned(),
            ),
            Error::BadUri(_) | Error::Http(_) => Failure::Answer("it is no URL".to_owned()),
            _ => Failure::Answer("what comes back is no answer of a web server".to_owned()),
        }
    }
}

/// What rustls says of a connection is for programmers; it has no kinds that outlive its versions.
fn unsafe_connection(reason: &str) -> Failure {
    let reason = reason.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    let why = match reason.contains("certificate") {
        true if is(&["expired"]) => "its certificate has expired",
        true if is(&["notvalidforname", "not valid for name"]) => {
            "its certificate is for another name"
        }
        true if is(&["unknownissuer"]) => "nobody that we know vouches for its certificate",
        true => "its certificate is not in order",
        false => "no safe connection can be made",
    };
    Failure::Unsafe(why.to_owned())
}

/// Whether the name of a server leads nowhere. The standard library has no kind of its own for it.
fn is_name_fault(error: &std::io::Error) -> bool {
    // https://learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2
    const WINDOWS: [i32; 3] = [11001, 11002, 11004];
    error.raw_os_error().is_some_and(|code| WINDOWS.contains(&code))
        || error.to_string().starts_with("failed to lookup address")
}

/// How long a server asks to wait: seconds, or until a date, which counts by its own clock.
fn wait(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let asked = text(RETRY_AFTER)?;
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    // The dates of HTTP (RFC 9110, section 5.6.7) are those of mail.
    let date = |text: &str| DateTimeParser::new().parse_timestamp(text).ok();
    let now = text(DATE).and_then(date).unwrap_or(now);
    Some(Duration::try_from(date(asked)?.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_seconds_or_a_date() {
        let now = "2026-11-23T09:00:00Z".parse().unwrap();
        let waits = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            wait(&headers, now).map(|wait| wait.as_secs())
        };
        assert_eq!(waits(&[]), None);
        assert_eq!(waits(&[("retry-after", "120")]), Some(120));
        assert_eq!(waits(&[("retry-after", "Mon, 23 Nov 2026 09:01:00 GMT")]), Some(60));
        assert_eq!(waits(&[("retry-after", "Mon, 23 Nov 2026 08:00:00 GMT")]), Some(0));
        assert_eq!(waits(&[("retry-after", "soon")]), None);
        let by_its_clock = [
            ("retry-after", "Sun, 01 Jan 2023 00:00:30 GMT"),
            ("date", "Sun, 01 Jan 2023 00:00:00 GMT"),
        ];
        assert_eq!(waits(&by_its_clock), Some(30));
    }

    #[test]
    fn certificates_are_told_of_in_plain_words() {
        for (reason, wanted) in [
            ("invalid peer certificate: certificate expired: verified at time 1", "has expired"),
            ("invalid peer certificate: Expired", "has expired"),
            ("invalid peer certificate: NotValidForName", "is for another name"),
            ("invalid peer certificate: certificate not valid for name \"x\"", "for another name"),
            ("invalid peer certificate: UnknownIssuer", "nobody that we know"),
            ("invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))", "not in order"),
            ("received corrupt message of type InvalidContentType", "no safe connection"),
        ] {
            let Failure::Unsafe(said) = unsafe_connection(reason) else { panic!("{reason}") };
            assert!(said.contains(wanted), "{said}");
        }
    }

    #[test]
    fn a_name_that_leads_nowhere_is_told_from_other_faults() {
        let asker = Asker::new(Manner::polite(Timestamp::UNIX_EPOCH));
        let failure = |error: std::io::Error| asker.failure(&Error::Io(error));
        let text = "failed to lookup address information: Name or service not known";
        assert_eq!(failure(std::io::Error::other(text)), Failure::Name);
        assert_eq!(
            failure(ErrorKind::ConnectionReset.into()),
            Failure::Answer("the connection broke off".to_owned())
        );
    }
}
