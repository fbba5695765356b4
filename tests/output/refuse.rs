//! What is not ours is left alone.

use std::os::unix::fs::{MetadataExt as _, symlink};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use leerpad::output::clean;

use super::*;

#[test]
fn a_folder_that_we_did_not_make_is_refused() {
    let temp = Temp::new();
    write(temp.path("public/thesis.txt"), "years of work");
    let before = contents(&temp.root);
    let fault = refusal(build(&temp.public(), &site(&[])), Code::OutputNotOurs);
    assert!(fault.remedy.contains(MANIFEST));
    refusal(listed(&temp.public()), Code::OutputNotOurs);
    assert_eq!(contents(&temp.root), before);

    // Nor a file, nor a folder whose manifest is none.
    write(temp.path("file"), "x");
    refusal(build(&temp.path("file"), &site(&[])), Code::OutputNotOurs);
    fs::create_dir_all(temp.path("odd").join(MANIFEST)).unwrap();
    refusal(build(&temp.path("odd"), &site(&[])), Code::OutputNotOurs);
    symlink("x", temp.path("odd/link")).unwrap();
    fs::remove_dir(temp.path("odd").join(MANIFEST)).unwrap();
    symlink("link", temp.path("odd").join(MANIFEST)).unwrap();
    refusal(build(&temp.path("odd"), &site(&[])), Code::OutputNotOurs);
    // Nor one of a later version.
    write(temp.path("later").join(MANIFEST), "leerpad-manifest 2\n");
    refusal(build(&temp.path("later"), &site(&[])), Code::OutputNotOurs);
}

#[test]
fn a_folder_that_holds_sources_or_lies_in_them_is_refused() {
    let temp = Temp::new();
    for folder in ["content/blog", "static", "elsewhere/texts"] {
        fs::create_dir_all(temp.path(folder)).unwrap();
    }
    write(temp.path("site.yaml"), "");
    symlink("elsewhere/texts", temp.path("linked")).unwrap();
    symlink("content", temp.path("alias")).unwrap();
    let sources: Vec<PathBuf> =
        ["content", "static", "templates", "site.yaml", "linked"].map(|s| temp.path(s)).into();
    for dir in [
        "",
        "content",
        "content/",
        "content/blog",
        "content/public",
        "content/../content",
        "absent/../content",
        "static/a/b",
        "templates",
        "templates/public",
        "site.yaml",
        "..",
        "alias",
        "alias/public",
        "elsewhere",
        "elsewhere/texts",
        "elsewhere/texts/x",
        "linked",
    ] {
        let dir = temp.path(dir);
        let opened = Output::open(&dir, &sources);
        refusal(opened, Code::OutputHoldsSources);
        refusal(clean(&dir, &sources), Code::OutputHoldsSources);
    }
    for dir in ["public", "content-public", "elsewhere/public"] {
        assert!(Output::open(&temp.path(dir), &sources).is_ok(), "{dir}");
    }
    assert!(temp.path("content/blog").exists());
}

#[test]
fn a_foreign_file_is_never_overwritten() {
    let temp = Temp::new();
    let first = site(&[("index.html", "home")]);
    build(&temp.public(), &first).unwrap();
    write(temp.path("public/CNAME"), "name.example");
    write(temp.path("public/docs/a/notes.txt"), "mine");
    fs::create_dir(temp.path("public/empty")).unwrap();
    let before = contents(&temp.root);
    for (path, named) in [
        ("CNAME", "CNAME"),
        ("CNAME/index.html", "CNAME"),
        ("docs", "docs"),
        ("docs/a/notes.txt", "notes.txt"),
        ("empty", "empty"),
    ] {
        let fault = refusal(
            build(&temp.public(), &site(&[("index.html", "new"), (path, "ours")])),
            Code::OutputNotOurs,
        );
        assert!(fault.message.contains(named), "{}", fault.message);
        assert_eq!(contents(&temp.root), before);
    }
    // A folder of ours with a foreign file in it cannot become a file.
    let second = site(&[("blog/index.html", "blog")]);
    build(&temp.public(), &second).unwrap();
    write(temp.path("public/blog/notes.txt"), "mine");
    let fault = refusal(build(&temp.public(), &site(&[("blog", "x")])), Code::OutputNotOurs);
    assert!(fault.message.contains("blog/notes.txt"));
}

#[test]
fn a_foreign_file_with_our_very_bytes_is_taken_in() {
    let temp = Temp::new();
    build(&temp.public(), &site(&[("index.html", "home")])).unwrap();
    write(temp.path("public/CNAME"), "name.example");
    let both = site(&[("index.html", "home"), ("CNAME", "name.example")]);
    assert_eq!(counts(&build(&temp.public(), &both).unwrap()), (0, 2, 0));
    assert_eq!(listed_paths(&temp.public()), ["CNAME", "index.html"]);
    assert_eq!(contents(&temp.public()), clean_build(&both));
}

