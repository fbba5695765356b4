//! `leerpad init`.

use std::fs;

use super::bench::{Bench, leerpad};

#[test]
fn a_starter_site_builds_without_a_word_of_complaint() {
    for language in ["nl", "en"] {
        let bench = Bench::starter(language);
        bench.builds_clean();
        let run = bench.run(&["build", "--strict"]).exits(0);
        assert!(run.err.contains(" 0 files written"), "{}", run.err);
        let home = bench.read("public/index.html");
        assert!(home.contains(&format!("<html lang=\"{language}\"")));
        assert!(bench.read(".gitignore").contains("/public/"));
    }
}

#[test]
fn dutch_is_the_default() {
    let bench = Bench::empty();
    leerpad(&bench.root, &["init", "site"]).exits(0);
    assert!(bench.read("site/site.yaml").contains("language: nl\n"));
    assert!(bench.read("site/content/blog/welkom.md").contains("date: 2026-11-23\n"));
}

#[test]
fn nobody_is_in_it() {
    for language in ["nl", "en"] {
        let bench = Bench::starter(language);
        // What editors get names the standards that it follows.
        for file in bench.files().iter().filter(|file| !file.starts_with(".vscode/")) {
            let text = bench.read(file);
            for word in text.split(|c: char| c.is_whitespace() || "<>()\"'`,".contains(c)) {
                let address = word
                    .split_once("://")
                    .map(|(_, rest)| rest)
                    .or(word.split_once('@').map(|(_, host)| host));
                let host = address.and_then(|rest| rest.split('/').next()).unwrap_or("example.com");
                let known = ["example.com", "example.nl", "…", "www.autoriteitpersoonsgegevens.nl"];
                assert!(known.iter().any(|known| host.ends_with(known)), "{file}: {word}");
            }
            assert!(!text.contains('{') || !text.contains("{date}"), "{file}");
        }
    }
}

#[test]
fn it_says_what_to_do_next() {
    let bench = Bench::empty();
    let run = leerpad(&bench.root, &["init", "mijn 🙂 site", "-c", "leerpad.yaml"]).exits(0);
    assert_eq!(run.out, "");
    insta::assert_snapshot!(run.err);
    let site = bench.root.join("mijn 🙂 site");
    leerpad(&site, &["-c", "leerpad.yaml", "build", "--strict"]).exits(0);
    let run = leerpad(&bench.root, &["init", "-q", "stil"]).exits(0);
    assert_eq!((run.out, run.err), (String::new(), String::new()));
}

#[test]
fn an_empty_folder_is_taken_and_the_current_one_too() {
    let bench = Bench::empty();
    leerpad(&bench.root, &["init", "."]).exits(0);
    bench.builds_clean();
    let bench = Bench::empty();
    fs::create_dir(bench.root.join("leeg")).unwrap();
    leerpad(&bench.root, &["--root", "leeg", "init", "diep/er"]).exits(0);
    leerpad(&bench.root, &["build", "--root", "leeg/diep/er"]).exits(0);
}

#[test]
fn a_used_folder_is_left_as_it_is() {
    for (file, says) in [
        ("notes.txt", "is not empty"),
        ("site.yaml", "holds a site already"),
        (".hidden", "is not empty"),
    ] {
        let bench = Bench::empty();
        bench.write(file, "mine");
        let run = leerpad(&bench.root, &["init", "."]).exits(2);
        assert!(run.err.contains(says), "{}", run.err);
        assert_eq!(run.out, "");
        assert_eq!(bench.files(), [file]);
        assert_eq!(bench.read(file), "mine");
    }
    let bench = Bench::empty();
    bench.write("file", "mine");
    let run = leerpad(&bench.root, &["init", "file"]).exits(2);
    assert!(run.err.contains("is a file, not a folder"), "{}", run.err);
    leerpad(&bench.root, &["init", "file/below"]).exits(2);
    leerpad(&bench.root, &["init", "x", "--config", "../site.yaml"]).exits(2);
    leerpad(&bench.root, &["init", "x", "--language", "fr"]).exits(2);
    leerpad(&bench.root, &["init"]).exits(2);
    assert_eq!(bench.files(), ["file"]);
}
