//! What one JavaScript module imports from another of the same site.
//!
//! A module names others by their path, `import("./share.js")`, while readers fetch them by a URL
//! that holds a hash. So the paths are written anew when a module is read; and since a module then
//! changes with what it imports, its hash is over all that it reaches.
//! <https://tc39.es/ecma262/#prod-ModuleSpecifier>

use std::collections::BTreeMap;
use std::ops::Range;

/// A module that another names in a literal: `"./share.js"`, `'../vendor/x.js'`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Import<'t> {
    /// Where the path stands in the text, without its quotes.
    pub at: Range<usize>,
    /// The path as written.
    pub path: &'t str,
}

/// The relative modules that a script imports or exports from. Those whose path is put together
/// as the script runs cannot be seen.
pub(super) fn imports(script: &str) -> Vec<Import<'_>> {
    let mut found = Vec::new();
    for (open, quote) in script.match_indices(['"', '\'']) {
        let start = open + 1;
        let rest = &script[start..];
        if !rest.starts_with("./") && !rest.starts_with("../") {
            continue;
        }
        let Some(path) = rest.find(quote).map(|end| &rest[..end]) else { continue };
        if path.ends_with(".js") && !path.contains('\n') && is_import(&script[..open]) {
            found.push(Import { at: start..start + path.len(), path });
        }
    }
    found
}

/// Whether what stands in front of a literal makes it a module's path.
fn is_import(before: &str) -> bool {
    let before = before.trim_end();
    let (before, words): (_, &[_]) = match before.strip_suffix('(') {
        Some(call) => (call.trim_end(), &["import"]),
        None => (before, &["import", "from"]),
    };
    words.iter().any(|word| {
        before.strip_suffix(word).is_some_and(|rest| {
            !rest.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.'))
        })
    })
}

/// The name of the module that a path leads to from the module `from`; `None` where it leads out
/// of the static files.
pub(super) fn resolve(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What each of some modules reaches: itself, what it imports, what those import, sorted by name.
/// Modules may import each other in a circle.
pub(super) fn reach(imports: &BTreeMap<String, Vec<String>>) -> BTreeMap<&str, Vec<&str>> {
    let mut reached = BTreeMap::new();
    for name in imports.keys() {
        let mut seen = vec![name.as_str()];
        let mut next = 0;
        while let Some(at) = seen.get(next).copied() {
            next += 1;
            for import in imports.get(at).into_iter().flatten() {
                if !seen.contains(&import.as_str()) {
                    seen.push(import);
                }
            }
        }
        seen.sort_unstable();
        reached.insert(name.as_str(), seen);
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(script: &str) -> Vec<&str> {
        imports(script).into_iter().map(|import| import.path).collect()
    }

    #[test]
    fn every_way_to_import_is_seen() {
        let script = "import './a.js';\nimport { b } from \"./b.js\";\nexport * from'../c.js'\n\
                      const d = () => import( './d.js' );";
        assert_eq!(paths(script), ["./a.js", "./b.js", "../c.js", "./d.js"]);
    }

    #[test]
    fn other_literals_are_left_alone() {
        let script = "f('./a.js'); x.from('./b.js'); reimport('./c.js'); import('https://d.js');\
                      const e = './e.js'; import('./f.css'); import('./g' + '.js'); obj.import('./h.js')";
        assert_eq!(paths(script), [""; 0]);
    }

    #[test]
    fn a_path_leads_from_the_folder_of_its_module() {
        assert_eq!(resolve("js/site.js", "./share.js").as_deref(), Some("js/share.js"));
        assert_eq!(resolve("js/a/b.js", "../c/d.js").as_deref(), Some("js/c/d.js"));
        assert_eq!(resolve("site.js", "../x.js"), None);
    }

    #[test]
    fn modules_in_a_circle_reach_each_other() {
        let name = str::to_owned;
        let modules = BTreeMap::from([
            (name("a"), vec![name("b")]),
            (name("b"), vec![name("a"), name("c")]),
            (name("c"), vec![]),
        ]);
        let reached = reach(&modules);
        assert_eq!(reached["a"], ["a", "b", "c"]);
        assert_eq!(reached["b"], ["a", "b", "c"]);
        assert_eq!(reached["c"], ["c"]);
    }
}
