//! What an author does all day, and what goes wrong then, as lines of a script.

use proptest::prelude::*;
use proptest::sample::select;

use super::words::*;

/// Files that are no pages.
fn other() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => select(FILES), 1 => select(COMPONENTS)].prop_map(|(file, _)| file)
}

fn page() -> impl Strategy<Value = &'static str> {
    select(PAGES)
}

fn component(name: &str) -> String {
    format!("templates/components/{name}.html")
}

/// One of its texts for one of the files.
fn written(files: &'static [(&str, &[&str])]) -> impl Strategy<Value = String> {
    select(files).prop_flat_map(|(file, texts)| {
        select(texts).prop_map(move |text| format!("write {file} {text}"))
    })
}

fn any_file() -> impl Strategy<Value = &'static str> {
    prop_oneof![2 => page(), 1 => other()]
}

/// One thing that happens.
pub(crate) fn edit() -> impl Strategy<Value = String> {
    let line = |key: &'static str| key.split(' ').next().unwrap_or(key);
    prop_oneof![
        14 => (page(), select(TEXTS)).prop_map(|(page, text)| format!("say {page} {text}")),
        16 => (page(), select(FRONT)).prop_map(|(page, line)| format!("set {page} {line}")),
        4 => (page(), select(FRONT)).prop_map(move |(page, key)| format!("unset {page} {}", line(key))),
        9 => select(CONFIG).prop_map(|line| format!("set site.yaml {line}")),
        2 => select(CONFIG).prop_map(move |key| format!("unset site.yaml {}", line(key))),
        10 => written(FILES),
        12 => (page(), select(CALLS)).prop_map(|(page, text)| format!("say {page} {text}")),
        12 => written(COMPONENTS),
        6 => select(MELDING).prop_map(|text| format!("write {} {text}", component("melding"))),
        4 => (select(NAMES), select(NAMES))
            .prop_map(|(from, to)| format!("move {} {}", component(from), component(to))),
        2 => select(NAMES).prop_map(|name| format!("delete {}", component(name))),
        8 => any_file().prop_map(|file| format!("flip {file}")),
        2 => any_file().prop_map(|file| format!("touch {file}")),
        6 => any_file().prop_map(|file| format!("delete {file}")),
        1 => select(vec!["content/blog", "content/cursus/01-begin", "content/los", "static", "data"])
            .prop_map(|folder| format!("delete {folder}")),
        9 => (select(MOVES), prop::bool::weighted(0.3)).prop_map(|((from, to), is_back)| match is_back {
            true => format!("move {to} {from}"),
            false => format!("move {from} {to}"),
        }),
        5 => (page(), page()).prop_map(|(one, other)| format!("swap {one} {other}")),
        2 => (other(), other()).prop_map(|(one, other)| format!("swap {one} {other}")),
        6 => select(LINKS).prop_map(|(path, target)| format!("link {path} {target}")),
        4 => select(MOMENTS).prop_map(|moment| format!("clock {moment}")),
    ]
}

/// Eight steps, more or less: a script that fails is cut down to those that it needs.
pub(crate) fn script() -> impl Strategy<Value = Vec<String>> {
    let young = prop_oneof![9 => Just(""), 1 => Just("young ")];
    let mark = prop_oneof![8 => Just(""), 2 => Just("and "), 1 => Just("meanwhile ")];
    let step =
        (mark, young, edit()).prop_map(|(mark, young, edit)| mark.to_owned() + young + &edit);
    // Another line instead is no simpler one.
    prop::collection::vec(step.no_shrink(), 1..=15)
}
