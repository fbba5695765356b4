//! What is written, kept and removed.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::time::{Duration, SystemTime};

use leerpad::output::clean;

use super::*;

fn first() -> Site {
    site(&[
        ("index.html", "home"),
        ("blog/index.html", "blog"),
        ("blog/scope/index.html", "scope"),
        ("css/site.1a2b.css", "css"),
    ])
}

#[test]
fn the_first_build_makes_the_folder() {
    let temp = Temp::new();
    let report = build(&temp.public(), &first()).unwrap();
    assert_eq!(counts(&report), (4, 0, 0));
    assert_eq!(report.bytes, 16);
    assert_eq!(names(&temp.root), ["public"]);
    assert_eq!(names(&temp.public()), [MANIFEST, "blog", "css", "index.html"]);
    assert_eq!(fs::read(temp.path("public/blog/scope/index.html")).unwrap(), b"scope");
}

#[test]
fn the_manifest_lists_each_file_with_size_and_hash() {
    let temp = Temp::new();
    build(&temp.public(), &first()).unwrap();
    let files = listed(&temp.public()).unwrap();
    assert_eq!(files.len(), 4);
    assert_eq!(files[0].path.as_str(), "blog/index.html");
    assert_eq!((files[0].size, files[0].hash), (4, blake3::hash(b"blog")));
    assert!(listed(&temp.path("elsewhere")).unwrap().is_empty());
}

#[test]
fn an_empty_folder_is_replaced_and_keeps_its_permissions() {
    let temp = Temp::new();
    fs::create_dir(temp.public()).unwrap();
    fs::set_permissions(temp.public(), fs::Permissions::from_mode(0o2770)).unwrap();
    build(&temp.public(), &first()).unwrap();
    assert_eq!(contents(&temp.public()), clean_build(&first()));
    assert_eq!(fs::metadata(temp.public()).unwrap().mode() & 0o7777, 0o2770);
    assert_eq!(names(&temp.root), ["public"]);
}

#[test]
fn nothing_is_visible_before_the_commit_and_dropping_leaves_no_trace() {
    let temp = Temp::new();
    let deep = temp.path("a/b/public");
    let output = Output::open(&deep, &[]).unwrap();
    put_all(&output, &first()).unwrap();
    assert!(!deep.exists());
    drop(output);
    assert!(names(&temp.root).is_empty());

    build(&deep, &first()).unwrap();
    let before = contents(&temp.root);
    let output = Output::open(&deep, &[]).unwrap();
    put_all(&output, &site(&[("index.html", "other"), ("new/index.html", "new")])).unwrap();
    assert_eq!(fs::read(deep.join("index.html")).unwrap(), b"home");
    drop(output);
    assert_eq!(contents(&temp.root), before);
}

#[test]
fn only_what_differs_is_written_and_the_rest_keeps_its_time() {
    let temp = Temp::new();
    build(&temp.public(), &first()).unwrap();
    let long_ago = SystemTime::now() - Duration::from_secs(100_000);
    let facts = |name: &str| {
        let m = fs::metadata(temp.public().join(name)).unwrap();
        (m.modified().unwrap(), m.ino())
    };
    for name in ["index.html", "blog/index.html", MANIFEST] {
        fs::File::open(temp.public().join(name)).unwrap().set_modified(long_ago).unwrap();
    }
    let before = (facts("index.html"), facts("blog/index.html"), facts(MANIFEST));

    assert_eq!(counts(&build(&temp.public(), &first()).unwrap()), (0, 4, 0));
    assert_eq!((facts("index.html"), facts("blog/index.html"), facts(MANIFEST)), before);

    let mut second = first();
    second[1].1 = b"golb".to_vec();
    let report = build(&temp.public(), &second).unwrap();
    assert_eq!((counts(&report), report.bytes), ((1, 3, 0), 4));
    assert_eq!(facts("index.html"), before.0);
    assert_ne!(facts("blog/index.html"), before.1);
    assert_eq!(contents(&temp.public()), clean_build(&second));
}

