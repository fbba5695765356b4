//! `leerpad schema`, and what `init` writes for VS Code.

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use leerpad::yaml;
use serde_json::{Value, json};

use super::bench::{Bench, leerpad};

fn schema(which: &str) -> Value {
    let run = Bench::empty().run(&["schema", which]).exits(0);
    assert_eq!(run.err, "");
    serde_json::from_str(&run.out).unwrap()
}

fn validator(which: &str) -> Validator {
    let schema = schema(which);
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::draft7::new(&schema).unwrap()
}

fn read_yaml(text: &str) -> Value {
    yaml::parse(text).unwrap().value.to_json()
}

/// The front matter of a page, where it has any.
fn front_matter(text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (yaml, _) = text.strip_prefix("---\n")?.split_once("\n---")?;
    Some(read_yaml(yaml))
}

#[track_caller]
fn assert_valid(validator: &Validator, value: &Value, file: &Path) {
    let faults: Vec<String> = validator
        .iter_errors(value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{}: {}", file.display(), faults.join("\n"));
}

/// All sites of the repository that build.
fn sites() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let golden = fs::read_dir(root.join("tests/golden")).unwrap();
    let golden =
        golden.map(|entry| entry.unwrap().path().join("site")).filter(|site| site.is_dir());
    let others = ["", "docs", "starter/nl", "starter/en", "tests/reference/site"];
    golden.chain(others.iter().map(|site| root.join(site))).collect()
}

#[test]
fn what_the_program_takes_is_valid() {
    let (page, site) = (validator("front-matter"), validator("site"));
    let (mut pages, mut settings) = (0, 0);
    for root in sites() {
        let config = root.join("site.yaml");
        if let Ok(text) = fs::read_to_string(&config) {
            assert_valid(&site, &read_yaml(&text.replace("{date}", "2026-11-23")), &config);
            settings += 1;
        }
        for entry in walkdir::WalkDir::new(root.join("content")) {
            let entry = entry.unwrap();
            if entry.path().extension().is_some_and(|ending| ending == "md") {
                let text = fs::read_to_string(entry.path()).unwrap();
                let text = text.replace("{date}", "2026-11-23");
                let Some(value) = front_matter(&text) else { continue };
                assert_valid(&page, &value, entry.path());
                pages += 1;
            }
        }
    }
    assert!(pages > 200 && settings > 30, "only {pages} pages and {settings} settings");
}

/// Lines below `title: X`, and whether they may stand there: the program and the schema agree.
#[test]
fn program_and_schema_agree() {
    let page = validator("front-matter");
    let cases: &[(&str, bool)] = &[
        ("draft: true", true),
        ("draft: yes", false),
        ("draft:", true),
        ("drft: true", false),
        ("tags: one", true),
        ("tags: [a, 1]", true),
        ("tags: {a: b}", false),
        ("tags: [[a]]", false),
        ("tags: [a, null]", false),
        ("date: 2026-11-23", true),
        ("date: 2026-11-23 9:30", true),
        ("date: 2026-11-23T09:30:00+01:00", true),
        ("date: \"2026-11-23T09:30:00Z\"", true),
        ("date: 23-11-2026", false),
        ("date: 2026-13-01", false),
        ("date: 2026-11-23 25:00", false),
        ("date: 2026", false),
        ("date: [2026-11-23]", false),
        ("kind: checklist", true),
        ("kind: pots", false),
        ("weight: 3", true),
        ("weight: \"3\"", false),
        ("weight: 1000001", false),
        ("duration: 40", true),
        ("duration: 1h30", true),
        ("duration: 45m", true),
        ("duration: 1h75", false),
        ("duration: long", false),
        ("duration: 0", false),
        ("price: 695", true),
        ("price: 1295.50", true),
        ("price: {amount: 695, vat: excluded, currency: eur}", true),
        ("price: {vat: excluded}", false),
        ("price: {amount: 695, vat: some}", false),
        ("price: {amount: 695, tax: 1}", false),
        ("price: free", false),
        ("price: -1", false),
        ("price: {amount: 1, currency: EURO}", false),
        ("aliases: [/old/]", true),
        ("aliases: old", false),
        ("aliases: //host/", false),
        ("aliases: /a?b", false),
        ("image: {alt: x}", false),
        ("image: x.jpg", false),
        ("sessions: [{start: 2027-01-14 09:30, mode: online, seats: 0}]", true),
        ("sessions: [{mode: online}]", false),
        ("sessions: {start: 2027-01-14}", false),
        ("sessions: [{start: 2027-01-14, seats: -1}]", false),
        ("sessions: [{start: 2027-01-14, seat: 1}]", false),
        ("extra: {any: [1, {x: y}]}", true),
        ("extra: any", false),
        ("author: 7", true),
        ("author: [a]", false),
        ("author:", true),
    ];
    let bench = Bench::site(&[]);
    for (lines, good) in cases {
        let yaml = format!("title: X\n{lines}\n");
        bench.write("content/x.md", &format!("---\n{yaml}---\n"));
        let run = bench.run(&["build", "-q", "--format", "short", "-D", "-F", "-E"]);
        assert_eq!(run.code == Some(0), *good, "the program: {lines}\n{}", run.err);
        assert_eq!(page.is_valid(&read_yaml(&yaml)), *good, "the schema: {lines}");
    }
    for none in ["draft: true", "title:", "title: []"] {
        bench.write("content/x.md", &format!("---\n{none}\n---\n"));
        bench.run(&["build", "-q"]).exits(1);
        assert!(!page.is_valid(&read_yaml(none)), "{none}");
    }
}

