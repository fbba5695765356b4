//! Figures: `cargo test --release --test output speed -- --ignored --nocapture`.

use std::time::Instant;

use super::*;

#[test]
#[ignore = "a measurement"]
fn speed() {
    let site = |mark: u8| -> Site {
        (0..10_000usize)
            .map(|i| {
                let mut bytes: Vec<u8> = (0..8000).map(|at| (at * 7 + i) as u8 | 1).collect();
                bytes[4000] = if i % 10 == 0 { mark } else { 0 };
                (format!("s{}/page-{i}/index.html", i % 100), bytes)
            })
            .collect()
    };
    let sites = [site(0), site(2)];
    let place = if Path::new("/dev/shm").exists() { "/dev/shm" } else { "." };
    for place in [Path::new(place), &std::env::temp_dir()] {
        let dir = tempfile::tempdir_in(place).unwrap();
        let public = dir.path().canonicalize().unwrap().join("public");
        eprintln!("10,000 files of 8 kB in {}", place.display());
        for (name, version) in
            [("first write", 0), ("no change", 0), ("no change", 0), ("1,000 changed", 1)]
        {
            let start = Instant::now();
            let output = Output::open(&public, &[]).unwrap();
            put_all(&output, &sites[version]).unwrap();
            let put = start.elapsed();
            let report = output.commit().unwrap();
            let all = start.elapsed();
            eprintln!("{name:>15}: put {put:.1?}, commit {:.1?}; {:?}", all - put, counts(&report));
        }
    }
}
