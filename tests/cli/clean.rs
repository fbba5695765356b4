//! `leerpad clean`.

use super::bench::Bench;

#[test]
fn what_build_made_is_taken_away_and_nothing_else() {
    let bench = Bench::starter("en");
    let before = bench.files();
    bench.run(&["build"]).exits(0);
    let made = bench.files().len() - before.len();
    let run = bench.run(&["clean"]).exits(0);
    // The manifest is no file of the site.
    assert_eq!(run.err, format!("Removed {} files from `public`.\n", made - 1));
    assert_eq!((run.out, bench.files()), (String::new(), before));
    let run = bench.run(&["clean"]).exits(0);
    assert_eq!(run.err, "There was nothing of ours in `public`.\n");
}

#[test]
fn the_folder_is_that_of_build() {
    let bench = Bench::starter("en");
    let before = bench.files();
    bench.run(&["build", "-o", "../out put"]).exits(0);
    bench.run(&["clean", "--output-dir", "../out put", "-q"]).exits(0);
    assert!(!bench.root.join("../out put").exists());
    bench.write("public/mine.txt", "mine");
    // A folder that `build` did not make is refused, with all that is in it.
    let run = bench.run(&["clean"]).exits(2);
    assert!(run.err.contains("output-not-ours"), "{}", run.err);
    assert_eq!(bench.read("public/mine.txt"), "mine");
    let run = bench.run(&["clean", "-o", "content"]).exits(2);
    assert!(run.err.contains("output-holds-sources"), "{}", run.err);
    assert_eq!(bench.files().len(), before.len() + 1);
}
