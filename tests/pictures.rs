//! Pictures from an author's folder to the finished site: what readers get of a photograph, what they
//! do not get, and what is not made twice.

#![expect(clippy::unwrap_used, reason = "this is a test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use jpeg_encoder::{ColorType, Encoder};
use leerpad::assets::picture::{Format, facts};

/// What a telephone writes into a photograph, and nobody else is to read.
const SECRET: &str = "52 Grote Markt 4, Wim's telephone";

/// A site with one post in a folder of its own.
struct Site {
    scratch: tempfile::TempDir,
}

impl Site {
    fn new(text: &str) -> Self {
        let site = Self { scratch: tempfile::tempdir().unwrap() };
        site.write("site.yaml", b"title: T\nbase_url: https://name.example/\nsearch: false\n");
        site.write("content/_index.md", b"---\ntitle: Home\n---\n");
        site.write(
            "content/post/index.md",
            format!("---\ntitle: Post\n---\n\n{text}\n").as_bytes(),
        );
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.scratch.path().join("site").join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Builds; what was said and whether all went well.
    fn try_build(&self, threads: &str) -> (bool, String) {
        let run = Command::cargo_bin("leerpad")
            .unwrap()
            .env("RAYON_NUM_THREADS", threads)
            .args(["build", "--quiet", "--now", "2026-11-23T09:00:00Z", "--root"])
            .arg(self.path(""))
            .output()
            .unwrap();
        (run.status.success(), String::from_utf8(run.stderr).unwrap())
    }

    /// Builds without a fault; what came out of the post's folder.
    fn build(&self, threads: &str) -> Files {
        assert_eq!(self.try_build(threads), (true, String::new()));
        files(&self.path("public/post"))
    }

    fn kept(&self) -> Files {
        files(&self.path(".leerpad/pictures"))
    }
}

type Files = BTreeMap<String, Vec<u8>>;

fn files(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).into_iter().flatten().map(Result::unwrap);
    let read = |entry: fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
    };
    entries.map(read).collect()
}

