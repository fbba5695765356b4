//! `leerpad serve`: the site in a browser, followed live.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use jiff::Timestamp;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use super::args::{Content, Global, Serve};
use super::console::{Console, count, seconds};
use super::{Outcome, searching, settings};
use crate::assets::Making;
use crate::diagnostic::Severity;
use crate::path::SourcePath;
use crate::project::{self, Settings};
use crate::serve::{self, Editor, Listener, News, Options};

pub(crate) fn run(global: &Global, args: &Serve, console: &Console) -> Result<Outcome> {
    let content = Content {
        base_url: args.base_url.clone(),
        drafts: !args.published,
        future: !args.published,
        ..Content::default()
    };
    // A browser waits for the one that it asks for.
    let settings = Settings { pictures: Making::Asked, ..settings::resolve(global, &content)? };
    let root = settings.root.clone();
    if let Some(fault) = project::missing(&root, &SourcePath::new(settings.config.as_str())) {
        console.diagnostics(&fault.into(), &root);
        return Ok(Outcome::Environment);
    }
    let listener = listen(args)?;
    let address = listener.address();
    let fixed = global.now;
    let editor = std::env::var("LEERPAD_EDITOR").ok();
    let options = Options {
        settings,
        clock: Box::new(move || fixed.unwrap_or_else(Timestamp::now)),
        poll: args.poll,
        editor: Editor::new(editor.as_deref()),
        derived: searching::derived(),
    };
    let tell = {
        let (console, root, opens) = (console.clone(), root, args.open);
        move |news: News| tell(&news, &console, &root, address, opens)
    };
    serve::run(listener, options, Arc::new(tell)).context("The site cannot be served")?;
    Ok(Outcome::Good)
}

fn tell(news: &News, console: &Console, root: &Path, address: SocketAddr, opens: bool) {
    match news {
        News::Ready { pages, took, home } => {
            let url = &format!("http://{}{home}", local(address));
            let (pages, took) = (count(*pages, "page"), seconds(*took));
            console.say(&format!("Serving {pages}, read in {took}, at {url} (Ctrl+C ends it)."));
            if !address.ip().is_loopback() {
                elsewhere(address, url, console);
            }
            if opens && let Err(error) = open::that_detached(url) {
                console.say(&format!("The browser cannot be opened: {error}."));
            }
        }
        News::Changed { looked, loaded } if console.is_verbose() => {
            let (looked, loaded) = (seconds(*looked), seconds(*loaded));
            console.say(&format!("Changed: found in {looked}, read in {loaded}."));
        }
        News::Changed { .. } => {}
        News::Faults { new, errors } => {
            console.diagnostics(new, root);
            if *errors > new.count(Severity::Error) {
                console.say(&format!("{} in all.", count(*errors, "error")));
            }
        }
        News::Mended { errors: 0, is_clean: true } => console.say("All mended."),
        News::Mended { errors: 0, .. } => console.say("All errors are mended."),
        News::Mended { errors, .. } => console.say(&format!("{} left.", count(*errors, "error"))),
        News::Polling => console.say(
            "The system gives no events for these files, so they are looked at in turns. On Linux, a higher `fs.inotify.max_user_watches` helps.",
        ),
    }
}

/// Says where other machines find the site, also as a QR code for a phone.
fn elsewhere(address: SocketAddr, url: &str, console: &Console) {
    let Some(own) = reachable(address) else { return };
    let url = url.replacen(&local(address).to_string(), &own.to_string(), 1);
    console.say(&format!("On your phone, in the same network: {url}"));
    if let Ok(code) = QrCode::new(&url) {
        // Dark modules light and light ones dark: terminals are mostly dark.
        let mut picture = code.render::<Dense1x2>();
        picture.dark_color(Dense1x2::Light).light_color(Dense1x2::Dark);
        console.say(&picture.build());
    }
}

/// The address under which other machines reach this one.
fn reachable(address: SocketAddr) -> Option<SocketAddr> {
    if !address.ip().is_unspecified() {
        return Some(address);
    }
    // Which way a packet would go; nothing is sent.
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_loopback()).then(|| SocketAddr::new(own, address.port()))
}

/// The address for this machine's own browser.
fn local(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => {
            SocketAddr::new(Ipv4Addr::LOCALHOST.into(), address.port())
        }
        IpAddr::V6(ip) if ip.is_unspecified() => {
            SocketAddr::new(std::net::Ipv6Addr::LOCALHOST.into(), address.port())
        }
        _ => address,
    }
}

/// Takes the port, or says which one is free.
fn listen(args: &Serve) -> Result<Listener> {
    let (interface, port) = (args.interface, args.port);
    let error = match Listener::bind(interface, port) {
        Ok(listener) => return Ok(listener),
        Err(error) => error,
    };
    match error.kind() {
        ErrorKind::AddrInUse => {
            let mut others = (port.saturating_add(1)..=port.saturating_add(100))
                .filter(|&other| other != port && Listener::bind(interface, other).is_ok());
            let remedy = match others.next() {
                Some(free) => format!("{free} is free: `leerpad serve --port {free}`"),
                None => "`--port 0` finds one that is free".to_owned(),
            };
            Err(anyhow!(
                "Another program has port {port}, perhaps a `leerpad serve` in another window; {remedy}"
            ))
        }
        ErrorKind::AddrNotAvailable => Err(anyhow!(
            "{interface} is no address of this machine; 0.0.0.0 stands for all of them"
        )),
        ErrorKind::PermissionDenied => {
            Err(anyhow!("Port {port} is kept for the system; take one above 1023, like 1717"))
        }
        _ => Err(error).with_context(|| format!("Nothing can be served at {interface}:{port}")),
    }
}
