//! A site made up for counting and measuring: as many pages as asked for, the same at each call.
//!
//! Four pages in five are lessons, twenty a module and ten modules a course; the fifth is a post.
//! Pages have headings, prose, a link, lists, tables and tags, and each third has code, in turn in one
//! of a few languages and in none. The templates are those of `benches/theme/`, which show what any
//! generator shows, so that what is counted is the engine and not the looks.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use leerpad::project::Settings;
use leerpad::site::Publication;
use tempfile::TempDir;

/// The clock of all that is counted.
pub(crate) const NOW: &str = "2026-11-23T09:00:00Z";

/// Lessons of a module, and modules of a course.
const LESSONS: usize = 20;
const MODULES: usize = 10;

/// Longer ago than a file counts as written just now, which is read again in any case.
const AGE: Duration = Duration::from_secs(3600);

const CONFIG: &str = "title: Academy
description: Pages to be counted
base_url: https://example.org/
language: en
timezone: Europe/Amsterdam
author: Academy
paginate: 20
feed_limit: 20
search: false
offline: false
menu:
  - {label: Courses, page: /courses/_index.md}
  - {label: Blog, page: /blog/_index.md}
";

const WORDS: &str = "about after again always animal answer around because before begin between build \
    call carry change circle city clear close common course cover cross develop draw early earth easy \
    energy enough every example explain family figure follow force form friend general give good great \
    ground group hand happen hard head help high hold house idea inch interest island just keep kind \
    know land language large last later learn leave letter level light line list listen little machine \
    make many mark matter mean measure minute money month morning mountain move much music name near \
    number object ocean often open order page paper part pattern people person picture piece place";

const TAGS: &[&str] = &[
    "basics", "data", "design", "exam", "geheugen", "history", "linux", "math", "physics",
    "practice", "project", "python", "rust", "taal", "theory", "tools", "web", "woorden",
];

/// What follows the fence of a block of code, and a line of it. Each block has a number of its own: what is
/// coloured once is remembered.
const CODE: &[(&str, &str)] = &[
    ("rust", "let total: u32 = items.iter().map(|x| x * NUMBER).sum(); // of the squares"),
    ("", "$ leerpad build -o NUMBER"),
    ("python", "for key, value in load('NUMBER.json').items(): print(f'{key}: {value!r}')"),
    ("bash", "for f in NUMBER/*.md; do echo \"$f: $(wc -w < \"$f\")\"; done | sort -n"),
    ("html", "<body class=\"page\"><p id=\"a-NUMBER\">Les &amp; taal</p></body>"),
];

/// A site in a folder of its own, which goes with it.
pub(crate) struct Site {
    folder: TempDir,
    /// The Markdown files of lessons, of posts and of sections, below the site's folder.
    pub(crate) lessons: Vec<String>,
    pub(crate) posts: Vec<String>,
    pub(crate) sections: Vec<String>,
}

impl Site {
    /// A site of `pages` lessons and posts, and the sections that these stand in.
    pub(crate) fn new(pages: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (mut lessons, mut posts) = (Vec::new(), Vec::new());
        let mut sections: Vec<String> =
            ["", "blog/", "courses/"].map(|folder| format!("content/{folder}_index.md")).into();
        for number in 0..pages - pages / 5 {
            let course = format!("content/courses/course-{}", number / (LESSONS * MODULES) + 1);
            let module = format!("{course}/module-{:02}", number / LESSONS % MODULES + 1);
            if number % (LESSONS * MODULES) == 0 {
                sections.push(format!("{course}/_index.md"));
            }
            if number % LESSONS == 0 {
                sections.push(format!("{module}/_index.md"));
            }
            lessons.push(format!("{module}/lesson-{:05}.md", number + 1));
        }
        posts
            .extend((0..pages / 5).map(|number| format!("content/blog/post-{:05}.md", number + 1)));
        let site = Self { folder, lessons, posts, sections };
        site.write();
        site
    }

    fn write(&self) {
        self.put("site.yaml", CONFIG);
        self.put("static/style.css", "body{max-width:60rem;margin:auto}\n");
        let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/theme/templates");
        for template in fs::read_dir(theme).unwrap().map(Result::unwrap) {
            let text = fs::read_to_string(template.path()).unwrap();
            self.put(&format!("templates/{}", template.file_name().to_str().unwrap()), &text);
        }
        let mut text = Text(1);
        for (weight, file) in self.sections.iter().enumerate() {
            let is_course = file.contains("/course-") && !file.contains("/module-");
            let kind = match file.as_str() {
                "content/blog/_index.md" => "kind: post\n",
                _ if is_course => "kind: course\n",
                _ => "",
            };
            let title = text.words(3);
            self.put(file, &format!("---\ntitle: {title}\n{kind}weight: {weight}\n---\n\n"));
        }
        for (number, file) in self.lessons.iter().enumerate() {
            let first = number - number % LESSONS;
            self.put(file, &text.page(number, &self.lessons[first]));
        }
        for (number, file) in self.posts.iter().enumerate() {
            self.put(file, &text.page(self.lessons.len() + number, &self.posts[0]));
        }
    }

