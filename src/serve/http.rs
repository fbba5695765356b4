//! The requests of browsers.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::watch::Receiver;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::derived::Kept;
use super::editor::Editor;
use super::live::Live;
use super::{SETTLED, answer, client, guard, state};

/// After how long a browser asks again where the server is gone: somebody starts it again.
const COME_BACK: Duration = Duration::from_millis(500);

/// What answers.
pub(super) struct Server {
    pub live: Arc<Live>,
    /// The number of the newest snapshot.
    pub changes: Receiver<u64>,
    pub root: PathBuf,
    pub editor: Editor,
    pub derived: Arc<Kept>,
}

/// Answers until the program is asked to end.
///
/// # Errors
/// A socket that cannot be used.
pub(super) async fn serve(socket: std::net::TcpListener, server: Server) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(socket)?;
    let server = Arc::new(server);
    let router = Router::new()
        .route("/_leerpad/events", get(events))
        .route("/_leerpad/state", get(state))
        .route("/_leerpad/open", post(open))
        .route("/_leerpad/{file}", get(file))
        .route("/sw.js", get(service_worker))
        .fallback(page)
        .layer(middleware::from_fn(guarded))
        .with_state(server);
    // The stream of events has no end of its own, so the end is not waited for.
    tokio::select! {
        served = axum::serve(listener, router) => served,
        stopped = tokio::signal::ctrl_c() => stopped,
    }
}

/// Lets in what is meant for us.
async fn guarded(request: Request, next: Next) -> Response {
    let headers = request.headers();
    if !guard::is_meant_for_us(headers) {
        let text = "Only `localhost` and addresses in numbers are answered here.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    // A browser that looks whether a service worker has changed says so, whatever its name was:
    // <https://www.w3.org/TR/service-workers/#service-worker-script-request>
    if headers.contains_key("service-worker") {
        return service_worker().await;
    }
    next.run(request).await
}

/// Waits for the first snapshot.
async fn ready(server: &Server) {
    // It fails only where the thread that makes snapshots has ended.
    let _ = server.changes.clone().wait_for(|number| *number > 0).await;
}

/// A URL of the site.
async fn page(State(server): State<Arc<Server>>, request: Request) -> Response {
    ready(&server).await;
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return (StatusCode::METHOD_NOT_ALLOWED, [("allow", "GET, HEAD")]).into_response();
    }
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let made = tokio::task::spawn_blocking(move || answer::answer(&server, &uri, &headers));
    made.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// A file of the live preview.
async fn file(Path(name): Path<String>) -> Response {
    match client::FILES.iter().find(|(known, _, _)| *known == name) {
        Some((_, media_type, text)) => {
            ([("content-type", *media_type), ("cache-control", "no-cache")], *text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn service_worker() -> Response {
    let headers =
        [("content-type", "text/javascript; charset=utf-8"), ("cache-control", "no-store")];
    (headers, client::SERVICE_WORKER).into_response()
}

/// A stream of numbers: that of the snapshot in place, then of each that follows.
async fn events(
    State(server): State<Arc<Server>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = WatchStream::new(server.changes.clone());
    let events =
        changes.map(|number| Ok(Event::default().data(number.to_string()).retry(COME_BACK)));
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// Waits until the errors, if there are any, are no longer those of a moment.
async fn settled(server: &Server) {
    let mut changes = server.changes.clone();
    changes.mark_unchanged();
    while server.live.state().diagnostics.has_errors()
        && tokio::time::timeout(SETTLED, changes.changed()).await.is_ok_and(|seen| seen.is_ok())
    {
    }
}

/// The page that a browser shows.
#[derive(serde::Deserialize)]
struct Shown {
    path: String,
}

/// What there is to know of the snapshot and of a page of it.
async fn state(State(server): State<Arc<Server>>, Query(shown): Query<Shown>) -> Response {
    ready(&server).await;
    settled(&server).await;
    let made = tokio::task::spawn_blocking(move || {
        state::of(&server.live.state(), &shown.path, &server.root, &server.editor)
    });
    match made.await {
        Ok(state) => ([("cache-control", "no-store")], axum::Json(state)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A fault whose file is to be opened: a number instead of a name, so that nothing else can be.
#[derive(serde::Deserialize)]
struct Fault {
    snapshot: u64,
    fault: usize,
}

/// Opens the file of a fault in the author's editor.
async fn open(
    State(server): State<Arc<Server>>,
    Query(Fault { snapshot, fault }): Query<Fault>,
    headers: HeaderMap,
) -> Response {
    if !guard::is_of_our_page(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let state = server.live.state();
    let place = state.diagnostics.iter().nth(fault).and_then(|fault| fault.place.as_ref());
    let Some(place) = place.filter(|_| state.number == snapshot) else {
        return StatusCode::GONE.into_response();
    };
    match server.editor.open(&server.root, place) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}
