//! Opening a file in the author's editor, at the place of a fault.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::diagnostic::{Place, Span};

/// What opens a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Editor {
    /// A URL that the browser hands to the editor: `vscode://file/{file}:{line}:{column}`.
    Link(String),
    /// A command that the server runs: `subl {file}:{line}:{column}`.
    Command(String),
}

/// What VS Code understands: <https://code.visualstudio.com/docs/configure/command-line>
const VSCODE: &str = "vscode://file/{file}:{line}:{column}";

impl Editor {
    /// From what the author set: a URL with a scheme, a command, or nothing. Where neither says
    /// where file, line and column go, they are put behind it.
    pub fn new(setting: Option<&str>) -> Self {
        let setting = setting.map(str::trim).filter(|setting| !setting.is_empty());
        let places = |setting: &str, file: &str| match setting.contains("{file}") {
            true => setting.to_owned(),
            false => format!("{setting}{file}"),
        };
        match setting {
            None => Editor::Link(VSCODE.to_owned()),
            Some(url) if url.contains("://") => Editor::Link(places(url, "{file}:{line}:{column}")),
            Some(command) => {
                let name = words(command).next().and_then(|program| Path::new(program).file_stem());
                let file = match name.and_then(|name| name.to_str()) {
                    Some("code" | "code-insiders" | "codium" | "cursor") => {
                        " --goto {file}:{line}:{column}"
                    }
                    Some("subl" | "zed" | "hx") => " {file}:{line}:{column}",
                    Some("idea" | "webstorm" | "pycharm" | "kate") => " --line {line} {file}",
                    _ => " {file}",
                };
                Editor::Command(places(command, file))
            }
        }
    }

    /// The URL that opens a place, where it is the browser that does.
    pub(super) fn href(&self, root: &Path, place: &Place) -> Option<String> {
        match self {
            Editor::Link(url) => {
                // In a URL a path has slashes and, but for the first, no other marks.
                let file = root.join(&*place.file).to_string_lossy().replace('\\', "/");
                let file = percent_encoding::utf8_percent_encode(&file, IN_URL).to_string();
                Some(fill(url, file.trim_start_matches('/'), place.span))
            }
            Editor::Command(_) => None,
        }
    }

    /// Opens a place, where it is a command that does; without waiting for its end.
    ///
    /// # Errors
    /// A command that cannot be started.
    pub(super) fn open(&self, root: &Path, place: &Place) -> io::Result<()> {
        let Editor::Command(command) = self else { return Ok(()) };
        let file = root.join(&*place.file);
        // Split before it is filled in: a path may hold spaces.
        let mut parts = words(command).map(|part| fill(part, &file.to_string_lossy(), place.span));
        let Some(program) = parts.next() else { return Ok(()) };
        let mut child = Command::new(program)
            .args(parts)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        // Somebody must ask how it ended, or it stays in the system's list of processes.
        std::thread::spawn(move || child.wait());
        Ok(())
    }
}

/// The parts of a command: words, and what stands between double quotes.
fn words(command: &str) -> impl Iterator<Item = &str> {
    let stretches = command.split('"').enumerate();
    stretches.flat_map(|(number, stretch)| match number % 2 {
        0 => stretch.split_whitespace().collect(),
        _ => vec![stretch],
    })
}

/// Characters that mean something else in a URL.
const IN_URL: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?');

fn fill(text: &str, file: &str, span: Option<Span>) -> String {
    let (line, column) = span.map_or((1, 1), |span| (span.line, span.column));
    text.replace("{line}", &line.to_string())
        .replace("{column}", &column.to_string())
        .replace("{file}", file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(setting: Option<&str>) -> Editor {
        Editor::new(setting)
    }

    #[test]
    fn a_setting_says_as_much_as_it_likes() {
        let place = Place {
            file: "content/een les.md".into(),
            span: Some(Span { line: 3, column: 7, length: 1 }),
        };
        let href = |setting| opened(setting).href(Path::new("/home/a"), &place);
        let vscode = "vscode://file/home/a/content/een%20les.md:3:7";
        assert_eq!(href(None).as_deref(), Some(vscode));
        assert_eq!(href(Some("  ")).as_deref(), Some(vscode));
        assert_eq!(
            href(Some("zed://file/")).as_deref(),
            Some("zed://file/home/a/content/een%20les.md:3:7")
        );
        assert_eq!(
            href(Some("idea://open?file=/{file}&line={line}")).as_deref(),
            Some("idea://open?file=/home/a/content/een%20les.md&line=3")
        );
        assert_eq!(href(Some("subl")), None);
        let command = |setting| match opened(Some(setting)) {
            Editor::Command(command) => command,
            Editor::Link(url) => url,
        };
        assert_eq!(command("/usr/bin/code"), "/usr/bin/code --goto {file}:{line}:{column}");
        assert_eq!(command("subl -w"), "subl -w {file}:{line}:{column}");
        assert_eq!(command("gedit"), "gedit {file}");
        let quoted = "\"/Applications/Sublime Text.app/subl\" -w";
        assert_eq!(command(quoted), format!("{quoted} {{file}}:{{line}}:{{column}}"));
        assert_eq!(
            words(quoted).collect::<Vec<_>>(),
            ["/Applications/Sublime Text.app/subl", "-w"]
        );
        assert_eq!(command("my {file} +{line}"), "my {file} +{line}");
    }
}
