#!/usr/bin/env python3
"""Every URL that the site names leads somewhere, and nothing leads away unasked.

    links.py SITE [--allow-host HOST]...

- Every link, source, form action, canonical and fragment of the own host
  resolves to a file, or to an id in it; so do the URLs in stylesheets, feeds,
  the sitemap, robots.txt and the web manifest.
- Another host is named by an ordinary <a href> alone, or by a form's action to
  a host that `--allow-host` lists (host, or host:port).
- No id stands twice in a page; what refers to an id finds it.
- Every page can be reached from home by links, but for 404, redirects and
  pages that say noindex.
"""
import argparse
import json
import re
import xml.etree.ElementTree as ET
from collections import deque
from urllib.parse import unquote, urlsplit

from built import Reference, Site, finish, read_tags, references

LINK_SCHEMES = {"http", "https", "mailto", "tel"}
ID_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details",
                 "aria-activedescendant", "aria-errormessage", "aria-flowto", "headers", "list", "form", "popovertarget")
ATOM = "{http://www.w3.org/2005/Atom}"


class Links:
    def __init__(self, site, allowed):
        self.site, self.allowed = site, allowed
        self.faults, self.count, self.targets = [], 0, {}

    def fault(self, file, line, sentence):
        self.faults.append(f"{file}:{line}: {sentence}")

    def check(self, file, ref):
        """Looks at one reference; gives the file of this site that it leads to, if any."""
        self.count += 1
        site, url = self.site, ref.url
        say = lambda why: self.fault(file, ref.line, f"{ref.what} {url!r} {why}")
        if url == "" and ref.role != "form":
            return say("is empty")
        scheme = url.split(":", 1)[0].lower() if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", url) else ""
        if scheme == "data" and ref.role == "load":
            return None
        if ref.role == "self" and not scheme:
            say("is not an absolute URL")
        if file == "404.html" and not scheme and not url.startswith(("/", "#")) and url:
            return say("is relative, but the 404 page is shown at any depth: begin it with '/'")
        target = site.join(file, url) if url else site.absolute(file)
        parts = urlsplit(target)
        if parts.scheme not in LINK_SCHEMES:
            return say(f"has the scheme {parts.scheme!r}")
        if not site.own(target):
            if ref.role == "link" and parts.scheme in ("mailto", "tel"):
                return None if parts.path.strip("/") else say("names nobody")
            if ref.role == "link" and parts.netloc == urlsplit(site.origin).netloc:
                return say(f"is of the own host by another scheme than {site.origin}")
            if ref.role == "link" or (ref.role == "form" and parts.netloc in self.allowed):
                return None
            why = {"form": "sends to another host (if it may, give --allow-host)", "load": "loads from another host",
                   "self": "says that this page is of another host", "refresh": "sends readers to another host",
                   "hint": "points to another host"}[ref.role]
            return say(why)
        found, why = site.resolve(target)
        if not found:
            return say(why)
        if parts.fragment and not parts.fragment.startswith(":~:"):
            fragment = unquote(parts.fragment)
            if found in site.pages and fragment != "top" and fragment not in site.pages[found].ids:
                say(f"names no id of {found}")
            if found.endswith(".svg") and not re.search(rf'\bid="{re.escape(fragment)}"', site.read(found)):
                say(f"names no id of {found}")
        if found in site.pages and site.pages[found].is_redirect and ref.role != "hint":
            say(f"leads to a redirect ({found})")
        return found

    def page(self, page):
        file, site = page.file, self.site
        self.targets[file] = set()
        for ref in references(page.tags):
            found = self.check(file, ref)
            if found and ref.role in ("link", "form"):
                self.targets[file].add(found)
        for name, lines in page.ids.items():
            if len(lines) > 1:
                self.fault(file, lines[1], f"the id {name!r} stands already on line {lines[0]}")
            if name == "" or re.search(r"\s", name):
                self.fault(file, lines[0], f"the id {name!r} is empty or holds white space")
        for tag in page.tags:
            if tag.name == "base":
                self.fault(file, tag.line, "<base> bends every relative link: take it out")
            for name in ID_REFERENCES:
                for wanted in tag.get(name).split():
                    if wanted not in page.ids:
                        self.fault(file, tag.line, f'<{tag.name} {name}="{wanted}"> names no id of this page')
            if tag.name == "script" and tag.get("type").lower() == "application/ld+json":
                self.json(file, tag.line, tag.text, "structured data")
        canonical = [t for t in page.find("link") if "canonical" in t.rel()]
        if len(canonical) > 1:
            self.fault(file, canonical[1].line, "a second canonical link")
        if page.is_listed and page.canonical != site.absolute(file):
            self.fault(file, canonical[0].line if canonical else 1,
                       f"the canonical URL is {page.canonical!r}, the page's own is {site.absolute(file)!r}")

    def json(self, file, line, text, what):
        try:
            data = json.loads(text)
        except ValueError as error:
            return self.fault(file, line, f"the {what} is not JSON: {error}")
        queue = [data]
        while queue:
            value = queue.pop()
            if isinstance(value, dict):
                queue += value.values()
            elif isinstance(value, list):
                queue += value
            elif isinstance(value, str) and value.startswith(self.site.base):
                self.check(file, Reference("self", value.split("#")[0], line, what))

    def stylesheet(self, file):
        css = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()), self.site.read(file), flags=re.S)
        for m in re.finditer(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]+))\s*\)|@import\s+["']([^"']+)""", css):
            url = next(g for g in m.groups() if g is not None)
            if not url.startswith("#"):
                self.check(file, Reference("load", url, css.count("\n", 0, m.start()) + 1, "url()"))

    def manifest(self, file):
        try:
            data = json.loads(self.site.read(file))
        except ValueError as error:
            return self.fault(file, 1, f"is not JSON: {error}")
        urls = [data.get("start_url"), data.get("scope")]
        urls += [icon.get("src", "") for icon in data.get("icons", []) + data.get("screenshots", [])]
        for url in filter(lambda u: u is not None, urls):
            self.check(file, Reference("load", url, 1, "manifest"))

    def xml(self, file):
        try:
            root = ET.fromstring((self.site.root / file).read_bytes())
        except ET.ParseError as error:
            return self.fault(file, error.position[0], f"is not well-formed XML: {error}")
        for el in root.iter():
            if el.tag == ATOM + "link":
                role = "link" if el.get("rel") in ("related", "via") else "self"
                self.check(file, Reference(role, el.get("href", ""), 1, f'<link rel="{el.get("rel", "alternate")}">'))
            elif el.tag in (ATOM + "icon", ATOM + "logo"):
                self.check(file, Reference("self", (el.text or "").strip(), 1, "icon"))
            elif el.tag.rpartition("}")[2] == "loc":
                self.check(file, Reference("self", (el.text or "").strip(), 1, "<loc>"))
            elif el.tag in (ATOM + "content", ATOM + "summary") and el.get("type") in ("html", "xhtml"):
                text = el.text or "" if el.get("type") == "html" else ET.tostring(el, "unicode").replace("html:", "")
                for ref in references(read_tags(text)):
                    self.check(file, Reference(ref.role, ref.url, 1, f"{ref.what} in an entry"))

    def robots(self):
        if "robots.txt" not in self.site.files:
            return self.fault("robots.txt", 1, "is not in the output")
        lines = self.site.read("robots.txt").splitlines()
        maps = [(n, line.split(":", 1)[1].strip()) for n, line in enumerate(lines, 1) if line.lower().startswith("sitemap:")]
        if not maps:
            self.fault("robots.txt", 1, "names no sitemap")
        for line, url in maps:
            self.check("robots.txt", Reference("self", url, line, "Sitemap"))

    def reach(self):
        """Walks from home over links; whoever is not met is a fault."""
        met, queue = {"index.html"}, deque(["index.html"])
        while queue:
            for file in self.targets.get(queue.popleft(), ()):
                if file in self.site.pages and file not in met:
                    met.add(file)
                    queue.append(file)
        for file, page in self.site.pages.items():
            if page.is_listed and file not in met:
                self.fault(file, 1, "cannot be reached from home by links")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("site")
    arguments.add_argument("--allow-host", action="append", default=[])
    given = arguments.parse_args()
    site = Site(given.site)
    links = Links(site, set(given.allow_host))
    for page in site.pages.values():
        links.page(page)
    for file in sorted(site.files):
        if file.endswith(".css"):
            links.stylesheet(file)
        elif file.endswith((".webmanifest", "manifest.json")):
            links.manifest(file)
        elif file.endswith(".xml"):
            links.xml(file)
    links.robots()
    links.reach()
    finish(links.faults, f"{len(site.pages)} pages, {links.count} references")


if __name__ == "__main__":
    main()
