#!/usr/bin/env python3
"""Feeds that readers can trust, and a sitemap that says what is there.

    feed.py SITE [--feedless]

Every Atom feed: valid after RFC 4287 (`atom.rng`, by xmllint); dates that
exist, with a time zone, none of an entry after the feed's own; ids absolute,
unique in the feed, and the same for one page in every feed; an author; a link
to itself and one to its page; no relative URL inside the content, and no
control character. Every feed that a page announces is one. There is one at
least, but for a site without posts (`--feedless`).

The sitemap: valid after `sitemap.xsd`, no URL twice, and exactly the pages
that readers should find (not 404, redirects, noindex). That its URLs resolve
is `links.py`'s to see.
"""
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from built import Site, finish, read_tags, references, stop

HERE = Path(__file__).resolve().parent
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
MAP_LIMIT = 50_000_000


def valid(site, file, kind, schema):
    """xmllint's words about one file."""
    command = ["xmllint", "--nonet", "--noout", f"--{kind}", str(HERE / schema), str(site.root / file)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True)
    except FileNotFoundError:
        stop("xmllint is missing (Debian: apt-get install libxml2-utils)")
    if ran.returncode == 0:
        return
    if ran.returncode not in (1, 3, 4):
        stop(f"xmllint cannot read {schema}:\n{ran.stderr}")
    told = False
    for line in ran.stderr.splitlines():
        found = re.match(r".*?:(\d+): (?:element \S+: )?(.*)", line)
        if found and "fails to validate" not in line:
            told = True
            yield int(found.group(1)), found.group(2)
    if not told:
        yield 1, ran.stderr.strip()


def moment(text):
    """An RFC 3339 date and time, or nothing if it is not one."""
    if not RFC_3339.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(re.sub(r"\.\d+", "", text).replace("Z", "+00:00"))
    except ValueError:
        return None


class Feeds:
    def __init__(self, site):
        self.site, self.faults, self.entries, self.known = site, [], 0, {}

    def fault(self, file, sentence, line=1):
        self.faults.append(f"{file}:{line}: {sentence}")

    def dates(self, file, owner, el):
        """Checks the dates of a feed or an entry; gives `updated`."""
        for name in ("updated", "published"):
            for date in el.findall(ATOM + name):
                if moment((date.text or "").strip()) is None:
                    self.fault(file, f"{owner}: <{name}> {date.text!r} is no RFC 3339 date and time")
        return moment((el.findtext(ATOM + "updated") or "").strip())

    def ident(self, file, owner, el):
        text = (el.findtext(ATOM + "id") or "").strip()
        if not re.match(r"(https?://[^\s/]+|urn:\S+|tag:\S+)", text):
            self.fault(file, f"{owner}: the id {text!r} is no absolute URI")
        return text

    def feed(self, file, root):
        site = self.site
        own = site.absolute(file)
        updated = self.dates(file, "feed", root)
        ids = {self.ident(file, "feed", root): "feed"}
        links = root.findall(ATOM + "link")
        if [l.get("href") for l in links if l.get("rel") == "self"] != [own]:
            self.fault(file, f'no <link rel="self" href="{own}">, or not just one')
        if not any(l.get("rel", "alternate") == "alternate" for l in links):
            self.fault(file, 'no <link rel="alternate"> to the page that the feed belongs to')
        if not root.get("{http://www.w3.org/XML/1998/namespace}lang"):
            self.fault(file, "the feed says no xml:lang")
        entries = root.findall(ATOM + "entry")
        if not entries:
            self.fault(file, "the feed has no entry")
        for n, entry in enumerate(entries, 1):
            self.entries += 1
            ident = self.ident(file, f"entry {n}", entry)
            owner = f"entry {n} ({ident})"
            if ident in ids:
                self.fault(file, f"{owner}: its id is that of {ids[ident]} too")
            ids[ident] = owner
            when = self.dates(file, owner, entry)
            if when and updated and when > updated:
                self.fault(file, f"{owner}: was updated after the feed itself")
            if all(el.find(path) is None for el, path in
                   ((root, ATOM + "author"), (entry, ATOM + "author"), (entry, f"{ATOM}source/{ATOM}author"))):
                self.fault(file, f"{owner}: neither it nor the feed has an author")
            self.entry(file, owner, ident, entry)

    def entry(self, file, owner, ident, entry):
        pages = [l for l in entry.findall(ATOM + "link") if l.get("rel", "alternate") == "alternate"]
        content = entry.find(ATOM + "content")
        if not pages and content is None:
            self.fault(file, f"{owner}: neither an alternate link nor content")
        kinds = [(l.get("type"), l.get("hreflang")) for l in pages]
        if len(kinds) != len(set(kinds)):
            self.fault(file, f"{owner}: two alternate links of one type and language")
        title = entry.find(ATOM + "title")
        if title is not None and not "".join(title.itertext()).strip():
            self.fault(file, f"{owner}: its title is empty")
        for link in pages[:1]:
            before = self.known.setdefault(link.get("href"), (ident, file))
            if before[0] != ident:
                self.fault(file, f"{owner}: the same page has the id {before[0]} in {before[1]}")
        for el in entry.iter():
            for name in (n for n in ("href", "src") if n in el.attrib and not el.tag.startswith(ATOM)):
                self.absolute(file, owner, el.get(name))
            if el.tag in (ATOM + "content", ATOM + "summary", ATOM + "title") and el.get("type") == "html":
                tags = read_tags(el.text or "")
                for ref in references(tags):
                    self.absolute(file, owner, ref.url)
        if content is not None and content.get("src") and entry.find(ATOM + "summary") is None:
            self.fault(file, f"{owner}: content elsewhere needs a summary here")
        if content is not None and not content.get("src") and not "".join(content.itertext()).strip():
            self.fault(file, f"{owner}: its content is empty")

    def absolute(self, file, owner, url):
        if not urlsplit(url).scheme:
            self.fault(file, f"{owner}: the URL {url!r} inside the content is relative")

    def announced(self, feeds):
        for page in self.site.pages.values():
            for tag in page.find("link"):
                if "alternate" in tag.rel() and tag.get("type") == "application/atom+xml":
                    found = self.site.resolve(self.site.join(page.file, tag.get("href")))[0]
                    if found not in feeds:
                        self.fault(page.file, f"announces the feed {tag.get('href')!r}, which is none", tag.line)


