//! Full and read-only disks, mount points.
//!
//! Most of these need root, to mount a small file system. Without it they say so.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use leerpad::output::clean;

use super::*;

/// A mounted file system, unmounted when it is dropped.
struct Mount(PathBuf);

impl Mount {
    /// `None` after saying why, where it is not allowed.
    fn new(arguments: &[&str], at: &Path) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let done = Command::new("mount").args(arguments).arg(at).output();
        match done {
            Ok(done) if done.status.success() => Some(Self(at.to_owned())),
            Ok(done) => {
                eprintln!("SKIPPED, cannot mount: {}", String::from_utf8_lossy(&done.stderr));
                None
            }
            Err(e) => {
                eprintln!("SKIPPED, cannot run mount: {e}");
                None
            }
        }
    }

    fn tmpfs(options: &str, at: &Path) -> Option<Self> {
        Self::new(&["-t", "tmpfs", "-o", options, "tmpfs"], at)
    }

    fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        patiently(Command::new("mount").args(["-o", &options]).arg(&self.0));
    }
}

/// Runs a command until it succeeds: another test's child has our open files for a moment,
/// between its fork and its exec, and a busy mount can neither be changed nor taken away.
fn patiently(command: &mut Command) {
    for _ in 0..200 {
        if command.stderr(Stdio::null()).status().unwrap().success() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(std::thread::panicking(), "{command:?} does not succeed");
}

impl Drop for Mount {
    fn drop(&mut self) {
        patiently(Command::new("umount").arg(&self.0));
    }
}

fn small() -> Site {
    site(&[("index.html", "home"), ("blog/index.html", "blog")])
}

fn large() -> Site {
    let page = "x".repeat(8000);
    let mut site = site(&[("index.html", "new")]);
    site.extend((0..100).map(|i| (format!("{i}/index.html"), page.clone().into_bytes())));
    site
}

#[test]
fn a_full_disk_keeps_the_last_good_output() {
    let temp = Temp::new();
    let disk = temp.path("disk");
    let Some(_mount) = Mount::tmpfs("size=400k", &disk) else { return };
    let public = disk.join("public");
    refusal(build(&public, &large()), Code::DiskFull);
    assert!(names(&disk).is_empty());

    build(&public, &small()).unwrap();
    let before = contents(&disk);
    let fault = refusal(build(&public, &large()), Code::DiskFull);
    // The same words for each file: shown once.
    assert!(!fault.message.contains('/'));
    assert_eq!(contents(&disk), before);
    build(&public, &small()).unwrap();
}

#[test]
fn wherever_the_disk_is_full_the_last_good_output_is_kept() {
    let mut larger = small();
    larger[0].1 = b"new".to_vec();
    larger.extend((0..15).map(|i| (format!("{i}/deep/index.html"), b"x".to_vec())));
    larger.push(("blog/index.html/x".to_owned(), b"x".to_vec()));
    larger.remove(1);
    // One page or one inode more each time: it ends at the lock, in the staging, in the first
    // manifest, the second one, the first folder, and so on until there is room.
    let limits = [("size", "k", (16..400).step_by(4)), ("nr_inodes", "", (6..100).step_by(1))];
    for (option, unit, steps) in limits {
        let temp = Temp::new();
        let disk = temp.path("disk");
        let public = disk.join("public");
        let amount = |n: usize| format!("{option}={n}{unit}");
        let Some(mount) = Mount::tmpfs(&amount(1000), &disk) else { return };
        build(&public, &small()).unwrap();
        let before = contents(&disk);
        let mut refused = 0;
        for n in steps {
            mount.remount(&amount(n));
            match build(&public, &larger) {
                Ok(_) => break,
                fault => _ = refusal(fault, Code::DiskFull),
            }
            assert_eq!(contents(&disk), before, "{}", amount(n));
            refused += 1;
        }
        eprintln!("{option}: refused {refused} times");
        assert!(refused > 10, "{refused}");
        assert_eq!(contents(&public), clean_build(&larger));
    }
}

#[test]
fn a_file_size_limit_keeps_the_last_good_output() {
    // The limit is of the whole process, so another one takes it on. The signal that comes with
    // it must be ignored to see the error; that is inherited too.
    let script = r#"trap "" XFSZ; ulimit -f 8; exec "$0" "$@""#;
    let done = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "disk::under_a_limit", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("kept under the limit"), "{said}");
}

#[test]
#[ignore = "run by `a_file_size_limit_keeps_the_last_good_output`, in a process with a limit"]
fn under_a_limit() {
    let temp = Temp::new();
    build(&temp.public(), &small()).unwrap();
    let before = contents(&temp.root);
    let huge = vec![("index.html".to_owned(), vec![b'x'; 1 << 20])];
    refusal(build(&temp.public(), &huge), Code::DiskFull);
    assert_eq!(contents(&temp.root), before);
    println!("kept under the limit");
}