#[test]
fn the_truth_is_the_disk_not_the_manifest() {
    let temp = Temp::new();
    build(&temp.public(), &first()).unwrap();
    write(temp.path("public/index.html"), "hack");
    fs::remove_file(temp.path("public/css/site.1a2b.css")).unwrap();
    assert_eq!(counts(&build(&temp.public(), &first()).unwrap()), (2, 2, 0));
    assert_eq!(contents(&temp.public()), clean_build(&first()));
}

#[test]
fn what_the_site_no_longer_makes_is_removed_with_its_folders() {
    let temp = Temp::new();
    build(&temp.public(), &first()).unwrap();
    let second = site(&[("index.html", "home")]);
    assert_eq!(counts(&build(&temp.public(), &second).unwrap()), (0, 1, 3));
    assert_eq!(names(&temp.public()), [MANIFEST, "index.html"]);
    assert_eq!(contents(&temp.public()), clean_build(&second));
}

/// `.well-known` is for readers, though a dot hides it from people.
#[test]
fn a_folder_with_a_dot_is_one_of_the_site() {
    let temp = Temp::new();
    let mut site = first();
    site.extend(self::site(&[(".well-known/security.txt", "contact")]));
    build(&temp.public(), &site).unwrap();
    assert_eq!(contents(&temp.public()), clean_build(&site));
    assert_eq!(fs::read(temp.path("public/.well-known/security.txt")).unwrap(), b"contact");
    assert_eq!(counts(&build(&temp.public(), &first()).unwrap()), (0, 4, 1));
    assert!(!temp.path("public/.well-known").exists());
    build(&temp.public(), &site).unwrap();
    clean(&temp.public(), &[]).unwrap();
    assert!(names(&temp.root).is_empty());
}

#[test]
fn foreign_files_and_folders_stay() {
    let temp = Temp::new();
    build(&temp.public(), &first()).unwrap();
    write(temp.path("public/CNAME"), "name.example");
    write(temp.path("public/.git/HEAD"), "ref");
    write(temp.path("public/blog/notes.txt"), "mine");
    fs::create_dir(temp.path("public/empty")).unwrap();
    std::os::unix::fs::symlink("nowhere", temp.path("public/link")).unwrap();
    build(&temp.public(), &site(&[("index.html", "new")])).unwrap();
    assert_eq!(
        names(&temp.public()),
        [".git", MANIFEST, "CNAME", "blog", "empty", "index.html", "link"]
    );
    assert_eq!(names(&temp.path("public/blog")), ["notes.txt"]);
    assert_eq!(listed_paths(&temp.public()), ["index.html"]);
}

#[test]
fn a_folder_that_was_there_before_us_stays_when_it_is_emptied() {
    let temp = Temp::new();
    build(&temp.public(), &first()).unwrap();
    fs::create_dir(temp.path("public/found")).unwrap();
    let mut second = first();
    second.extend(site(&[("found/a/index.html", "x"), ("made/index.html", "x")]));
    build(&temp.public(), &second).unwrap();
    build(&temp.public(), &second).unwrap();
    build(&temp.public(), &first()).unwrap();
    assert_eq!(names(&temp.public()), [MANIFEST, "blog", "css", "found", "index.html"]);
    assert!(names(&temp.path("public/found")).is_empty());
}

#[test]
fn a_folder_becomes_a_file_and_a_file_a_folder() {
    let temp = Temp::new();
    let old = site(&[("a/index.html", "1"), ("a/b/c.html", "2"), ("d", "3"), ("e/f", "4")]);
    let new = site(&[("a", "5"), ("d/g/index.html", "6"), ("d/h.html", "7"), ("e/f/i", "8")]);
    build(&temp.public(), &old).unwrap();
    assert_eq!(counts(&build(&temp.public(), &new).unwrap()), (4, 0, 4));
    assert_eq!(contents(&temp.public()), clean_build(&new));
    assert_eq!(counts(&build(&temp.public(), &old).unwrap()), (4, 0, 4));
    assert_eq!(contents(&temp.public()), clean_build(&old));
}

