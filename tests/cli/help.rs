//! Help, version and completions.

use super::bench::Bench;

#[test]
fn help_is_data_and_complete() {
    let bench = Bench::empty();
    let help = |args: &[&str]| {
        let run = super::bench::command(&bench.root, args).env("COLUMNS", "100").output().unwrap();
        assert_eq!((run.status.code(), run.stderr.is_empty()), (Some(0), true));
        String::from_utf8(run.stdout).unwrap()
    };
    for command in [
        "build",
        "check",
        "serve",
        "init",
        "new",
        "list",
        "plan",
        "schema",
        "clean",
        "completions",
        "theme",
    ] {
        assert!(help(&["--help"]).contains(&format!("\n  {command} ")), "{command}");
        assert!(help(&[command, "--help"]).contains("--root"));
    }
    insta::assert_snapshot!("new_help", help(&["new", "-h"]));
    insta::assert_snapshot!("list_help", help(&["list", "--help"]));
    assert!(help(&["--version"]).starts_with("leerpad "));
}

#[test]
fn a_script_for_each_shell() {
    let bench = Bench::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = bench.run(&["completions", shell]).exits(0);
        assert!(run.out.contains("leerpad") && run.out.contains("eject"), "{shell}");
        assert_eq!(run.err, "");
    }
    bench.run(&["completions", "tcsh"]).exits(2);
}
