//! `leerpad serve`: the site from memory, followed live by the browsers that look at it.
//!
//! A thread follows the files and puts each new snapshot in place; a request renders
//! the one route that it asks for, through the same function as a build. Nothing is written. What
//! the live preview needs is added to the answer, as files of its own under `/_leerpad/`.

mod answer;
mod check;
mod client;
mod condition;
mod derived;
mod editor;
mod follow;
mod guard;
mod http;
mod live;
mod state;
mod told;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

pub use derived::{Derived, Make};
pub use editor::Editor;

use crate::config::DATA;
use crate::diagnostic::Diagnostics;
use crate::project::{Project, Settings};
use crate::source::CONTENT;
use crate::theme::Folder;
use derived::Kept;
use follow::Follower;
use live::Live;
use watch::Watcher;

/// How a site is served.
pub struct Options {
    /// What is loaded, and what of it is shown.
    pub settings: Settings,
    /// The clock of each snapshot.
    pub clock: Box<dyn Fn() -> Timestamp + Send>,
    /// Ask the file system itself in turns, for one without events.
    pub poll: bool,
    /// What opens a file where a fault is.
    pub editor: Editor,
    /// What is made from finished pages.
    pub derived: Derived,
}

/// What there is to tell while a site is served.
#[derive(Debug)]
pub enum News<'a> {
    /// The first snapshot is in place.
    Ready {
        /// How many pages it has.
        pages: usize,
        /// How long that took.
        took: Duration,
        /// The path of its home: `/`, or what its base URL says.
        home: String,
    },
    /// Another snapshot is in place.
    Changed {
        /// How long it took to see which files changed.
        looked: Duration,
        /// How long, to make the snapshot.
        loaded: Duration,
    },
    /// There are faults that were not told before.
    Faults {
        /// These, sorted.
        new: &'a Diagnostics,
        /// How many errors there are now, those told before too.
        errors: usize,
    },
    /// There are fewer errors than before.
    Mended {
        /// How many are left.
        errors: usize,
        /// Whether there are no warnings either.
        is_clean: bool,
    },
    /// The system has no events to give: the files are looked at in turns.
    Polling,
}

/// How long an error must last before it is told: an editor may have written half of a file only.
const SETTLED: Duration = Duration::from_millis(100);

/// Who is told.
pub type Tell = dyn Fn(News) + Send + Sync;

/// A port that is ours, before anything is served at it.
pub struct Listener {
    socket: std::net::TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Takes a port; 0 takes any that is free.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::AddrInUse`] where another program has the port.
    pub fn bind(interface: IpAddr, port: u16) -> io::Result<Self> {
        let socket = std::net::TcpListener::bind((interface, port))?;
        socket.set_nonblocking(true)?;
        let address = socket.local_addr()?;
        Ok(Self { socket, address })
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Serves a site until the program is asked to end.
///
/// # Errors
/// A system that gives no threads or takes the port away.
pub fn run(listener: Listener, options: Options, tell: Arc<Tell>) -> io::Result<()> {
    let Options { settings, clock, poll, editor, derived } = options;
    let root = settings.root.clone();
    let folders: Vec<PathBuf> = Folder::ALL
        .iter()
        .map(|folder| folder.name())
        .chain([CONTENT, DATA])
        .map(|folder| root.join(folder))
        .collect();
    let live = Arc::new(Live::default());
    let (changed, changes) = tokio::sync::watch::channel(0);
    let follower = Follower {
        watcher: Watcher::new(&root, folders, poll),
        project: Project::new(settings),
        clock,
        live: Arc::clone(&live),
        changed,
        tell,
        due: None,
    };
    std::thread::Builder::new().name("follow".to_owned()).spawn(move || follower.run())?;
    let derived = Arc::new(Kept::new(derived));
    let server = http::Server { live, changes, root, editor, derived };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(http::serve(listener.socket, server));
    // What is being answered or rendered need not be waited for.
    runtime.shutdown_background();
    served
}