#[test]
fn two_files_with_one_name_are_refused_in_either_order() {
    for (one, two) in [("a", "a/b"), ("A/x.html", "a/x.html"), ("x", "x"), ("É", "é")] {
        let mut words = Vec::new();
        for pair in [[one, two], [two, one]] {
            let temp = Temp::new();
            let output = Output::open(&temp.public(), &[]).unwrap();
            let put = |path| output.put(&OutputPath::new(path).unwrap(), b"x");
            put(pair[0]).unwrap();
            let fault = refusal(put(pair[1]), Code::UrlCollision);
            words.push(fault.message.clone());
            assert_eq!(refusal(output.commit(), Code::UrlCollision), fault);
            assert!(names(&temp.root).is_empty());
        }
        assert_eq!(words[0], words[1]);
    }
}

#[test]
fn our_own_names_are_refused() {
    let temp = Temp::new();
    let output = Output::open(&temp.public(), &[]).unwrap();
    for path in [MANIFEST, ".leerpad-staging/lock", ".leerpad-other"] {
        refusal(output.put(&OutputPath::new(path).unwrap(), b"x"), Code::UrlCollision);
    }
}

#[test]
fn other_capitals_for_the_same_file_do_not_delete_it() {
    // Two names of one file: what a file system that ignores case shows us.
    let temp = Temp::new();
    build(&temp.public(), &site(&[("About.html", "us")])).unwrap();
    fs::hard_link(temp.path("public/About.html"), temp.path("public/about.html")).unwrap();
    let report = build(&temp.public(), &site(&[("about.html", "us")])).unwrap();
    assert_eq!(counts(&report), (0, 1, 0));
    assert_eq!(names(&temp.public()), [MANIFEST, "About.html", "about.html"]);

    // And such a file may be written, though the manifest lists the other name.
    let temp = Temp::new();
    build(&temp.public(), &site(&[("About.html", "us")])).unwrap();
    fs::hard_link(temp.path("public/About.html"), temp.path("public/about.html")).unwrap();
    build(&temp.public(), &site(&[("about.html", "them")])).unwrap();
    assert_eq!(fs::read(temp.path("public/about.html")).unwrap(), b"them");
}

#[test]
fn stale_staging_is_cleared_wherever_it_is() {
    let temp = Temp::new();
    write(temp.path(".public.leerpad-staging/files/half.html"), "ha");
    write(temp.path(".public.leerpad-staging/lock"), "");
    build(&temp.public(), &first()).unwrap();
    assert_eq!(contents(&temp.public()), clean_build(&first()));
    assert_eq!(names(&temp.root), ["public"]);

    // Killed between the rename of the whole and the clearing up; and in the middle of a later one.
    write(temp.path(".public.leerpad-staging/lock"), "");
    write(temp.path("public/.leerpad-staging/files/17"), "ha");
    build(&temp.public(), &first()).unwrap();
    assert_eq!(contents(&temp.public()), clean_build(&first()));
    assert_eq!(names(&temp.root), ["public"]);

    // Nothing but staging in it: as good as empty.
    let temp = Temp::new();
    write(temp.path("public/.leerpad-staging/files/17"), "ha");
    build(&temp.public(), &first()).unwrap();
    assert_eq!(contents(&temp.public()), clean_build(&first()));
}

#[test]
fn a_half_finished_commit_is_healed() {
    // The union is in place, some files are moved, nothing is deleted.
    let temp = Temp::new();
    let new = site(&[("index.html", "new"), ("added/index.html", "added")]);
    let mut both = first();
    both.retain(|(path, _)| path != "index.html");
    both.extend(new.clone());
    build(&temp.public(), &both).unwrap();
    write(temp.path("public/index.html"), "home");
    fs::remove_dir_all(temp.path("public/added")).unwrap();
    build(&temp.public(), &new).unwrap();
    assert_eq!(contents(&temp.public()), clean_build(&new));
}

