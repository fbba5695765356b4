//! Whatever becomes of the files of a site, the next answer knows it.

use std::fs;
use std::process::Command;
use std::time::Duration;

use super::server::{PAGE, Server, Site, page};

#[test]
fn each_folder_of_a_site_is_watched() {
    let site = Site::new();
    site.write("content/team.md", "---\ntitle: Team\ndata: [team]\ntemplate: team.html\n---\n");
    site.write("data/team.yaml", "- Ann\n");
    site.write("templates/team.html", "<html><p>{{ page.data.team[0] }}</p></html>");
    site.write("static/robots-note.txt", "old note");
    site.write("locales/en.yaml", "words:\n  skip_to_content: Old skip\n");
    let mut server = site.serve(&[]);
    server.shows("/team/", "<p>Ann</p>");
    site.write("data/team.yaml", "- Bob\n");
    server.shows("/team/", "<p>Bob</p>");
    site.write("templates/team.html", "<html><b>{{ page.data.team[0] }}</b></html>");
    server.shows("/team/", "<b>Bob</b>");
    server.shows("/robots-note.txt", "old note");
    site.write("static/robots-note.txt", "new note");
    server.shows("/robots-note.txt", "new note");
    server.shows("/page/", "Old skip");
    site.write("locales/en.yaml", "words:\n  skip_to_content: New skip\n");
    server.shows("/page/", "New skip");
    site.write("site.yaml", "title: Renamed\nbase_url: https://name.example/\nlanguage: en\n");
    server.shows("/page/", "Renamed");
}

#[test]
fn new_deleted_and_renamed_files() {
    let site = Site::new();
    let mut server = site.serve(&[]);
    server.answers("/new/", 404);
    site.write("content/new.md", &page("here"));
    server.shows("/new/", "here");
    fs::rename(site.path("content/new.md"), site.path("content/other.md")).unwrap();
    server.shows("/other/", "here");
    server.answers("/new/", 404);
    fs::remove_file(site.path("content/other.md")).unwrap();
    server.answers("/other/", 404);
}

#[test]
fn folders_that_are_moved_in_made_again_and_away() {
    let site = Site::new();
    // Made outside, with all in it, and moved in at once: one event for many files.
    let outside = site.outside("folder");
    fs::create_dir_all(outside.join("deep")).unwrap();
    fs::write(outside.join("_index.md"), "---\ntitle: Folder\n---\n").unwrap();
    fs::write(outside.join("deep/page.md"), page("moved in")).unwrap();
    let mut server = site.serve(&[]);
    fs::rename(&outside, site.path("content/folder")).unwrap();
    server.shows("/folder/deep/page/", "moved in");
    site.write("content/folder/deep/page.md", &page("edited there"));
    server.shows("/folder/deep/page/", "edited there");
    fs::rename(site.path("content/folder"), site.path("content/renamed")).unwrap();
    server.shows("/renamed/deep/page/", "edited there");
    server.answers("/folder/deep/page/", 404);
    site.write("content/renamed/deep/page.md", &page("edited under its new name"));
    server.shows("/renamed/deep/page/", "edited under its new name");
    // A folder that was watched, deleted and made again is another.
    fs::rename(site.path("content"), site.outside("kept")).unwrap();
    server.until("it is told", |server| server.said().contains("error[empty-content]"));
    server.shows("/page/", "first");
    fs::rename(site.outside("kept"), site.path("content")).unwrap();
    server.shows("/page/", "first");
    site.write(PAGE, &page("edited after all that"));
    server.shows("/page/", "edited after all that");
    // One that was not there when the watching began.
    site.write("static/late.txt", "late");
    server.shows("/late.txt", "late");
    site.write("static/late.txt", "later");
    server.shows("/late.txt", "later");
}

/// What `git checkout` does.
#[test]
fn a_thousand_changes_at_once() {
    let site = Site::new();
    let write_all = |word: &str| {
        for number in 0..1_000 {
            site.write(
                &format!("content/many/page-{number}.md"),
                &page(&format!("{word} {number}.")),
            );
        }
    };
    site.write("content/many/_index.md", "---\ntitle: Many\n---\n");
    write_all("main");
    let mut server = site.serve(&[]);
    server.shows("/many/page-999/", "main 999.");
    let silence = server.said();
    write_all("branch");
    for number in 0..200 {
        fs::remove_file(site.path(&format!("content/many/page-{number}.md"))).unwrap();
    }
    server.answers("/many/page-199/", 404);
    for number in 200..1_000 {
        server.shows(&format!("/many/page-{number}/"), &format!("branch {number}."));
    }
    assert_eq!(server.said(), silence);
}

/// Nothing says that a file was written through another of its names, outside the watched folder.
#[test]
fn a_lost_event_is_made_up_for() {
    let site = Site::new();
    let mut server = site.serve(&[]);
    server.shows("/page/", "first");
    let other = site.outside("other-name.md");
    fs::hard_link(site.path(PAGE), &other).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    fs::write(other, page("by another name")).unwrap();
    server.shows("/page/", "by another name");
}

#[test]
fn without_events_the_files_are_looked_at_in_turns() {
    let site = Site::new();
    let mut server = site.serve(&["--poll"]);
    server.shows("/page/", "first");
    site.write(PAGE, &page("second"));
    server.shows("/page/", "second");
    site.write("content/new/deep.md", &page("new"));
    server.shows("/new/deep/", "new");
    assert!(!server.said().contains("in turns"), "it was asked for: {}", server.said());
}

/// A system that lets a program watch only so many folders: in a name space of its own, where that
/// limit can be set (user_namespaces(7)). `None`, and a word about it, where nobody may make one.
#[cfg(target_os = "linux")]
fn serve_with_limit(site: &Site, folders: u32) -> Option<Server> {
    let limit = format!("echo {folders} > /proc/sys/user/max_inotify_watches");
    let isolated = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "sh", "-c", script]);
        command
    };
    if !isolated(&limit).output().is_ok_and(|output| output.status.success()) {
        eprintln!("not tried: this system lets nobody make a name space of users");
        return None;
    }
    let mut command = isolated(&format!("{limit} && exec \"$0\" \"$@\""));
    command.args([env!("CARGO_BIN_EXE_leerpad"), "serve", "--port", "0"]);
    Some(Server::start(command, &site.root))
}

#[cfg(target_os = "linux")]
#[test]
fn where_no_more_can_be_watched_it_says_so_and_looks() {
    let site = Site::new();
    let Some(mut server) = serve_with_limit(&site, 1) else { return };
    server.until("it says so", |server| server.said().contains("looked at in turns"));
    site.write(PAGE, &page("second"));
    server.shows("/page/", "second");
    site.write("content/new/deep.md", &page("new"));
    server.shows("/new/deep/", "new");
    assert_eq!(server.said().matches("looked at in turns").count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_that_is_reached_while_folders_are_made_is_noticed() {
    let site = Site::new();
    let Some(mut server) = serve_with_limit(&site, 10) else { return };
    server.shows("/page/", "first");
    assert!(!server.said().contains("looked at in turns"), "{}", server.said());
    for number in 0..40 {
        site.write(&format!("content/folder-{number}/page.md"), &page("made"));
    }
    server.until("it says so", |server| server.said().contains("looked at in turns"));
    server.shows("/folder-39/page/", "made");
    site.write("content/folder-39/page.md", &page("edited"));
    server.shows("/folder-39/page/", "edited");
}