#[test]
fn settings_are_held_too() {
    let site = validator("site");
    let needed = "title: X\nbase_url: https://example.com/\n";
    for (lines, good) in [
        ("menu: [{label: A, page: /_index.md}]", true),
        ("menu: [{page: /_index.md}]", false),
        ("menu: {label: A}", false),
        ("paginate: 0", false),
        ("markdown: {highlight: no}", false),
        ("markdown: {highlite: true}", false),
        ("theme: {accent: \"#0b5d4f\"}", true),
        ("theme: {accent: green}", false),
        ("theme: {meta: {a: b}}", true),
        ("theme: {meta: {a: [b]}}", false),
        ("security: {contact: mailto:a@example.com}", false),
        ("security: {contact: [mailto:a@example.com], expires: 2027-06-01}", true),
        ("newsletter: {provider: other}", false),
        ("langauge: nl", false),
    ] {
        let bench = Bench::site(&[]);
        let text = format!("{needed}{lines}\n");
        bench.write("site.yaml", &format!("{text}language: en\n"));
        let run = bench.run(&["build", "-q", "--format", "short"]);
        assert_eq!(run.code == Some(0), good, "the program: {lines}\n{}", run.err);
        assert_eq!(site.is_valid(&read_yaml(&text)), good, "the schema: {lines}");
    }
    for missing in ["title: X\n", "base_url: https://example.com/\n"] {
        assert!(!site.is_valid(&read_yaml(missing)));
    }
}

/// Every key says what it is, and a default is a value that the key takes.
#[test]
fn hover_has_words_and_defaults_are_values() {
    fn walk(schema: &Value, path: &str, seen: &mut usize) {
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}.{name}");
            let says = property["description"].as_str().unwrap_or_default();
            assert!(!says.is_empty() && !says.contains("]("), "{path}: {says}");
            if let Some(default) = property.get("default") {
                assert!(jsonschema::draft7::is_valid(property, default), "{path}");
            }
            *seen += 1;
            walk(property, &path, seen);
            walk(&property["items"], &path, seen);
            property["anyOf"].as_array().into_iter().flatten().for_each(|s| walk(s, &path, seen));
        }
        if schema.get("properties").is_some() {
            assert_eq!(schema["additionalProperties"], false, "{path}");
        }
    }
    for (which, keys) in
        [("front-matter", leerpad::source::keys()), ("site", leerpad::config::keys())]
    {
        let schema = schema(which);
        let mut seen = 0;
        walk(&schema, "", &mut seen);
        assert_eq!(seen, keys.len());
    }
    assert_eq!(schema("front-matter")["properties"]["draft"]["default"], false);
    assert_eq!(schema("site")["properties"]["paginate"]["default"], 10);
}

fn vscode(bench: &Bench, file: &str) -> Value {
    serde_json::from_str(&bench.read(&format!(".vscode/{file}"))).unwrap()
}

#[test]
fn a_new_site_has_what_vs_code_needs() {
    let bench = Bench::starter("nl");
    let settings = vscode(&bench, "settings.json");
    let schemas = settings["yaml.schemas"].as_object().unwrap();
    let [(path, file)] = schemas.iter().collect::<Vec<_>>()[..] else { panic!("{schemas:?}") };
    assert!(bench.root.join(file.as_str().unwrap()).is_file());
    let site: Value = serde_json::from_str(&bench.read(path)).unwrap();
    assert_eq!(site, schema("site"));
    assert_eq!(vscode(&bench, "extensions.json")["recommendations"], json!(["redhat.vscode-yaml"]));
    let bench = Bench::empty();
    leerpad(&bench.root, &["init", "site", "-c", "leerpad.yaml"]).exits(0);
    assert!(bench.read("site/.vscode/settings.json").contains("\"leerpad.yaml\""));
}

/// What is left of a snippet's body when nothing is typed into it.
fn expanded(body: &str) -> String {
    let body = body
        .replace("$CURRENT_YEAR", "2026")
        .replace("$CURRENT_MONTH", "11")
        .replace("$CURRENT_DATE", "23");
    let mut out = String::new();
    let mut chars = body.chars().peekable();
    let mut open = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '$' => {
                assert_eq!(chars.next(), Some('{'), "{body}");
                while chars.next_if(char::is_ascii_digit).is_some() {}
                match chars.next() {
                    Some('}') => {}
                    Some(':') => open = true,
                    Some('|') => {
                        out.extend(std::iter::from_fn(|| chars.next_if(|c| !",|".contains(*c))));
                        while chars.next() != Some('}') {}
                    }
                    other => panic!("{other:?}: {body}"),
                }
            }
            '}' if open => open = false,
            c => out.push(c),
        }
    }
    out
}