/// A photograph of that size as the telephone held it, with an orientation and a secret in its Exif.
fn photograph(width: u16, height: u16, orientation: u8) -> Vec<u8> {
    let (w, h) = (u32::from(width), u32::from(height));
    let pixel = |x: u32, y: u32| [x * 255 / w, y * 255 / h, (x * y / 97) % 256].map(|v| v as u8);
    let pixels: Vec<u8> = (0..h).flat_map(|y| (0..w).flat_map(move |x| pixel(x, y))).collect();
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    let count = SECRET.len() as u8 + 1;
    exif.extend([0x0e, 0x01, 2, 0, count, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(SECRET.bytes().chain([0]));
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 90);
    encoder.add_app_segment(1, exif).unwrap();
    encoder.encode(&pixels, width, height, ColorType::Rgb).unwrap();
    assert!(holds(&jpeg, SECRET));
    jpeg
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// The files that a page names in `src` and `srcset`, with the widths that it says.
fn named(html: &str) -> Vec<(String, Option<u32>)> {
    let value = |name: &str| {
        let opening = format!(" {name}=\"");
        let parts = html.split(&opening).skip(1);
        parts.map(|part| part.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let sets = value("srcset");
    let each = sets.iter().flat_map(|set| set.split(", ")).map(|one| {
        let (url, width) = one.split_once(' ').unwrap();
        (url.to_owned(), Some(width.strip_suffix('w').unwrap().parse().unwrap()))
    });
    let own = value("src").into_iter().filter(|url| url.contains("/post/")).map(|url| (url, None));
    each.chain(own).collect()
}

#[test]
fn a_photograph_comes_upright_in_sizes_that_fit_and_without_its_secrets() {
    let site = Site::new("![A market](foto.jpg)\n\n![Again](foto.jpg)");
    site.write("content/post/foto.jpg", &photograph(1200, 900, 6));
    let out = site.build("2");
    let html = String::from_utf8(out["index.html"].clone()).unwrap();
    assert_eq!(html.matches("<picture>").count(), 2);
    assert_eq!(html.matches(" width=\"900\" height=\"1200\"").count(), 2, "upright, as it is seen");
    assert_eq!(html.matches(" fetchpriority=\"high\"").count(), 1, "{html}");
    assert_eq!(html.matches(" loading=\"lazy\"").count(), 1, "but the first");
    let named = named(&html);
    // 480 and its own 900, as WebP and JPEG, and `src`, twice.
    assert_eq!(named.len(), 10, "{named:?}");
    for (url, width) in named {
        let file = url.strip_prefix("/post/").unwrap();
        let bytes = out.get(file).unwrap_or_else(|| panic!("{url} was not written"));
        let facts = facts(bytes).unwrap();
        let wanted = if file.ends_with(".webp") { Format::WebP } else { Format::Jpeg };
        assert_eq!(facts.format, wanted, "{url}");
        assert_eq!(facts.width, width.or(Some(900)), "{url}");
        assert!(facts.height > facts.width, "{url} lies on its side");
    }
    for (name, bytes) in &out {
        assert!(!holds(bytes, SECRET), "{name} tells where it was taken");
    }
    assert_eq!(
        facts(&out["foto.jpg"]).unwrap().width,
        Some(900),
        "the file itself says how to turn it"
    );
}

#[test]
fn what_was_made_is_taken_from_the_folder_that_keeps_it_until_nobody_needs_it() {
    let site = Site::new("![A market](foto.jpg)");
    site.write("content/post/foto.jpg", &photograph(700, 500, 1));
    let first = site.build("1");
    let kept = site.kept();
    assert_eq!(kept.len(), 4, "{:?}", kept.keys());
    // Whatever lies there is what comes out: nothing is made again.
    let (name, _) = kept.iter().find(|(name, _)| name.ends_with("-480.webp")).unwrap();
    site.write(&format!(".leerpad/pictures/{name}"), b"from the folder");
    fs::remove_dir_all(site.path("public")).unwrap();
    let second = site.build("1");
    let is_480 = |name: &&String| name.ends_with(".480.webp");
    let variant = first.keys().find(is_480).unwrap();
    assert_eq!(second[variant], b"from the folder");
    // Another picture has other URLs, and the old ones are kept no longer.
    site.write("content/post/foto.jpg", &photograph(700, 501, 1));
    let third = site.build("1");
    assert!(!third.contains_key(variant), "a URL that is cached for ever never changes its bytes");
    assert_eq!(site.kept().len(), 4);
    assert!(!site.kept().contains_key(name));
    // Without the folder all is made anew, to the same bytes.
    fs::remove_dir_all(site.path(".leerpad")).unwrap();
    fs::remove_dir_all(site.path("public")).unwrap();
    assert_eq!(site.build("4"), third);
}

#[test]
fn a_folder_that_cannot_be_written_is_no_fault() {
    let site = Site::new("![A market](foto.jpg)");
    site.write("content/post/foto.jpg", &photograph(700, 500, 1));
    let with = site.build("1");
    fs::remove_dir_all(site.path(".leerpad")).unwrap();
    fs::remove_dir_all(site.path("public")).unwrap();
    site.write(".leerpad", b"a file");
    assert_eq!(site.build("1"), with);
}

#[test]
fn what_cannot_be_shown_is_told_and_the_last_good_site_stays() {
    let site = Site::new("![A market](foto.jpg)\n\n![A plan](plan.svg)");
    site.write("content/post/foto.jpg", &photograph(700, 500, 1));
    site.write("content/post/plan.svg", b"<svg viewBox='0 0 30 20'>\n<title>Plan</title>\n</svg>");
    let good = site.build("1");
    let html = String::from_utf8(good["index.html"].clone()).unwrap();
    assert!(html.contains("src=\"/post/plan.svg\" width=\"30\" height=\"20\""), "{html}");
    site.write("content/post/plan.svg", b"<svg viewBox='0 0 30 20'>\n<script>x()</script>\n</svg>");
    let whole = photograph(700, 500, 1);
    site.write("content/post/foto.jpg", &whole[..whole.len() / 2]);
    let (succeeded, said) = site.try_build("1");
    assert!(!succeeded);
    assert!(said.contains("bad-picture"), "{said}");
    assert!(said.contains("content/post/plan.svg:2:1"), "{said}");
    assert!(said.contains("content/post/foto.jpg"), "{said}");
    assert_eq!(files(&site.path("public/post")), good);
    // A text with the name of a picture.
    site.write("content/post/plan.svg", b"<svg viewBox='0 0 30 20'/>");
    site.write("content/post/foto.jpg", b"not a picture");
    let (_, said) = site.try_build("1");
    assert!(said.contains("This file is no picture of a kind that browsers show."), "{said}");
}

#[test]
fn a_site_says_which_sizes_it_wants() {
    let site = Site::new("![A market](foto.jpg)");
    site.write("content/post/foto.jpg", &photograph(700, 500, 1));
    let settings = "title: T\nbase_url: https://name.example/\nsearch: false\n";
    let names = |pictures: &str| -> Vec<String> {
        site.write("site.yaml", format!("{settings}pictures: {pictures}\n").as_bytes());
        let names = site.build("1").into_keys().filter(|name| name != "index.html");
        names.map(|name| name.splitn(3, '.').last().unwrap().to_owned()).collect()
    };
    assert_eq!(names("{widths: []}"), ["jpg"], "it goes out as it is");
    assert_eq!(names("{widths: [100, 300], webp: false}"), ["100.jpg", "300.jpg", "jpg"]);
    site.write("site.yaml", format!("{settings}pictures: {{widths: [3]}}\n").as_bytes());
    let (_, said) = site.try_build("1");
    assert!(said.contains("`3` is no width of a picture."), "{said}");
}
