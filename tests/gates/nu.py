#!/usr/bin/env python3
"""The Nu HTML checker over every page, picture drawing and stylesheet.

    nu.py SITE

Errors and warnings are faults, but for what `ALLOWED` lists with its reason.
The checker is npm's `vnu-jar` (`npm ci` in this folder) and needs Java 17.
"""
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from built import Site, finish, stop

JAR = Path(__file__).resolve().parent / "node_modules/vnu-jar/build/dist/vnu.jar"

# (pattern over the message, why it may stand). Keep it short: each line is a check given up.
ALLOWED = [
    (r"^CSS: “(view-timeline|animation-timeline|animation-range)”: Property “[a-z-]+” doesn't exist",
     "scroll-driven animations are newer than the checker; browsers without them leave the line out"),
]


def check(files):
    """The checker's messages; it knows by its name whether a file is HTML, SVG or CSS."""
    command = ["java", "-Xss2m", "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always",
               "--also-check-css", "--also-check-svg", *files]
    try:
        ran = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        stop("java is missing (Debian: apt-get install default-jre-headless)")
    try:
        return json.loads(ran.stdout)["messages"]
    except (ValueError, KeyError):
        stop(f"the checker gave no answer:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")


def main():
    if len(sys.argv) != 2:
        stop("say which site: nu.py SITE")
    if not JAR.is_file():
        stop(f"{JAR.name} is missing: run `npm ci --ignore-scripts` in tests/gates")
    site, faults, allowed = Site(sys.argv[1]), [], 0
    root = site.root.resolve()
    of = lambda ending: [str(root / f) for f in sorted(site.files) if f.endswith(ending)]
    pages, drawings, sheets = of((".html", ".htm")), of(".svg"), of(".css")
    for message in check(pages + drawings + sheets):
        if message["type"] == "info" and message.get("subType") != "warning":
            continue
        if any(re.search(pattern, message["message"]) for pattern, _ in ALLOWED):
            allowed += 1
            continue
        file = Path(unquote(urlsplit(message.get("url", "")).path))
        name = file.relative_to(root) if file.is_relative_to(root) else file.name
        kind = "warning" if message["type"] == "info" else message["type"]
        near = " ".join(message.get("extract", "").split())
        faults.append(f"{name}:{message.get('lastLine', 1)}: {kind}: {message['message']}" + (f" [{near}]" if near else ""))
    finish(faults, f"{len(pages)} pages, {len(drawings)} drawings, {len(sheets)} stylesheets, {allowed} messages allowed")


if __name__ == "__main__":
    main()
