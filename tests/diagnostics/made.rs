//! Cases whose input cannot lie in a repository: links, bytes that are no text, large files, disks.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::site::Site;

/// The console of `leerpad build`, after which all is as it was.
fn build(site: &Site) -> String {
    console(site, "leerpad build")
}

fn console(site: &Site, typed: &str) -> String {
    site.remember();
    let run = site.run(typed);
    site.assert_untouched();
    run.console()
}

#[test]
fn no_site() {
    insta::assert_snapshot!(build(&Site::in_folder("site")), @"
    error[no-site]: There is no `site.yaml` in `[SITE]`.
     |
     = help: Go to the folder of your site, name it with `--root`, or begin one with `leerpad init FOLDER`.

    1 error.
    exit 1
    ");
}

#[test]
fn no_folder() {
    let site = Site::in_folder("site");
    insta::assert_snapshot!(console(&site, "leerpad build --root nowhere"), @"
    error: The folder `nowhere` cannot be opened: No such file or directory (os error 2).
    exit 2
    ");
}

#[test]
fn a_folder_in_place_of_site_yaml() {
    let site = Site::in_folder("site");
    site.write("site.yaml/readme.txt", "");
    insta::assert_snapshot!(build(&site), @"
    error[no-site]: There is no `site.yaml` in `[SITE]`.
     |
     = help: Go to the folder of your site, name it with `--root`, or begin one with `leerpad init FOLDER`.

    1 error.
    exit 1
    ");
}

#[test]
fn no_content() {
    let site = Site::good();
    fs::remove_dir_all(site.root().join("content")).unwrap();
    insta::assert_snapshot!(build(&site), @"
    error[empty-content]: There is no Markdown file in `content/`.
     |
     = help: Write `content/_index.md`, the home page, or begin with `leerpad init`.

    1 error.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn empty_content() {
    let site = Site::good();
    fs::remove_file(site.root().join("content/_index.md")).unwrap();
    site.write("content/.hidden.md", "");
    site.write("content/page.md~", "");
    site.write("content/picture.svg", "<svg/>");
    insta::assert_snapshot!(build(&site), @"
    error[empty-content]: There is no Markdown file in `content/`.
     |
     = help: Write `content/_index.md`, the home page, or begin with `leerpad init`.

    1 error.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn not_utf8() {
    let site = Site::good();
    site.write("content/about.md", b"---\ntitle: Caf\xe9\n---\n");
    site.write("content/late.md", b"---\ntitle: Page\n---\n\xf0\x9f\x99\x82\xc3\xa9n \xff\n");
    site.write("content/mark.md", b"\xef\xbb\xbf\xe9");
    site.write("content/utf16.md", b"\xff\xfe-\0-\0-\0\n\0");
    site.write("templates/page.html", b"<p>{{ page.title }}\n<p>\xe9</p>");
    site.write("templates/components/warn.html", b"{% component warn() %}\xe9");
    site.write("locales/nl.yaml", b"words:\n  home: \xe9\n");
    // What only these files would have told is no fault of its own.
    site.page("content/other.md", "See [a page](late.md#heading).\n\n```{warn}\n```\n");
    insta::assert_snapshot!(build(&site), @r#"
    error[not-utf8]: The file is not UTF-8 text.
     --> content/about.md:2:11
      |
    2 | title: Caf�
      |           ^
      |
      = help: Save it as UTF-8 in your editor ("Save with encoding").

    error[not-utf8]: The file is not UTF-8 text.
     --> content/late.md:4:5
      |
    4 | 🙂én �
      |      ^
      |
      = help: Save it as UTF-8 in your editor ("Save with encoding").

    error[not-utf8]: The file is not UTF-8 text.
     --> content/mark.md:1:1
      |
    1 | �
      | ^
      |
      = help: Save it as UTF-8 in your editor ("Save with encoding").

    error[not-utf8]: The file is not UTF-8 text.
     --> content/utf16.md:1:1
      |
    1 | ��-␀-␀-␀
      | ^
      |
      = help: Save it as UTF-8 in your editor ("Save with encoding").

    error[not-utf8]: The file is not UTF-8 text.
     --> locales/nl.yaml:2:9
      |
    2 |   home: �
      |         ^
      |
      = help: Save it as UTF-8 in your editor ("Save with encoding").

    error[not-utf8]: The file is not UTF-8 text.
    --> templates/components/warn.html
     = help: Save it as UTF-8 in your editor.

    error[not-utf8]: The file is not UTF-8 text.
    --> templates/page.html
     = help: Save it as UTF-8 in your editor.

    7 errors.
    Nothing was written: `public` is as it was.
    exit 1
    "#);
}

#[test]
fn site_yaml_not_utf8() {
    let site = Site::good();
    site.write("site.yaml", b"title: Caf\xe9\nbase_url: https://name.example/\n");
    insta::assert_snapshot!(build(&site), @r#"
    error[not-utf8]: The file is not UTF-8 text.
     --> site.yaml:1:11
      |
    1 | title: Caf�
      |           ^
      |
      = help: Save it as UTF-8 in your editor ("Save with encoding").

    1 error.
    Nothing was written: `public` is as it was.
    exit 1
    "#);
}

#[test]
fn nul_bytes() {
    let site = Site::good();
    site.write("content/about.md", "---\ntitle: Pa\0ge\n---\nSee [a\0](no\0where.md).\n");
    site.write("content/all.md", "\0".repeat(1000));
    insta::assert_snapshot!(build(&site), @"
    error[broken-yaml]: The front matter cannot be read: an invisible character stands here (U+0000).
     --> content/about.md:2:10
      |
    2 | title: Pa␀ge
      |          ^
      |
      = help: Delete it, and type what stands around it again.

    error[missing-key]: The page has no title.
     --> content/all.md:1:1
      |
    1 | ␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀...
      | ^
      |
      = help: Begin the file with three lines: `---`, `title: …`, `---`.

    2 errors.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn huge_file() {
    let site = Site::good();
    site.page("content/about.md", &"See and see.\n".repeat(800_000));
    site.write("content/large.md", vec![b'x'; 9 << 20]);
    site.page("content/other.md", "See [it](about.md#heading).\n");
    insta::assert_snapshot!(build(&site), @"
    error[huge-file]: The file is 9 MiB large.
    --> content/about.md
     = help: Split it: a file may have 8 MiB.

    error[huge-file]: The file is 9 MiB large.
    --> content/large.md
     = help: Split it: a file may have 8 MiB.

    2 errors.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

/// Nine lists of nine of the one before it: 400 million words in 400 bytes.
fn bomb() -> String {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let inner = vec![format!("*a{}", level - 1); 9].join(", ");
        text += &format!("a{level}: &a{level} [{inner}]\n");
    }
    text
}

#[test]
fn alias_bomb() {
    let site = Site::good();
    site.write("content/about.md", format!("---\ntitle: Page\nextra:\n{}---\n", bomb()));
    site.write(
        "templates/components/quiz.html",
        "{% component quiz(data: map) {\"body\": \"yaml\"} %}{% endcomponent quiz %}",
    );
    site.page(
        "content/other.md",
        &format!("> ```{{quiz}}\n> {}\n> ```\n", bomb().replace('\n', "\n> ")),
    );
    insta::assert_snapshot!(build(&site), @"
    error[alias-bomb]: The front matter cannot be read: its `*` marks make it grow out of all proportion.
     --> content/about.md:8:30
      |
    8 | a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]
      |                              ^^^
      |
      = help: Write out what they stand for.

    error[alias-bomb]: The body of `quiz` cannot be read: its `*` marks make it grow out of all proportion.
     --> content/other.md:9:32
      |
    9 | > a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]
      |                                ^^^
      |
      = help: Write out what they stand for.

    2 errors.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn alias_bomb_in_site_yaml() {
    let site = Site::good();
    site.write(
        "site.yaml",
        format!("title: Site\nbase_url: https://name.example/\nextra:\n{}", bomb()),
    );
    insta::assert_snapshot!(build(&site), @"
    error[alias-bomb]: `site.yaml` cannot be read: its `*` marks make it grow out of all proportion.
     --> site.yaml:8:30
      |
    8 | a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]
      |                              ^^^
      |
      = help: Write out what they stand for.

    1 error.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn symlinks_that_lead_out() {
    let outside = Site::good();
    let site = Site::good();
    symlink(outside.root().join("site.yaml"), site.root().join("content/plan.md")).unwrap();
    symlink(outside.root().join("content"), site.root().join("content/more")).unwrap();
    symlink(outside.root().join("content"), site.root().join("content/page.md")).unwrap();
    symlink("../../..", site.root().join("content/up")).unwrap();
    symlink("nowhere.md", site.root().join("content/dangling.md")).unwrap();
    site.page("content/about.md", "See [the plan](plan.md).\n");
    insta::assert_snapshot!(build(&site), @"
    error[dead-link]: There is no page `plan.md`.
     --> content/about.md:4:16
      |
    4 | See [the plan](plan.md).
      |                ^^^^^^^
      |
      = help: Write the path of a page's file, relative or from the content root: `/blog/name.md`.

    error[symlink-loop]: This symbolic link leads nowhere, or in a circle.
    --> content/dangling.md
     = help: Delete it, or let it lead to a file of the site.

    error[symlink-outside]: This symbolic link leads out of the site.
    --> content/more
     = help: Put a copy here, or move the file into the site.

    error[symlink-outside]: This symbolic link leads out of the site.
    --> content/page.md
     = help: Put a copy here, or move the file into the site.

    error[symlink-outside]: This symbolic link leads out of the site.
    --> content/plan.md
     = help: Put a copy here, or move the file into the site.

    error[symlink-outside]: This symbolic link leads out of the site.
    --> content/up
     = help: Put a copy here, or move the file into the site.

    6 errors.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn symlinks_of_the_theme_that_lead_out() {
    let outside = Site::good();
    outside.write("page.html", "secret");
    let site = Site::good();
    for folder in ["templates", "static", "locales"] {
        fs::create_dir(site.root().join(folder)).unwrap();
    }
    symlink(outside.root().join("page.html"), site.root().join("templates/page.html")).unwrap();
    symlink(outside.root(), site.root().join("static/all")).unwrap();
    symlink(outside.root().join("site.yaml"), site.root().join("locales/nl.yaml")).unwrap();
    site.page("content/about.md", "See.\n");
    insta::assert_snapshot!(build(&site), @"
    error[symlink-outside]: This symbolic link leads out of the site.
    --> locales/nl.yaml
     = help: Put a copy here, or move the file into the site.

    error[symlink-outside]: This symbolic link leads out of the site.
    --> static/all
     = help: Put a copy here, or move the file into the site.

    error[symlink-outside]: This symbolic link leads out of the site.
    --> templates/page.html
     = help: Put a copy here, or move the file into the site.

    3 errors.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

/// The rules for content hold for data, and for the files alone that somebody asks for.
#[test]
fn data_that_cannot_be_read() {
    let outside = Site::good();
    let site = Site::good();
    site.write("data/latin.yaml", b"name: Page\ncity: Caf\xe9\n");
    site.write("data/large.yaml", vec![b'x'; 9 << 20]);
    site.write("data/bomb.yaml", bomb());
    site.write("data/unasked.yaml", b"\xff");
    site.write("data/more/deep.yaml", "a: 1\n");
    site.write("data/there.yaml", "a: 1\n");
    symlink(outside.root().join("site.yaml"), site.root().join("data/out.yaml")).unwrap();
    symlink("there.yaml", site.root().join("data/inside.yaml")).unwrap();
    let front = "---\ntitle: Page\ndata: [latin, large, bomb, out, inside, there, deep]\n---\n";
    site.write("content/about.md", front);
    insta::assert_snapshot!(build(&site), @r#"
    error[missing-file]: There is no data file `data/deep.yaml`.
     --> content/about.md:3:48
      |
    3 | data: [latin, large, bomb, out, inside, there, deep]
      |                                                ^^^^
      |
      = help: Write `data/deep.yaml`, beside `content/`, or take the name out.

    error[alias-bomb]: The data cannot be read: its `*` marks make it grow out of all proportion.
     --> data/bomb.yaml:5:30
      |
    5 | a4: &a4 [*a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3, *a3]
      |                              ^^^
      |
      = help: Write out what they stand for.

    error[huge-file]: The file is 9 MiB large.
    --> data/large.yaml
     = help: Split it: a file may have 8 MiB.

    error[not-utf8]: The file is not UTF-8 text.
     --> data/latin.yaml:2:10
      |
    2 | city: Caf�
      |          ^
      |
      = help: Save it as UTF-8 in your editor ("Save with encoding").

    error[symlink-outside]: This symbolic link leads out of the site.
    --> data/out.yaml
     = help: Put a copy here, or move the file into the site.

    5 errors.
    Nothing was written: `public` is as it was.
    exit 1
    "#);
    let site = Site::good();
    site.write("data/team.yaml", "a: 1\n");
    let run = site.run("leerpad build --output-dir data");
    assert!(run.stderr.starts_with("error[output-holds-sources]"), "{}", run.stderr);
}

#[test]
fn symlinks_in_a_circle() {
    let site = Site::good();
    symlink(".", site.root().join("content/again")).unwrap();
    symlink("b.md", site.root().join("content/a.md")).unwrap();
    symlink("a.md", site.root().join("content/b.md")).unwrap();
    fs::create_dir_all(site.root().join("static/css")).unwrap();
    symlink("..", site.root().join("static/css/again")).unwrap();
    fs::create_dir_all(site.root().join("templates")).unwrap();
    symlink("self", site.root().join("templates/self")).unwrap();
    insta::assert_snapshot!(build(&site), @"
    error[symlink-loop]: This symbolic link leads nowhere, or in a circle.
    --> content/a.md
     = help: Delete it, or let it lead to a file of the site.

    error[symlink-loop]: This symbolic link leads back to `content`.
    --> content/again
     = help: Delete the link.

    error[symlink-loop]: This symbolic link leads nowhere, or in a circle.
    --> content/b.md
     = help: Delete it, or let it lead to a file of the site.

    error[symlink-loop]: This symbolic link leads back to `static`.
    --> static/css/again
     = help: Delete the link.

    error[symlink-loop]: This symbolic link leads nowhere, or in a circle.
    --> templates/self
     = help: Delete it, or let it lead to a file of the site.

    5 errors.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn folders_named_as_pages() {
    let site = Site::good();
    site.write("content/plan/index.md/picture.svg", "<svg/>");
    site.write("content/_index.md.d/index.md/index.md", "See.");
    fs::create_dir_all(site.root().join("content/empty.md")).unwrap();
    insta::assert_snapshot!(build(&site), @"
    error[folder-named-page]: A folder has the name of a page, `index.md`.
    --> content/_index.md.d/index.md
     = help: Take `.md` off the folder's name, or move its files and delete it.

    error[folder-named-page]: A folder has the name of a page, `empty.md`.
    --> content/empty.md
     = help: Take `.md` off the folder's name, or move its files and delete it.

    error[folder-named-page]: A folder has the name of a page, `index.md`.
    --> content/plan/index.md
     = help: Take `.md` off the folder's name, or move its files and delete it.

    3 errors.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn files_that_are_none() {
    let site = Site::good();
    for path in ["content/pipe.md", "content/pipe.svg", "static/pipe.css", "templates/page.html"] {
        let file = site.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    }
    insta::assert_snapshot!(build(&site), @"
    error[unreadable]: This is no ordinary file.
    --> content/pipe.md
     = help: Move it out of `content/`.

    error[unreadable]: This is no ordinary file.
    --> content/pipe.svg
     = help: Move it out of `content/`.

    error[unreadable]: This is no ordinary file.
    --> static/pipe.css
     = help: Move it out of `static/`.

    error[unreadable]: This is no ordinary file.
    --> templates/page.html
     = help: Move it out of `templates/`.

    4 errors.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn names_that_no_url_can_have() {
    let site = Site::good();
    site.write("content/a:b.png", "");
    site.write("content/c\nd\u{1b}[2J.png", "");
    site.write("static/e:f.png", "");
    insta::assert_snapshot!(build(&site), @r"
    error[bad-url]: `content/a:b.png` cannot be at the URL `/a:b.png`.
    --> content/a:b.png
     = help: Rename it: without `:`, `\` or a line break, and not longer than 255 bytes.

    error[bad-url]: `content/c d [2J.png` cannot be at the URL `/c d [2J.png`.
    --> content/c d [2J.png
     = help: Rename it: without `:`, `\` or a line break, and not longer than 255 bytes.

    error[bad-url]: `static/e:f.png` cannot be at the URL `/e:f.png`.
    --> static/e:f.png
     = help: Rename it: without `:`, `\` or a line break, and not longer than 255 bytes.

    3 errors.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn a_name_that_is_no_unicode() {
    use std::os::unix::ffi::OsStrExt as _;
    let site = Site::good();
    let name = std::ffi::OsStr::from_bytes(b"content/caf\xe9.md");
    fs::write(site.root().join(name), "---\ntitle: Page\n---\n").unwrap();
    insta::assert_snapshot!(build(&site), @"
    error[unreadable]: This name is no Unicode text.
    --> content/caf�.md
     = help: Type the name again in your file manager.

    1 error.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}

#[test]
fn a_site_in_a_folder_with_an_odd_name() {
    let site = Site::in_folder("Mijn cursus 🙂 `é`\u{202e}");
    site.write("site.yaml", "title: Site\nbase_url: https://name.example/\n");
    site.write("content/_index.md", "---\ntitel: Home\n---\n");
    insta::assert_snapshot!(build(&site), @"
    error[unknown-key]: There is no key `titel` here.
     --> content/_index.md:2:1
      |
    2 | titel: Home
      | ^^^^^
      |
      = help: Did you mean `title`?

    1 error.
    Nothing was written: `public` is as it was.
    exit 1
    ");
    insta::assert_snapshot!(console(&site, "leerpad build --output-dir content"), @"
    error[unknown-key]: There is no key `titel` here.
     --> content/_index.md:2:1
      |
    2 | titel: Home
      | ^^^^^
      |
      = help: Did you mean `title`?

    1 error.
    Nothing was written: `content` is as it was.
    exit 1
    ");
}

/// Runs `leerpad build` where a script has arranged the file systems, in a name space of its own.
fn with_disk(site: &Site, script: &str) -> Option<String> {
    site.remember();
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c"]);
    let run = format!("{{ {script}; }} >/dev/null 2>&1 || exit 77; exec \"$0\" \"$@\"");
    command.arg(run).arg(assert_cmd::cargo::cargo_bin!("leerpad")).arg("build");
    let run = site.finish(command);
    site.assert_untouched();
    if run.exit == 77 || run.stderr.starts_with("unshare:") {
        eprintln!("SKIPPED, cannot mount: {}", run.stderr);
        return None;
    }
    Some(run.console())
}

#[test]
fn a_full_disk() {
    let site = Site::good();
    fs::create_dir(site.root().join("public")).unwrap();
    let Some(told) = with_disk(&site, "mount -t tmpfs -o size=16k tmpfs public") else { return };
    insta::assert_snapshot!(told, @"
    error[disk-full]: No space is left for the output folder, on its disk or in your quota.
     |
     = help: Free some space and build again; no file of the last good output is cut short.

    1 error.
    exit 2
    ");
}

#[test]
fn a_read_only_disk() {
    let site = Site::good();
    fs::create_dir(site.root().join("public")).unwrap();
    let Some(told) = with_disk(&site, "mount -t tmpfs -o ro tmpfs public") else { return };
    insta::assert_snapshot!(told, @"
    error[output-unwritable]: Cannot make the folder `[SITE]/public/.leerpad-staging`: Read-only file system (os error 30).
     |
     = help: It is on a read-only file system: choose another output folder.

    1 error.
    exit 2
    ");
}

#[test]
fn output_that_is_busy() {
    let site = Site::good();
    site.run("leerpad build");
    let _other = leerpad::output::Output::open(&site.root().join("public"), &[]).unwrap();
    insta::assert_snapshot!(console(&site, "leerpad build"), @"
    error[output-busy]: Another run of Leerpad is writing `[SITE]/public`.
     |
     = help: Wait until it has ended, or give this one another output folder.

    1 error.
    exit 2
    ");
}

#[test]
fn output_that_is_a_link() {
    let site = Site::good();
    symlink("nowhere", site.root().join("public")).unwrap();
    insta::assert_snapshot!(build(&site), @"
    error[output-unwritable]: `[SITE]/public` is a symbolic link to a folder that does not exist.
     |
     = help: Make that folder, or remove the link.

    1 error.
    exit 2
    ");
    fs::remove_file(site.root().join("public")).unwrap();
    symlink("content", site.root().join("public")).unwrap();
    insta::assert_snapshot!(build(&site), @"
    error[output-holds-sources]: The output folder `[SITE]/public` is or holds `[SITE]/content`, a source of the site.
     |
     = help: Choose a folder of its own for the output, such as `public`.

    1 error.
    exit 2
    ");
}

#[test]
fn the_last_good_output_survives_faults() {
    let site = Site::good();
    assert_eq!(site.run("leerpad build").exit, 0);
    site.page("content/about.md", "See [a page](nowhere.md).\n");
    insta::assert_snapshot!(build(&site), @"
    error[dead-link]: There is no page `nowhere.md`.
     --> content/about.md:4:14
      |
    4 | See [a page](nowhere.md).
      |              ^^^^^^^^^^
      |
      = help: Write the path of a page's file, relative or from the content root: `/blog/name.md`.

    1 error.
    Nothing was written: `public` is as it was.
    exit 1
    ");
}