#[test]
fn a_link_inside_is_not_followed() {
    let temp = Temp::new();
    let first = site(&[("a/index.html", "1"), ("b/index.html", "2"), ("c.html", "3")]);
    build(&temp.public(), &first).unwrap();
    for name in ["out/index.html", "out/c.html"] {
        write(temp.path(name), "theirs");
    }
    // The folder `a` and the file `c.html` became links to elsewhere.
    fs::remove_dir_all(temp.path("public/a")).unwrap();
    symlink("../out", temp.path("public/a")).unwrap();
    fs::remove_file(temp.path("public/c.html")).unwrap();
    symlink("../out/c.html", temp.path("public/c.html")).unwrap();
    let before = contents(&temp.root);

    for path in ["a/index.html", "a/new/index.html", "a", "c.html"] {
        let fault = refusal(build(&temp.public(), &site(&[(path, "x")])), Code::OutputNotOurs);
        assert!(fault.remedy.contains('a') || fault.remedy.contains("c.html"));
        assert_eq!(contents(&temp.root), before);
    }
    // What they stand for is no longer made: nothing is deleted through them, nor they themselves.
    assert_eq!(counts(&build(&temp.public(), &site(&[])).unwrap()), (0, 0, 1));
    assert_eq!(names(&temp.path("out")), ["c.html", "index.html"]);
    assert_eq!(names(&temp.public()), [MANIFEST, "a", "c.html"]);
    assert!(listed(&temp.public()).unwrap().is_empty());
    assert_eq!(clean(&temp.public(), &[]).unwrap(), 0);
    assert_eq!(fs::read(temp.path("out/index.html")).unwrap(), b"theirs");
}

#[test]
fn an_output_folder_that_is_a_link_is_written_in_not_replaced() {
    let temp = Temp::new();
    fs::create_dir(temp.path("real")).unwrap();
    symlink("real", temp.public()).unwrap();
    let inode = || fs::metadata(temp.path("real")).unwrap().ino();
    let before = inode();
    let first = site(&[("index.html", "home"), ("a/b.html", "b")]);
    for dir in [temp.public(), temp.path("public/")] {
        build(&dir, &first).unwrap();
        assert!(temp.public().is_symlink());
        assert_eq!(inode(), before);
        assert_eq!(contents(&temp.path("real")), clean_build(&first));
        assert_eq!(names(&temp.root), ["public", "real"]);
        assert_eq!(clean(&dir, &[]).unwrap(), 2);
        assert!(names(&temp.path("real")).is_empty());
        assert_eq!(inode(), before);
    }
    fs::remove_dir(temp.path("real")).unwrap();
    refusal(build(&temp.public(), &first), Code::OutputUnwritable);
    assert_eq!(names(&temp.root), ["public"]);
}

#[test]
fn a_link_in_the_place_of_the_staging_folder_is_refused() {
    let temp = Temp::new();
    write(temp.path("theirs/files/x"), "x");
    symlink("theirs", temp.path(".public.leerpad-staging")).unwrap();
    refusal(build(&temp.public(), &site(&[])), Code::OutputNotOurs);
    assert!(temp.path("theirs/files/x").exists());
}

#[test]
fn a_second_build_is_told_to_wait() {
    let temp = Temp::new();
    let first = site(&[("index.html", "home")]);
    for made in 0..3 {
        match made {
            0 => {}
            1 => fs::create_dir(temp.public()).unwrap(),
            _ => drop(build(&temp.public(), &first).unwrap()),
        }
        let before = contents(&temp.public());
        let output = Output::open(&temp.public(), &[]).unwrap();
        refusal(Output::open(&temp.public(), &[]), Code::OutputBusy);
        refusal(clean(&temp.public(), &[]), Code::OutputBusy);
        put_all(&output, &first).unwrap();
        drop(output);
        drop(Output::open(&temp.public(), &[]).unwrap());
        assert_eq!(contents(&temp.public()), before);
    }
}

#[test]
fn many_at_once_never_harm_each_other() {
    let temp = Temp::quick();
    let sites = [
        site(&[("index.html", "1"), ("a/index.html", "1"), ("s", "1")]),
        site(&[("index.html", "2"), ("b/c/index.html", "2"), ("s/t", "2")]),
    ];
    let built = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (temp, sites, built) = (&temp, &sites, &built);
            scope.spawn(move || {
                let start = Instant::now();
                for round in 0.. {
                    if start.elapsed() > Duration::from_secs(2) {
                        break;
                    }
                    let done = match (thread + round) % 5 {
                        4 => clean(&temp.public(), &[]).map(drop),
                        n => build(&temp.public(), &sites[n % 2]).map(drop),
                    };
                    match done {
                        Ok(()) => _ = built.fetch_add(1, Ordering::Relaxed),
                        Err(fault) => assert_eq!(fault.code, Code::OutputBusy, "{fault:?}"),
                    }
                }
            });
        }
    });
    assert!(built.into_inner() > 1);
    build(&temp.public(), &sites[0]).unwrap();
    assert_eq!(contents(&temp.public()), clean_build(&sites[0]));
    assert_eq!(names(&temp.root), ["public"]);
}