def sitemap(site, roots):
    """The faults of the sitemap, and how many URLs it lists."""
    if "sitemap.xml" not in site.files:
        return ["sitemap.xml:1: is not in the output"], 0
    faults, listed = [], {}
    for file, root in roots.items():
        if not root.tag.startswith(MAP):
            continue
        faults += [f"{file}:{line}: {words}" for line, words in valid(site, file, "schema", "sitemap.xsd")]
        if (site.root / file).stat().st_size > MAP_LIMIT:
            faults.append(f"{file}:1: is larger than {MAP_LIMIT} bytes")
        for loc in root.iterfind(f"{MAP}url/{MAP}loc"):
            url = (loc.text or "").strip()
            if url in listed:
                faults.append(f"{file}:1: {url} stands twice")
            listed[url] = file
    wanted = {site.absolute(page.file): page.file for page in site.pages.values() if page.is_listed}
    faults += [f"{file}:1: lists {url}, which is no page that readers should find"
               for url, file in listed.items() if url not in wanted]
    faults += [f"{file}:1: is not in the sitemap" for url, file in wanted.items() if url not in listed]
    return faults, len(listed)


def main():
    feedless = sys.argv[2:] == ["--feedless"]
    if len(sys.argv) != 2 + feedless:
        stop("say which site: feed.py SITE [--feedless]")
    site = Site(sys.argv[1])
    feeds, roots = Feeds(site), {}
    for file in sorted(f for f in site.files if f.endswith((".xml", ".atom"))):
        data = (site.root / file).read_bytes()
        try:
            roots[file] = ET.fromstring(data)
        except ET.ParseError as error:
            feeds.fault(file, f"is not well-formed XML: {error}", error.position[0])
    atoms = [file for file, root in roots.items() if root.tag == ATOM + "feed"]
    for file in atoms:
        for line, words in valid(site, file, "relaxng", "atom.rng"):
            feeds.fault(file, words, line)
        feeds.feed(file, roots[file])
    if not atoms and not feedless:
        feeds.fault("feed.xml", "the site has no Atom feed")
    feeds.announced(atoms)
    map_faults, urls = sitemap(site, roots)
    finish(feeds.faults + map_faults, f"{len(atoms)} feeds with {feeds.entries} entries, sitemap of {urls} URLs")


if __name__ == "__main__":
    main()
