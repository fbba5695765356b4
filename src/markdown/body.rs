//! The finished HTML of a text, and the places in it that wait for the site.

use crate::diagnostic::Span;

/// HTML with slots. Rendering joins the stretches between the slots with what belongs into them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Finished HTML without what the slots stand for.
    pub html: Box<str>,
    /// Ascending by place.
    pub slots: Vec<Slot>,
    /// Running text in which terms may be linked, ascending; none unless the page asks for it.
    pub passages: Vec<Passage>,
}

/// A stretch of the HTML that is text without a tag or slot in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passage {
    /// Byte offset in the HTML.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// The term whose definition it is a part of: index into the document's terms.
    pub defines: Option<u32>,
}

/// A place in the HTML where something is still missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Byte offset in the HTML.
    pub at: u32,
    /// What belongs there.
    pub what: What,
}

/// What belongs into a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The URL of a link or file, as the value of an attribute: index into the document's links.
    Url(u32),
    /// The HTML of a component.
    Call(Box<Call>),
    /// The same within a line: a picture.
    Inline(Box<Call>),
}

/// A call of a component by a directive. It has passed the component's contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Name of the component.
    pub component: Box<str>,
    /// The arguments that the author gave.
    pub arguments: Vec<(Box<str>, Argument)>,
    /// The Markdown body, if the component takes one.
    pub body: Option<Body>,
    /// Where it is called.
    pub span: Span,
}

/// The value of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// Plain data.
    Data(serde_json::Value),
    /// The URL of a page or file: index into the document's links.
    Url(u32),
    /// A picture with what is known of it: index into the document's links, and whether it is the
    /// first that the page shows.
    Picture(u32, bool),
    /// Text with markup.
    Html(Body),
    /// Several, in order.
    List(Vec<Argument>),
    /// Several, by name.
    Map(Vec<(Box<str>, Argument)>),
}

/// A link, picture or download of a text whose target the site has to find.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// As the author wrote it: `../scope.md#kop`, `/blog/`, `#kop`, `foto.jpg`, or a tag.
    pub target: Box<str>,
    /// Where it stands.
    pub span: Span,
    /// What it must be.
    pub wants: Wants,
}

impl Wants {
    /// Whether a page will not do.
    pub fn names_file(self) -> bool {
        matches!(self, Wants::File | Wants::Picture)
    }
}

/// What a link must lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A page, or a file that readers open.
    Any,
    /// A page.
    Page,
    /// The page of a section.
    Section,
    /// A file rather than a page.
    File,
    /// A picture, which readers get in sizes of their own.
    Picture,
    /// The page of a tag, by the tag's name.
    Tag,
}
