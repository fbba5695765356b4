//! The classes of fault.

use serde::{Serialize, Serializer};

/// Declares the codes once: variant, name, what it means.
macro_rules! codes {
    (
        faults { $($fault:ident $fault_name:literal $fault_about:literal)+ }
        advice { $($advice:ident $advice_name:literal $advice_about:literal)+ }
    ) => {
        codes! { @ $($fault $fault_name $fault_about)+ $($advice $advice_name $advice_about)+ }

        impl Code {
            /// Advice: what the site can do with and a reader stumbles over. `check` alone tells
            /// it, as far as `check` in `site.yaml` wants it.
            pub const ADVICE: &[Self] = &[$(Self::$advice),+];
        }
    };
    (@ $($variant:ident $name:literal $about:literal)+) => {
        /// The class of a fault. The name is stable: people search for it and tools match it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $about] $variant,)+
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name: `dead-link`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it means, in a sentence.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about),+ }
            }

            /// Whether it is one of [`Self::ADVICE`].
            pub fn is_advice(self) -> bool {
                Self::ADVICE.contains(&self)
            }
        }
    };
}

codes! {
    faults {
        NoSite "no-site" "The folder holds no `site.yaml`."
        EmptyContent "empty-content" "There is no Markdown file to build."
        NotUtf8 "not-utf8" "The file is not UTF-8 text."
        HugeFile "huge-file" "The file is larger than a text that a person writes."
        Unreadable "unreadable" "The file or folder cannot be read."
        SymlinkOutside "symlink-outside" "A symbolic link leads out of the site."
        SymlinkLoop "symlink-loop" "Symbolic links lead in a circle."
        FolderNamedPage "folder-named-page" "A folder has a name that only a page can have."
        PageName "page-name" "A Markdown file whose name does not end in `.md`."
        PageInBundle "page-in-bundle" "A page's own folder holds a second page."
        BrokenYaml "broken-yaml" "The YAML cannot be read."
        AliasBomb "alias-bomb" "The YAML grows out of all proportion when it is read."
        UnclosedFrontMatter "unclosed-front-matter" "The front matter has no closing `---` line."
        UnknownKey "unknown-key" "A key that Leerpad does not know."
        DuplicateKey "duplicate-key" "The same key twice."
        WrongType "wrong-type" "A value of another type than the key takes."
        MissingKey "missing-key" "A key that must be there."
        BadDate "bad-date" "A date or time that does not exist or cannot be read."
        BadTimezone "bad-timezone" "A time zone that does not exist."
        SecurityExpired "security-expired" "A `security.txt` whose date is over."
        BadUrl "bad-url" "A URL that cannot be used here."
        BadValue "bad-value" "A value that is not allowed here."
        UnknownKind "unknown-kind" "A kind of page that does not exist."
        UnknownTemplate "unknown-template" "A template that does not exist."
        UnknownLanguage "unknown-language" "A language for which there are no words."
        UrlCollision "url-collision" "Two things at the same URL."
        AliasIsPage "alias-is-page" "An alias that is the URL of a page."
        EmptySlug "empty-slug" "A title or file name from which no URL can be made."
        DeadLink "dead-link" "A link to a page that does not exist."
        DeadAnchor "dead-anchor" "A link to a heading that does not exist."
        MissingFile "missing-file" "A file that does not exist."
        ForeignFile "foreign-file" "A picture that is no file of the site."
        UnpublishedLink "unpublished-link" "A link to a page that is not published."
        UnsafeLink "unsafe-link" "A link that runs a script."
        LowContrast "low-contrast" "A colour that is hard to read."
        UnknownTag "unknown-tag" "A tag that no page carries."
        RawHtml "raw-html" "HTML in Markdown."
        DuplicateAnchor "duplicate-anchor" "Two headings with the same explicit id."
        UnknownFootnote "unknown-footnote" "A reference to a footnote that does not exist."
        UnusedFootnote "unused-footnote" "A footnote that no reader sees."
        UnknownDirective "unknown-directive" "A directive for which there is no component."
        UnknownArgument "unknown-argument" "An argument that the directive does not take."
        MissingArgument "missing-argument" "An argument that the directive needs."
        WrongArgument "wrong-argument" "An argument of the wrong type."
        UnexpectedBody "unexpected-body" "A body in a directive that takes none."
        TopHeading "top-heading" "A heading of the first level inside a page."
        NoTerms "no-terms" "A directive that defines terms without a definition list in it."
        DuplicateTerm "duplicate-term" "Two definitions of the same term."
        NoTasks "no-tasks" "A directive that makes a checklist without a task in it."
        DuplicateTask "duplicate-task" "Two tasks of one list that would be remembered as one."
        NoGlossary "no-glossary" "A page that asks for a glossary where no page defines a term."
        BadQuiz "bad-quiz" "A quiz that a reader cannot answer, or in which two things cannot be told apart."
        BadPicture "bad-picture" "A picture that is broken, too large, or a drawing that runs a script."
        UnclosedFence "unclosed-fence" "A fence that is never closed."
        TooDeep "too-deep" "Directives nested too deeply."
        TemplateSyntax "template-syntax" "A template that cannot be read."
        TemplateReference "template-reference" "A filter, function, component or template that a template names and that does not exist."
        TemplateFault "template-fault" "A template that fails while a page is rendered."
        BadComponent "bad-component" "A component whose contract cannot be used."
        OutputNotOurs "output-not-ours" "The output folder was not made by Leerpad."
        OutputHoldsSources "output-holds-sources" "The output folder holds sources of the site."
        OutputUnwritable "output-unwritable" "The output folder cannot be written."
        OutputBusy "output-busy" "Another build is writing the same output folder."
        DiskFull "disk-full" "No space is left."
    }
    advice {
        MissingAlt "missing-alt" "A picture without words for who cannot see it."
        SkippedHeading "skipped-heading" "A heading that lies more than one level below the one before it."
        VagueLink "vague-link" "A link whose text does not say where it leads."
        EmptySection "empty-section" "A section without pages and without a text."
        OrphanPage "orphan-page" "A page that no reader finds from the home page."
        DeadUrl "dead-url" "A URL in a finished page that the site does not answer."
        UnusedFile "unused-file" "A file beside the pages that no page leads to or shows."
        NoDescription "no-description" "A page without a description for search engines and lists."
        LongTitle "long-title" "A title of a post that is longer than search engines show."
        SameTitle "same-title" "Two pages with the same title in search results."
        NoObjectives "no-objectives" "A lesson that does not say what a reader can do afterwards."
        PastSession "past-session" "A session of a course that is over."
        ReviewDue "review-due" "A page whose `review_by` is over."
        SecurityExpires "security-expires" "A `security.txt` whose date is near or too far away."
        JoinedTags "joined-tags" "Tags in one text that were meant as several."
        LostOption "lost-option" "An option of a directive that lost its second colon and became text."
        LostBraces "lost-braces" "A fence with the name of a directive without its braces, which is code."
        LostLink "lost-link" "A link that stays text, since its address holds a space."
        Shortcode "shortcode" "A call of another tool that stays text."
        BrokenLink "broken-link" "A link to another site that does not work."
        MovedLink "moved-link" "A link to another site that has moved."
        UncheckedLink "unchecked-link" "A link to another site whose server asks to wait."
        LostUrl "lost-url" "A URL that was published and that the site no longer answers."
        UnknownWord "unknown-word" "A word in `locales/` that is a slip of a known one."
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