#[test]
fn a_read_only_disk_is_told_of() {
    let temp = Temp::new();
    let disk = temp.path("disk");
    let Some(mount) = Mount::tmpfs("size=1m", &disk) else { return };
    let public = disk.join("public");
    build(&public, &small()).unwrap();
    fs::create_dir(disk.join("empty")).unwrap();
    let before = contents(&disk);
    mount.remount("ro");
    for dir in ["public", "empty", "absent", "a/b"] {
        let fault = refusal(build(&disk.join(dir), &large()), Code::OutputUnwritable);
        assert!(fault.message.contains(disk.to_str().unwrap()), "{}", fault.message);
        assert!(fault.remedy.contains("read-only"));
    }
    refusal(clean(&public, &[]), Code::OutputUnwritable);
    assert_eq!(contents(&disk), before);
}

/// A folder in which nothing can be written, until it is dropped.
struct Shut(PathBuf);

impl Shut {
    /// `None` after saying so, where nothing stops this user.
    fn new(folder: &Path) -> Option<Self> {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).unwrap();
        let shut = Self(folder.to_owned());
        // Root passes over permissions, but not over this attribute.
        if fs::create_dir(folder.join("probe")).is_ok() {
            fs::remove_dir(folder.join("probe")).unwrap();
            if !shut.set("+i") {
                eprintln!("SKIPPED: nothing stops this user from writing");
                return None;
            }
        }
        Some(shut)
    }

    fn set(&self, attribute: &str) -> bool {
        let done = Command::new("chattr").arg(attribute).arg(&self.0).output();
        done.is_ok_and(|done| done.status.success())
    }
}

impl Drop for Shut {
    fn drop(&mut self) {
        self.set("-i");
        fs::set_permissions(&self.0, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn a_folder_without_write_permission_is_told_of() {
    let temp = Temp::new();
    build(&temp.public(), &small()).unwrap();
    let Some(shut) = Shut::new(&temp.public()) else { return };
    let before = contents(&temp.root);
    let fault = refusal(build(&temp.public(), &large()), Code::OutputUnwritable);
    assert!(fault.message.contains(temp.public().to_str().unwrap()));
    refusal(build(&temp.path("public/sub"), &large()), Code::OutputUnwritable);
    refusal(clean(&temp.public(), &[]), Code::OutputUnwritable);
    assert_eq!(contents(&temp.root), before);
    drop(shut);
    build(&temp.public(), &large()).unwrap();
}

#[test]
fn a_parent_without_write_permission_is_no_hindrance() {
    let temp = Temp::new();
    fs::create_dir_all(temp.path("site/public")).unwrap();
    let Some(_shut) = Shut::new(&temp.path("site")) else { return };
    let public = temp.path("site/public");
    let inode = fs::metadata(&public).unwrap().ino();
    for site in [small(), large()] {
        build(&public, &site).unwrap();
        assert_eq!(contents(&public), clean_build(&site));
    }
    assert_eq!(fs::metadata(&public).unwrap().ino(), inode);
    refusal(build(&temp.path("site/other"), &small()), Code::OutputUnwritable);
}

#[test]
fn a_fault_in_the_middle_of_a_commit_is_healed() {
    let temp = Temp::new();
    let old = site(&[("a/index.html", "1"), ("b/index.html", "1"), ("c/index.html", "1")]);
    let new = site(&[("a/index.html", "2"), ("b/index.html", "2"), ("d/index.html", "2")]);
    build(&temp.public(), &old).unwrap();
    let Some(shut) = Shut::new(&temp.path("public/b")) else { return };
    let fault = refusal(build(&temp.public(), &new), Code::OutputUnwritable);
    assert!(fault.message.contains("b/index.html"));
    let files = ["a", "b", "c", "d"].map(|name| format!("{name}/index.html"));
    assert_eq!(listed_paths(&temp.public()), files);
    drop(shut);
    build(&temp.public(), &new).unwrap();
    assert_eq!(contents(&temp.public()), clean_build(&new));
}

#[test]
fn a_mount_point_is_written_in_not_replaced() {
    let temp = Temp::new();
    let public = temp.public();
    fs::create_dir_all(temp.path("elsewhere")).unwrap();
    let elsewhere = temp.path("elsewhere");
    // Another file system; and the same one, which no metadata tells from a plain folder.
    for arguments in [&["-t", "tmpfs", "tmpfs"][..], &["--bind", elsewhere.to_str().unwrap()]] {
        let Some(_mount) = Mount::new(arguments, &public) else { return };
        let inode = fs::metadata(&public).unwrap().ino();
        for site in [small(), large(), small()] {
            build(&public, &site).unwrap();
            assert_eq!(contents(&public), clean_build(&site));
        }
        assert_eq!(names(&temp.root), ["elsewhere", "public"]);
        assert_eq!(clean(&public, &[]).unwrap(), 2);
        assert!(names(&public).is_empty());
        assert_eq!(fs::metadata(&public).unwrap().ino(), inode);
    }
}

#[test]
fn another_disk_inside_the_output_is_not_ours() {
    let temp = Temp::new();
    build(&temp.public(), &small()).unwrap();
    let Some(_mount) = Mount::tmpfs("size=1m", &temp.path("public/media")) else { return };
    let mut site = small();
    site.push(("media/a.svg".to_owned(), b"x".to_vec()));
    let fault = refusal(build(&temp.public(), &site), Code::OutputNotOurs);
    assert!(fault.message.contains("`media`"));
    build(&temp.public(), &small()).unwrap();
}
