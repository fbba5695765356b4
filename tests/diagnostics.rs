//! Wrong input, and the exact words with which Leerpad tells of it.
//!
//! A case is a folder `tests/diagnostics/<case>/` with a `site/` and the `expected` console;
//! `tests/diagnostics/README.md` teaches how to add one. What cannot lie in a repository (links,
//! bytes that are no text, a full disk) is made by the code in [`made`]; what is hostile rather
//! than wrong is in [`hostile`].

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it skipped"
)]

#[path = "diagnostics/external.rs"]
mod external;
#[path = "diagnostics/hostile.rs"]
mod hostile;
#[path = "diagnostics/made.rs"]
mod made;
#[path = "external/server.rs"]
mod server;
#[path = "diagnostics/site.rs"]
mod site;
#[path = "diagnostics/twins.rs"]
mod twins;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use leerpad::diagnostic::Code;
use site::Site;

/// One test for each folder: `unknown_key` is `tests/diagnostics/unknown-key/`.
macro_rules! cases {
    ($($name:ident)+) => {
        const CASES: &[&str] = &[$(stringify!($name)),+];
        $(#[test] fn $name() { check(stringify!($name)); })+
    };
}

cases! {
    alias_is_page
    all_at_once
    bad_alias
    bad_base_url
    bad_base_url_typed
    bad_component
    bad_data_name
    bad_external
    bad_locale
    bad_locale_yaml
    bad_newsletter
    bad_picture
    bad_quiz
    bad_url_claimed
    bad_urls
    bad_value
    base_without_blocks
    broken_data
    broken_site_yaml
    broken_yaml
    broken_yaml_body
    broken_yaml_more
    calendar_end
    check_alt
    check_dead_urls
    check_dead_urls_base_path
    check_headings
    check_levels
    check_links
    check_links_english
    check_links_own_words
    check_lost
    check_pages
    check_reach
    check_words
    component_fault
    consequences
    course_directives
    dead_anchor
    dead_link
    dead_menu
    duplicate_term
    duplicate_anchor
    duplicate_key
    duplicate_task
    empty_slug
    fence_never_closed
    file_and_folder
    footnotes
    foreign_file
    front_matter_never_closed
    heading_ids
    home_is_draft
    home_named_index
    impossible_date
    missing_argument
    missing_file
    missing_module
    missing_title
    lost_url
    low_contrast
    misspelt_title
    mistyped_argument
    nested_places
    newsletter_incomplete
    newsletter_login
    newsletter_path
    no_glossary
    no_glossary_published
    no_home_page
    no_terms
    odd_characters
    output_in_content
    output_is_a_file
    output_is_content
    output_is_root
    output_not_ours
    page_in_bundle
    page_name
    quiz_keys
    raw_html
    raw_html_unclosed_comment
    security_bad
    security_empty
    security_expired
    security_expires_far
    security_expires_soon
    security_incomplete
    security_not_keys
    site_yaml_a_list
    site_yaml_empty
    site_yaml_two_documents
    template_for_many
    template_not_html
    template_reference
    template_syntax
    term_component
    term_names
    too_deep
    too_long
    undated_post
    too_deep_callouts
    top_heading
    undefined_filtered
    undefined_variable
    unexpected_body
    unknown_argument
    unknown_data
    unknown_directive
    unknown_key
    unknown_kind
    unknown_language
    unknown_language_far
    unknown_tag
    unknown_template
    unknown_timezone
    unknown_timezone_far
    unpublished_link
    unpublished_shown
    unsafe_link
    unsafe_menu
    url_collision
    url_collision_case
    url_collision_file
    wrong_offer
    wrong_theme
    wrong_type
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// Builds the site of a case and compares the console, word for word; then its twins, whose
/// faults must be at the same places.
fn check(name: &str) {
    let case = folder().join(name.replace('_', "-"));
    let expected = case.join("expected");
    let text = fs::read_to_string(&expected).unwrap_or_default();
    // The first line says what is typed; it is the author's, so blessing keeps it.
    let typed = text.lines().next().and_then(|line| line.strip_prefix("$ ")).unwrap_or(BUILD);

    let site = Site::copy_of(&case.join("site"));
    let run = site.run(typed);
    let told = format!("$ {typed}\n{}exit {}\n", run.stderr, run.exit);
    if std::env::var_os("LEERPAD_BLESS").is_some_and(|value| value == "1") {
        fs::write(&expected, &told).unwrap();
    }
    let text = fs::read_to_string(&expected).unwrap_or_default();
    assert!(
        told == text,
        "{}\nIf the new words are right: LEERPAD_BLESS=1 cargo test --test diagnostics {name}",
        difference(&text, &told),
    );
    assert_ne!(run.exit, 0, "a case of this suite fails; what only warns is built with --strict");
    site.assert_untouched();

    let places = format!("{typed} --format json");
    let plain = site.run(&places);
    for twin in twins::ALL {
        let site = Site::copy_of(&case.join("site"));
        site.rewrite(twin.rewrite);
        let told = site.run(&places);
        assert!(
            told.stdout == plain.stdout,
            "with {}, other places are told:\n{}",
            twin.name,
            difference(&plain.stdout, &told.stdout),
        );
        if twin.shows_the_same_lines {
            assert_eq!(site.run(typed).stderr, run.stderr, "with {}", twin.name);
        }
        site.assert_untouched();
    }
}

/// What is typed where a case does not say.
const BUILD: &str = "leerpad build";

fn difference(expected: &str, told: &str) -> String {
    similar::TextDiff::from_lines(expected, told)
        .unified_diff()
        .context_radius(3)
        .header("expected", "told")
        .to_string()
}

#[test]
fn every_folder_is_a_test() {
    let folders: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().replace('-', "_"))
        .collect();
    let tests: BTreeSet<String> = CASES.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(
        folders, tests,
        "folders (left) and the list in tests/diagnostics.rs (right) differ"
    );
}

#[test]
fn every_class_of_fault_has_a_case() {
    let mut words = String::from(include_str!("diagnostics/made.rs"));
    words += include_str!("diagnostics/external.rs");
    for name in CASES {
        let expected = folder().join(name.replace('_', "-")).join("expected");
        words += &fs::read_to_string(expected).unwrap();
    }
    let is_told = |code: &&Code| words.contains(&format!("[{}]:", code.name()));
    let missing: Vec<_> =
        Code::ALL.iter().filter(|code| !is_told(code)).map(|c| c.name()).collect();
    assert!(missing.is_empty(), "no case tells of {missing:?}");
}
