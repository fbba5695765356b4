//! The one place that names Pagefind and its runtime.

use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;

/// Of what Pagefind comes with, its own interfaces are left out: ours is in the theme.
const LEFT_OUT: &[&str] =
    &["pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight"];

/// The files of an index of documents, each with its URL, by their names in its folder.
pub(super) fn files(
    documents: Vec<(String, String)>,
    language: &str,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let language = language.to_lowercase();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let made = runtime.map_err(|error| error.to_string())?.block_on(async {
        let config = PagefindServiceConfig::builder().force_language(language.clone());
        let mut index = PagefindIndex::new(Some(config.build()))?;
        for (url, html) in documents {
            index.add_html_file(None, Some(url), html).await?;
        }
        index.get_files().await
    });
    let made = made.map_err(|error| error.to_string())?;
    // Of a language that it knows, the form for unknown ones is never asked for.
    let knows = made.iter().any(|file| is_stemmer(&file.filename.to_string_lossy(), &language));
    let is_left_out = |name: &str| {
        LEFT_OUT.iter().any(|stem| name.starts_with(stem)) || knows && is_stemmer(name, "unknown")
    };
    let files = made
        .into_iter()
        .map(|file| (file.filename.to_string_lossy().replace('\\', "/"), file.contents));
    Ok(files.filter(|(name, _)| !is_left_out(name)).collect())
}

/// Whether a file is the part of Pagefind that runs in a browser for a language.
fn is_stemmer(name: &str, language: &str) -> bool {
    name == format!("wasm.{language}.pagefind")
}
