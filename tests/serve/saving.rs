//! Each editor's way of saving: the new text is served, and the author hears of nothing else.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use super::server::{PAGE, Site, page};

/// A way of saving a text in the place of a file.
type Save = fn(&Path, &str);

/// Beside a file.
fn beside(file: &Path, name: &str) -> std::path::PathBuf {
    file.with_file_name(name)
}

/// nano, Notepad, VS Code on most systems.
fn in_place(file: &Path, text: &str) {
    fs::write(file, text).unwrap();
}

/// VS Code over a network, sed -i, GNOME's editor: another file is written, and takes the name.
fn renamed_over(file: &Path, text: &str) {
    let other = beside(file, ".goutputstream-K3X4Q2");
    fs::write(&other, text).unwrap();
    fs::rename(other, file).unwrap();
}

/// Vim: a file that tries the folder, a swap file, the old text as a backup, the new one in its place.
fn vim(file: &Path, text: &str) {
    let (swap, probe, backup) =
        (beside(file, ".page.md.swp"), beside(file, "4913"), beside(file, "page.md~"));
    fs::write(&swap, "b0VIM").unwrap();
    fs::write(&probe, "").unwrap();
    fs::remove_file(probe).unwrap();
    fs::rename(file, &backup).unwrap();
    let mut new = File::create(file).unwrap();
    new.write_all(text.as_bytes()).unwrap();
    new.sync_all().unwrap();
    fs::remove_file(backup).unwrap();
    fs::remove_file(swap).unwrap();
}

/// Emacs: a lock that is a link to nowhere, what it saves by itself, and a backup that stays.
#[cfg(unix)]
fn emacs(file: &Path, text: &str) {
    let (lock, own) = (beside(file, ".#page.md"), beside(file, "#page.md#"));
    std::os::unix::fs::symlink("trainer@laptop.4711:1790000000", &lock).unwrap();
    fs::write(&own, text).unwrap();
    // While an author types, for as long as that takes.
    std::thread::sleep(Duration::from_millis(300));
    let backup = beside(file, "page.md~");
    let _ = fs::remove_file(&backup);
    fs::rename(file, backup).unwrap();
    fs::write(file, text).unwrap();
    fs::remove_file(own).unwrap();
    fs::remove_file(lock).unwrap();
}

/// JetBrains: the new text beside it, the old one out of the way, and then the names.
fn jetbrains(file: &Path, text: &str) {
    let (new, old) = (beside(file, "page.md___jb_tmp___"), beside(file, "page.md___jb_old___"));
    fs::write(&new, text).unwrap();
    fs::rename(file, &old).unwrap();
    fs::rename(new, file).unwrap();
    fs::remove_file(old).unwrap();
}

/// A file manager that copies over, a script.
fn deleted_and_made(file: &Path, text: &str) {
    fs::remove_file(file).unwrap();
    fs::write(file, text).unwrap();
}

/// A synchronised folder: a file that grows.
fn by_and_by(file: &Path, text: &str) {
    let mut new = File::create(file).unwrap();
    for part in text.as_bytes().chunks(8) {
        new.write_all(part).unwrap();
        new.sync_data().unwrap();
        std::thread::sleep(Duration::from_millis(4));
    }
}

/// One whose time is that of the text before: `cp -p`, `rsync -t`, an archive that is unpacked.
fn with_an_old_time(file: &Path, text: &str) {
    let before = fs::metadata(file).unwrap().modified().unwrap();
    renamed_over(file, text);
    File::options().append(true).open(file).unwrap().set_modified(before).unwrap();
}

/// Saves some texts, each of which must be served in turn, with not a word on the terminal.
fn serves_each(save: Save) {
    let site = Site::new();
    let mut server = site.serve(&[]);
    server.shows("/page/", "first");
    let silence = server.said();
    for text in ["second", "third!", "fourth", "a longer text than the ones before"] {
        save(&site.path(PAGE), &page(text));
        server.shows("/page/", text);
    }
    // A fault is told once it has lasted for a while.
    std::thread::sleep(Duration::from_millis(700));
    server.shows("/page/", "a longer text");
    assert_eq!(server.said(), silence);
}

#[test]
fn written_in_place() {
    serves_each(in_place);
}

#[test]
fn another_file_takes_the_name() {
    serves_each(renamed_over);
}

#[test]
fn as_vim_does_it() {
    serves_each(vim);
}

#[cfg(unix)]
#[test]
fn as_emacs_does_it() {
    serves_each(emacs);
}

#[test]
fn as_jetbrains_does_it() {
    serves_each(jetbrains);
}

#[test]
fn deleted_and_made_again() {
    serves_each(deleted_and_made);
}

#[test]
fn written_by_and_by() {
    serves_each(by_and_by);
}

#[test]
fn with_the_time_of_the_text_before() {
    serves_each(with_an_old_time);
}

/// The page that is there while the rest of it is being written is the one from before.
#[test]
fn half_of_a_file_is_no_mistake() {
    let site = Site::new();
    let mut server = site.serve(&[]);
    server.shows("/page/", "first");
    let silence = server.said();
    let text = page("second");
    let (half, rest) = text.split_at(text.len() / 3);
    let mut file = File::create(site.path(PAGE)).unwrap();
    file.write_all(half.as_bytes()).unwrap();
    file.sync_data().unwrap();
    std::thread::sleep(Duration::from_millis(30));
    file.write_all(rest.as_bytes()).unwrap();
    drop(file);
    server.shows("/page/", "second");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(server.said(), silence);
}
