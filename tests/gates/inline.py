#!/usr/bin/env python3
"""Nothing inline, and the bones of every page in order.

    inline.py SITE

- No inline script (JSON-LD data blocks may stand), no <style>, no style=,
  no on…= handler, no javascript: URL: what the Content-Security-Policy
  forbids is not there to be refused. The same holds for a feed's HTML, and
  for drawings, but for their styles.
- Every page has lang, charset, one title and a viewport that lets readers zoom.
- Every page but a redirect has exactly one h1, first of its headings, not
  empty, and no heading skips a level.

That nothing is loaded from another host is `links.py`'s to see.
"""
import re
import sys
import xml.etree.ElementTree as ET

from built import HEADINGS, Site, finish, read_tags, stop

ATOM = "{http://www.w3.org/2005/Atom}"


def inline(tags, drawing=False):
    """What is inline; a drawing of its own may carry its styles, as nothing else can style it."""
    for tag in tags:
        if tag.name == "style" and not drawing:
            yield tag.line, "<style>: move it to the stylesheet"
        if tag.name == "script" and "src" not in tag.attrs and tag.get("type").lower() != "application/ld+json":
            yield tag.line, "inline <script>: move it to a file"
        for name, value in tag.attrs.items():
            if name == "style" and not drawing:
                yield tag.line, f'<{tag.name} style="{value}">: make it a class'
            if re.fullmatch(r"on[a-z]+", name):
                yield tag.line, f"<{tag.name} {name}=…>: add the listener in a script file"
            if name == "srcdoc":
                yield tag.line, f"<{tag.name} srcdoc=…> holds a page inline"
            if re.match(r"[\s\x00-\x20]*j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t\s*:", value or "", re.I):
                yield tag.line, f"<{tag.name} {name}=…> is a javascript: URL"


def bones(page):
    html = page.first("html")
    if not html or not html.get("lang"):
        yield 1, "<html> says no lang"
    titles = [t for t in page.find("title") if t.text.strip()]
    # An <svg> may hold titles of its own, so the first is the page's.
    if not titles or (page.first("body") and titles[0].line > page.first("body").line):
        yield 1, "no <title>, or an empty one"
    if not any(t.get("charset").lower() == "utf-8" for t in page.find("meta")):
        yield 1, 'no <meta charset="utf-8">'
    viewport = next((t for t in page.find("meta") if t.get("name").lower() == "viewport"), None)
    if not viewport or "width=device-width" not in viewport.get("content"):
        yield 1, 'no <meta name="viewport"> with width=device-width'
    elif re.search(r"user-scalable\s*=\s*(no|0)|maximum-scale\s*=\s*[0-4](\.|\b)", viewport.get("content")):
        yield viewport.line, "the viewport forbids zooming"


def headings(page):
    found = [tag for tag in page.tags if tag.name in HEADINGS]
    ones = [tag for tag in found if tag.name == "h1"]
    if len(ones) != 1:
        yield ones[1].line if ones else 1, f"{len(ones)} <h1> in the page, it must be one"
    last = 0
    for tag in found:
        level = HEADINGS[tag.name]
        if level > last + 1:
            yield tag.line, f"<{tag.name}> " + (f"after <h{last}>" if last else "before any <h1>") + " skips a level"
        if not tag.text.strip():
            yield tag.line, f"<{tag.name}> is empty"
        last = level


def main():
    if len(sys.argv) != 2:
        stop("say which site: inline.py SITE")
    site, faults = Site(sys.argv[1]), []
    for page in site.pages.values():
        found = [*inline(page.tags), *bones(page)]
        if not page.is_redirect:
            found += headings(page)
        faults += [f"{page.file}:{line}: {sentence}" for line, sentence in found]
    for file in sorted(site.files):
        if file.endswith(".svg"):
            faults += [f"{file}:{line}: {sentence}" for line, sentence in inline(read_tags(site.read(file)), drawing=True)]
        if file.endswith(".xml"):
            try:
                root = ET.fromstring((site.root / file).read_bytes())
            except ET.ParseError:
                continue  # links.py and feed.py say so
            for entry in root.iter(ATOM + "entry"):
                name = entry.findtext(ATOM + "id")
                for el in entry.iter():
                    if el.tag in (ATOM + "content", ATOM + "summary") and el.get("type") == "html":
                        faults += [f"{file}:1: entry {name}: {sentence}" for _, sentence in inline(read_tags(el.text or ""))]
    finish(faults, f"{len(site.pages)} pages")


if __name__ == "__main__":
    main()