#[test]
fn clean_removes_what_is_listed_and_nothing_else() {
    let temp = Temp::new();
    assert_eq!(clean(&temp.public(), &[]).unwrap(), 0);
    build(&temp.public(), &first()).unwrap();
    write(temp.path(".public.leerpad-staging/files/x"), "stale");
    write(temp.path("public/.leerpad-staging/files/x"), "stale");
    assert_eq!(clean(&temp.public(), &[]).unwrap(), 4);
    assert!(names(&temp.root).is_empty());

    build(&temp.public(), &first()).unwrap();
    write(temp.path("public/CNAME"), "name.example");
    write(temp.path("public/blog/notes.txt"), "mine");
    assert_eq!(clean(&temp.public(), &[]).unwrap(), 4);
    assert_eq!(names(&temp.public()), [MANIFEST, "CNAME", "blog"]);
    assert_eq!(names(&temp.path("public/blog")), ["notes.txt"]);
    assert!(listed(&temp.public()).unwrap().is_empty());
    // The folder is still known as ours.
    build(&temp.public(), &first()).unwrap();
    assert_eq!(clean(&temp.public(), &[]).unwrap(), 4);

    refusal(clean(&temp.root, &[]), Code::OutputNotOurs);
    refusal(clean(&temp.public(), &[temp.path("public/content")]), Code::OutputHoldsSources);
}

#[test]
fn an_empty_manifest_gives_us_a_folder_with_other_things() {
    let temp = Temp::new();
    write(temp.path("public/CNAME"), "name.example");
    write(temp.public().join(MANIFEST), "");
    fs::create_dir(temp.path("public/blog")).unwrap();
    assert_eq!(build(&temp.public(), &first()).unwrap().warning, None);
    assert_eq!(clean(&temp.public(), &[]).unwrap(), 4);
    assert_eq!(names(&temp.public()), [MANIFEST, "CNAME", "blog"]);
}

#[test]
fn a_damaged_manifest_deletes_nothing_that_it_cannot_prove() {
    let temp = Temp::new();
    build(&temp.public(), &first()).unwrap();
    let path = temp.public().join(MANIFEST);
    let text = fs::read_to_string(&path).unwrap();
    let second = site(&[("index.html", "home")]);

    // An entry for a foreign file, one that leads out, one with another file's hash: not sealed.
    write(temp.path("public/CNAME"), "name.example");
    write(temp.path("outside"), "x");
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex();
    let added = format!("{} 12 CNAME\n{} 1 ../outside\nend", hash("other"), hash("x"));
    fs::write(&path, text.replace("end", &added)).unwrap();
    let report = build(&temp.public(), &second).unwrap();
    assert_eq!(report.warning.unwrap().code, Code::OutputNotOurs);
    // The rest was proved by its bytes, and is gone.
    assert_eq!(names(&temp.public()), [MANIFEST, "CNAME", "index.html"]);
    assert!(temp.path("outside").exists());
    assert_eq!(build(&temp.public(), &second).unwrap().warning, None);

    // Cut off anywhere: nothing is lost but files of ours that the rest still lists.
    let temp = Temp::quick();
    for cut in (1..text.len()).step_by(7) {
        write(temp.public().join(MANIFEST), "");
        build(&temp.public(), &first()).unwrap();
        write(temp.path("public/blog/scope/index.htm"), "scope");
        fs::write(temp.public().join(MANIFEST), &text[..cut]).unwrap();
        let report = build(&temp.public(), &second).unwrap();
        assert!(report.warning.is_some(), "cut at {cut}");
        assert_eq!(fs::read(temp.path("public/blog/scope/index.htm")).unwrap(), b"scope");
        assert_eq!(fs::read(temp.path("public/index.html")).unwrap(), b"home");
        fs::remove_dir_all(temp.public()).unwrap();
    }
}
