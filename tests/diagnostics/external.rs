//! What is told of links to other sites, which a server of the test's own stands in for.

use std::process::Command;

use crate::server::{Request, Server};
use crate::site::Site;

#[test]
fn links_to_other_sites() {
    let server = Server::start(|line: &str, _: &[Request]| {
        Some(match line.split_once(' ').unwrap().1 {
            "/moved" => "301 Moved\r\nLocation: /here/".to_owned(),
            "/gone" => "404 Not Found".to_owned(),
            "/closed" => "403 Forbidden".to_owned(),
            _ => "200 OK".to_owned(),
        })
    });
    let busy = Server::start(|_: &str, _: &[Request]| {
        Some("429 Too Many Requests\r\nRetry-After: 86400".to_owned())
    });
    let site = Site::good();
    site.write(
        "site.yaml",
        "title: Site\nbase_url: https://name.example/\n\
         check: {no-description: off, orphan-page: off, same-title: off}\n",
    );
    let to = |path: &str| server.url(path);
    site.page(
        "content/links.md",
        &format!(
            "\n[moved]({})\n\n[busy]({})\n\n[gone]({}#part)\n\n[closed]({})\n\n<https://[x/>\n",
            to("/moved"),
            busy.url("/busy"),
            to("/gone"),
            to("/closed"),
        ),
    );
    site.page("content/more.md", &format!("\n[gone]({}), [fine]({})\n", to("/gone"), to("/fine")));
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("leerpad"));
    command.args(["check", "--external", "--quiet"]);
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    // Every port that a system gives away has five digits, so the carets stay.
    let console = site.finish(command).console().replace(&to(""), "http://127.0.0.1:PORT_");
    let console = console.replace(&busy.url(""), "http://127.0.0.1:PORT_");
    insta::assert_snapshot!(console, @"
    warning[moved-link]: `http://127.0.0.1:PORT_/moved` has moved for good.
     --> content/links.md:5:9
      |
    5 | [moved](http://127.0.0.1:PORT_/moved)
      |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: Write `http://127.0.0.1:PORT_/here/`.

    warning[unchecked-link]: `http://127.0.0.1:PORT_/busy` was not checked: the server asks to wait 24 hours.
     --> content/links.md:7:8
      |
    7 | [busy](http://127.0.0.1:PORT_/busy)
      |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: Check again later.

    warning[broken-link]: `http://127.0.0.1:PORT_/gone#part` does not work: the server says that there is no such page (404).
     --> content/links.md:9:8
      |
    9 | [gone](http://127.0.0.1:PORT_/gone#part)
      |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
     ::: content/more.md:5:8
      |
    5 | [gone](http://127.0.0.1:PORT_/gone), [fine](http://127.0.0.1:PORT_/fine)
      |        --------------------------- is linked to here too
      |
      = help: Correct the address, or take the link out.

    warning[broken-link]: `http://127.0.0.1:PORT_/closed` may not work: the server does not let us in (403).
      --> content/links.md:11:10
       |
    11 | [closed](http://127.0.0.1:PORT_/closed)
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: Open it in a browser. If it works there, name it in `site.yaml` under `check: {external: {ignore: […]}}`.

    warning[broken-link]: `https://[x/` does not work: it is no URL (invalid IPv6 address).
      --> content/links.md:13:2
       |
    13 | <https://[x/>
       |  ^^^^^^^^^^^
       |
       = help: Correct the address, or take the link out.

    exit 0
    ");
}
