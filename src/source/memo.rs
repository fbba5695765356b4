//! The documents of a site, of which only those are read and parsed that the last time does not
//! serve for.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Document, document};
use crate::diagnostic::Code;
use crate::folder::Stamp;
use crate::markdown::{Context, Contracts, ParseOptions};
use crate::path::SourcePath;

/// What was parsed before, and from what.
#[derive(Default)]
pub struct Memo {
    known: HashMap<SourcePath, Known>,
    /// What it was parsed with.
    basis: Option<(ParseOptions, Arc<Contracts>)>,
}

struct Known {
    stamp: Stamp,
    document: Arc<Document>,
}

impl Memo {
    /// The document of a file that is as it was.
    fn recall(&self, path: &SourcePath, stamp: Option<&Stamp>) -> Option<Arc<Document>> {
        let known = self.known.get(path)?;
        stamp?.is_same(&known.stamp).then(|| Arc::clone(&known.document))
    }

    /// Forgets what would be parsed otherwise now.
    fn settle(&mut self, options: &ParseOptions, contracts: &Arc<Contracts>) {
        match &self.basis {
            Some((before, _)) if before != options => self.known.clear(),
            Some((_, before)) if before != contracts => {
                let same = |known: &Known| known.document.parsed.asked.are_same(before, contracts);
                self.known.retain(|_, known| same(known));
            }
            _ => {}
        }
        self.basis = Some((options.clone(), Arc::clone(contracts)));
    }
}

/// The documents of files, in their order; parsed in parallel where the memo does not have them.
/// Without a stamp, or where it says that the file is not what it was, a file is read again.
pub(crate) fn parse(
    root: &Path,
    files: &[(SourcePath, Option<Stamp>)],
    context: &Context,
    memo: &mut Memo,
) -> Vec<Arc<Document>> {
    memo.settle(context.options, context.contracts);
    let parsed: Vec<(Arc<Document>, bool)> = files
        .par_iter()
        .map(|(path, stamp)| match memo.recall(path, stamp.as_ref()) {
            Some(document) => (document, false),
            None => (Arc::new(document(root, path, context)), true),
        })
        .collect();
    for ((path, stamp), (document, is_new)) in files.iter().zip(&parsed) {
        // That a file cannot be read may end without a trace in the file itself.
        let is_read = document.diagnostics.iter().all(|fault| fault.code != Code::Unreadable);
        match stamp {
            Some(stamp) if *is_new && is_read => {
                let document = Arc::clone(document);
                memo.known.insert(path.clone(), Known { stamp: *stamp, document });
            }
            _ if *is_new => drop(memo.known.remove(path)),
            _ => {}
        }
    }
    if memo.known.len() > files.len() {
        let present: std::collections::HashSet<&SourcePath> =
            files.iter().map(|(path, _)| path).collect();
        memo.known.retain(|path, _| present.contains(path));
    }
    parsed.into_iter().map(|(document, _)| document).collect()
}