    /// The site's folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A file of the site on the disk.
    pub(crate) fn file(&self, file: &str) -> PathBuf {
        self.root().join(file)
    }

    /// Writes a file of the site, as if long ago.
    pub(crate) fn put(&self, file: &str, text: &str) {
        let path = self.file(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut file = File::create(path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.set_modified(SystemTime::now() - AGE).unwrap();
    }

    /// Another last line of a page.
    pub(crate) fn end_with(&self, file: &str, line: &str) {
        let text = fs::read_to_string(self.file(file)).unwrap();
        let (rest, _) = text.trim_end().rsplit_once('\n').unwrap();
        self.put(file, &format!("{rest}\n{line}\n"));
    }

    /// What a run is told.
    pub(crate) fn settings(&self) -> Settings {
        Settings {
            // As the command has it: the true path.
            root: self.root().canonicalize().unwrap(),
            config: "site.yaml".to_owned(),
            base_url: None,
            publication: Publication::default(),
            now: NOW.parse().unwrap(),
            advice: false,
            pictures: leerpad::assets::Making::All,
        }
    }
}

/// Text without end, the same each time: Knuth's linear congruential generator (MMIX).
struct Text(u64);

impl Text {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        // The low bits of such a generator repeat soon.
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let words: Vec<&str> = (0..count).map(|_| words[self.below(words.len())]).collect();
        words.join(" ")
    }

    fn sentence(&mut self) -> String {
        let count = 6 + self.below(9);
        let (start, end) = (self.words(count), self.words(2));
        match self.below(8) {
            0 => format!("Some **{start}** {end}."),
            1 => format!("Then *{start}* and \"{end}\"!"),
            2 => format!("With `{end}` {start}..."),
            3 => format!("A [{start}](https://example.com/?q={}) {end}.", self.below(100)),
            4 => format!("Één {start} -- {end} 🎉."),
            _ => format!("The {start}, {end}."),
        }
    }

    fn paragraph(&mut self, sentences: usize) -> String {
        let sentences: Vec<String> = (0..sentences).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    /// A page with a link to another one.
    fn page(&mut self, number: usize, other: &str) -> String {
        let other = other.strip_prefix("content").unwrap();
        let (title, description) = (self.words(4), self.words(11));
        let tags: Vec<&str> = (0..=number % 3).map(|_| TAGS[self.below(TAGS.len())]).collect();
        let mut page = format!(
            "---\ntitle: \"{title}\"\ndate: {}-{:02}-{:02}\ndescription: \"{description}\"\n\
             tags: [{}]\nweight: {}\n---\n\n{}\n\n",
            2019 + self.below(7),
            self.below(12) + 1,
            self.below(28) + 1,
            tags.join(", "),
            number % LESSONS + 1,
            self.paragraph(5),
        );
        for section in 0..3 + number % 2 {
            let (heading, prose) = (self.words(3), self.paragraph(5));
            write!(page, "## {heading}\n\n{prose}\n\n").unwrap();
            for item in 0..4 {
                let words = self.words(6);
                match (number + section) % 4 {
                    0 => writeln!(page, "- {words}\n  - {words}"),
                    1 => writeln!(page, "- [{}] {words}", if item % 2 == 0 { ' ' } else { 'x' }),
                    2 if item == 0 => writeln!(page, "| a | b |\n| --- | --: |"),
                    2 => writeln!(page, "| {words} | {item} |"),
                    _ => writeln!(page, "{}. {words}", item + 1),
                }
                .unwrap();
            }
            let (prose, words) = (self.paragraph(2), self.words(2));
            write!(page, "\n{prose} See [{words}]({other}).\n\n").unwrap();
        }
        if number.is_multiple_of(3) {
            let (language, line) = CODE[number / 3 % CODE.len()];
            let lines = [&*line.replace("NUMBER", &number.to_string()); 12].join("\n");
            write!(page, "### Code\n\n```{language}\n{lines}\n```\n\n").unwrap();
        }
        page.push_str("The end.\n");
        page
    }
}
