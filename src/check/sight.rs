//! What can still be told of a site that has errors: an error takes something out of the snapshot,
//! and whoever looks for what is missing must not take that for the author's mistake.

use crate::config::DATA;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::path::SourcePath;
use crate::source::CONTENT;

/// What is known of a site for sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// All URLs of its pages and files.
    pub urls: bool,
    /// All links that lead to a page.
    pub pages: bool,
    /// All links that lead to a file.
    pub files: bool,
}

impl Sight {
    /// What is known where these things are wrong.
    pub fn of(diagnostics: &Diagnostics) -> Self {
        let all = |keeps: fn(&Diagnostic) -> bool| {
            diagnostics.iter().filter(|fault| fault.severity == Severity::Error).all(keeps)
        };
        Self { urls: all(keeps_urls), pages: all(keeps_pages), files: all(keeps_files) }
    }
}

/// A fault in a text or a template takes no URL away. One in front matter may: it may be the slug
/// or an alias that could not be read, or a date, and so may one in the configuration.
fn keeps_urls(fault: &Diagnostic) -> bool {
    let file = fault.place.as_ref().map(|place| SourcePath::new(&*place.file));
    let is_in = |folder| file.as_ref().is_some_and(|file| file.below(folder).is_some());
    match fault.code {
        Code::DeadLink
        | Code::DeadAnchor
        | Code::ForeignFile
        | Code::UnpublishedLink
        | Code::UnsafeLink
        | Code::LowContrast
        | Code::UnknownTag
        | Code::UnknownTemplate
        | Code::RawHtml
        | Code::DuplicateAnchor
        | Code::UnknownFootnote
        | Code::UnusedFootnote
        | Code::UnknownDirective
        | Code::UnknownArgument
        | Code::MissingArgument
        | Code::WrongArgument
        | Code::UnexpectedBody
        | Code::TopHeading
        | Code::NoTerms
        | Code::DuplicateTerm
        | Code::NoGlossary
        | Code::UnclosedFence
        | Code::TooDeep
        | Code::AliasIsPage
        | Code::TemplateSyntax
        | Code::TemplateReference
        | Code::TemplateFault
        | Code::BadComponent => true,
        // A file that is linked to; without a place it is the home page.
        Code::MissingFile => file.is_some(),
        // A title or a date.
        Code::MissingKey => is_in(CONTENT),
        code => code.is_advice() || is_in(DATA),
    }
}

/// A dead link may have been the one that led to a page.
fn keeps_pages(fault: &Diagnostic) -> bool {
    keeps_files(fault) && !matches!(fault.code, Code::DeadLink | Code::DeadAnchor)
        || fault.code == Code::MissingFile && fault.place.is_some()
}

/// A missing file may be one that has another name now, and a directive that is not called may have
/// shown one.
fn keeps_files(fault: &Diagnostic) -> bool {
    fault.code.is_advice()
        || matches!(
            fault.code,
            Code::DeadLink
                | Code::DeadAnchor
                | Code::ForeignFile
                | Code::UnpublishedLink
                | Code::UnsafeLink
                | Code::LowContrast
                | Code::DuplicateAnchor
        )
}
