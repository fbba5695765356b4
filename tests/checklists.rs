//! An edited list keeps the ticks of the tasks that stay: whatever an author does to a list, each
//! tick goes on belonging to the task that the reader ticked, or is gone with it.

#![expect(clippy::unwrap_used, reason = "this is a test")]

use std::collections::BTreeSet;
use std::sync::Arc;

use leerpad::config::MarkdownConfig;
use leerpad::diagnostic::{Diagnostics, LineIndex};
use leerpad::markdown::{self, Context, Contracts, Front, Highlighter, ParseOptions, Source, Task};
use leerpad::path::SourcePath;
use proptest::prelude::*;

/// Edits of one list, one after the other. Together with the cases, ten thousand.
const EDITS: usize = 100;

/// What an author knows of one task.
#[derive(Clone, Debug)]
struct Known {
    /// Which task it is, whatever is written of it.
    who: u32,
    words: String,
    id: Option<String>,
    remark: Option<String>,
    depth: usize,
    loose: bool,
}

impl Known {
    fn new(who: u32, words: &str) -> Self {
        let words = format!("{words} {who}");
        Self { who, words, id: None, remark: None, depth: 0, loose: false }
    }

    fn line(&self, before: usize) -> String {
        // One level deeper than the task before, at most.
        let indent = "  ".repeat(self.depth.min(before));
        let id = self.id.as_ref().map_or(String::new(), |id| format!(" {{#{id}}}"));
        let remark = self.remark.as_ref().map_or(String::new(), |remark| format!(" *{remark}*"));
        let (first, second) = if self.loose { (remark, id) } else { (id, remark) };
        format!("{indent}- [ ] {}{first}{second}\n", self.words)
    }
}

/// One edit: what is done, to which task, with what.
type Edit = (u8, usize, usize, String);

fn edit() -> impl Strategy<Value = Edit> {
    let words = prop::sample::select(vec![
        "Vraag door",
        "De scope staat op *één* A4",
        "Bel `jan`",
        "’s Avonds naar huis",
        "Über **alles**",
        "Café: 50% & €",
        "[Link](https://name.example/) erbij",
        "IJs (met slagroom)",
        "🎉 Vier het",
    ]);
    (0..9_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>(), words).prop_map(
        |(what, at, to, words)| (what, at.index(1 << 20), to.index(1 << 20), words.to_owned()),
    )
}

/// Does an edit. `true` where the task that is touched must lose its tick: it is another task now.
fn apply(list: &mut Vec<Known>, edit: &Edit, fresh: &mut u32) -> Option<u32> {
    let (what, at, to, words) = edit;
    let mut next = || {
        *fresh += 1;
        *fresh
    };
    if list.is_empty() || *what == 0 {
        let who = next();
        list.insert(at % (list.len() + 1), Known::new(who, words));
        return None;
    }
    let (at, to) = (at % list.len(), to % list.len());
    match what {
        1 => return Some(list.remove(at).who),
        2 => {
            let task = list.remove(at);
            list.insert(to.min(list.len()), task);
        }
        3 => list.swap(at, to),
        // Worded anew: with an id it stays the task that it was.
        4 => {
            let number = next();
            let task = &mut list[at];
            task.words = format!("{words} {number}");
            return task.id.is_none().then_some(task.who);
        }
        // An id that says what the text said, given in time, keeps the tick.
        5 if list[at].id.is_none() => {
            let id = parse(std::slice::from_ref(&list[at]))[0].id.clone().unwrap();
            list[at].id = Some(id.into());
        }
        // Any other id makes another task of it.
        6 => {
            let number = next();
            list[at].id = Some(format!("eigen-{number}"));
            return Some(list[at].who);
        }
        7 => {
            let number = next();
            list[at].remark = (to % 3 > 0).then(|| format!("({number} minuten)"));
        }
        8 => {
            list[at].depth = to % 3;
            list[at].loose = !list[at].loose;
        }
        _ => {}
    }
    None
}

fn parse(list: &[Known]) -> Vec<Task> {
    let mut depth = 0;
    let mut text = String::new();
    for task in list {
        text.push_str(&task.line(depth));
        depth = task.depth.min(depth) + 1;
    }
    let contracts = Arc::new(Contracts::default());
    let options = ParseOptions {
        language: "nl".into(),
        markdown: MarkdownConfig { highlight: false, allow_html: false },
        footnotes: "Voetnoten".into(),
        footnote_back: "Terug".into(),
        table: "Tabel".into(),
        vague_links: Vec::new(),
    };
    let context =
        Context { options: &options, contracts: &contracts, highlighter: &Highlighter::default() };
    let file = SourcePath::new("content/list.md");
    let lines = LineIndex::new(&text);
    let source = Source { file: &file, text: &text, lines: &lines, start: 0 };
    let mut diagnostics = Diagnostics::new();
    let parsed = markdown::parse(&source, Front::default(), &context, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{text}\n{diagnostics:?}");
    assert_eq!(parsed.tasks.len(), list.len(), "{text}");
    parsed.tasks
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn ticks_stay_with_their_tasks(
        edits in prop::collection::vec((edit(), any::<u64>()), EDITS..=EDITS),
    ) {
        let mut fresh = 3;
        let mut list: Vec<Known> = (1..=3).map(|who| Known::new(who, "Begin")).collect();
        // What the device keeps: ids. What the reader means: tasks.
        let mut kept: BTreeSet<Box<str>> = BTreeSet::new();
        let mut meant: BTreeSet<u32> = BTreeSet::new();
        for (edit, ticks) in &edits {
            let before = parse(&list);
            // The reader ticks some, and clears others.
            for (index, (task, known)) in before.iter().zip(&list).enumerate().take(64) {
                let id = task.id.clone().unwrap();
                if ticks >> index & 1 == 1 {
                    kept.insert(id);
                    meant.insert(known.who);
                } else {
                    kept.remove(&id);
                    meant.remove(&known.who);
                }
            }
            if let Some(lost) = apply(&mut list, edit, &mut fresh) {
                meant.remove(&lost);
            }
            let after = parse(&list);
            // As the script does: what is no longer there is forgotten.
            let there: BTreeSet<Box<str>> = after.iter().filter_map(|task| task.id.clone()).collect();
            kept.retain(|id| there.contains(id));
            let shown: BTreeSet<u32> = after
                .iter()
                .zip(&list)
                .filter(|(task, _)| task.id.as_ref().is_some_and(|id| kept.contains(id)))
                .map(|(_, known)| known.who)
                .collect();
            prop_assert_eq!(&shown, &meant, "after {:?}", edit);
        }
    }
}