#[test]
fn a_snippet_that_is_taken_as_it_is_is_right() {
    let mut picture = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut picture, 90);
    encoder.encode(&[120; 8 * 8 * 3], 8, 8, jpeg_encoder::ColorType::Rgb).unwrap();
    for language in ["nl", "en"] {
        let bench = Bench::starter(language);
        let snippets = vscode(&bench, "leerpad.code-snippets");
        bench.write("data/data.yaml", "a: b\n");
        let (mut directives, mut keys) = (0, 0);
        for (index, (name, snippet)) in snippets.as_object().unwrap().iter().enumerate() {
            assert!(!snippet["description"].as_str().unwrap().is_empty(), "{name}");
            let lines: Vec<&str> =
                snippet["body"].as_array().unwrap().iter().map(|l| l.as_str().unwrap()).collect();
            let text = expanded(&lines.join("\n"));
            let folder = format!("content/try-{index}");
            let page = match snippet["scope"].as_str().unwrap() {
                "markdown" => {
                    directives += 1;
                    format!("---\ntitle: {index}\n---\n\n{text}\n")
                }
                _ => {
                    keys += 1;
                    let title = if name == "title:" { "" } else { "title: T\n" };
                    format!("---\n{title}{text}\n---\n\nText.\n")
                }
            };
            bench.write(&format!("{folder}/index.md"), &page);
            for file in ["plan.pdf", "film.webm"] {
                bench.write(&format!("{folder}/{file}"), file);
            }
            for file in ["picture.jpg", "plaatje.jpg"] {
                fs::write(bench.root.join(&folder).join(file), &picture).unwrap();
            }
        }
        let known = leerpad::source::keys();
        assert_eq!(keys, known.iter().filter(|key| !key.path.contains('.')).count());
        assert!(directives > 20, "only {directives} directives");
        bench.builds_clean();
    }
}

#[test]
fn dutch_words_are_there_for_everything() {
    let words = |language| vscode(&Bench::starter(language), "leerpad.code-snippets");
    let (nl, en) = (words("nl"), words("en"));
    for (name, snippet) in nl.as_object().unwrap() {
        assert_ne!(snippet["description"], en[name]["description"], "{name} has no Dutch words");
    }
}

#[test]
fn after_an_upgrade_the_files_are_made_anew_and_the_authors_stay() {
    let bench = Bench::starter("en");
    let run = bench.run(&["schema", "--write"]).exits(0);
    assert_eq!((&*run.out, &*run.err), ("", "The files for VS Code are as they should be.\n"));
    bench.write(".vscode/leerpad-site.schema.json", "{}");
    bench.write(".vscode/settings.json", "{\"mine\": true}");
    bench.write(
        "templates/components/nod.html",
        "{% component nod(who: string) %}<p>{{ who }}</p>{% endcomponent nod %}",
    );
    let run = bench.run(&["schema", "--write"]).exits(0);
    assert_eq!(run.out, ".vscode/leerpad-site.schema.json\n.vscode/leerpad.code-snippets\n");
    assert!(
        run.err.contains("`.vscode/settings.json` is yours") && run.err.contains("yaml.schemas")
    );
    assert_eq!(vscode(&bench, "leerpad-site.schema.json"), schema("site"));
    assert!(vscode(&bench, "leerpad.code-snippets")["{nod}"].is_object());
    assert_eq!(bench.read(".vscode/settings.json"), "{\"mine\": true}");
    fs::remove_dir_all(bench.root.join(".vscode")).unwrap();
    let run = bench.run(&["schema", "--write"]).exits(0);
    assert_eq!(run.out.lines().count(), 4);
}

#[test]
fn it_is_said_what_is_wanted() {
    let bench = Bench::empty();
    bench.run(&["schema"]).exits(2);
    bench.run(&["schema", "site", "--write"]).exits(2);
    bench.run(&["schema", "--write"]).exits(1);
    assert_eq!(bench.files(), [""; 0]);
}

/// An editor that reads the file meanwhile gets the old or the new one, never a part: what takes
/// its place is another file.
#[cfg(unix)]
#[test]
fn a_file_is_replaced_whole() {
    let bench = Bench::site(&[]);
    bench.run(&["schema", "--write"]).exits(0);
    let file = bench.files().into_iter().find(|file| file.ends_with(".schema.json")).unwrap();
    bench.write(&file, "old");
    fs::hard_link(bench.root.join(&file), bench.root.join("held")).unwrap();
    let run = bench.run(&["schema", "--write"]).exits(0);
    assert_eq!(run.out, format!("{file}\n"));
    assert_ne!(bench.read(&file), "old");
    assert_eq!(bench.read("held"), "old");
}
