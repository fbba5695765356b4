"""A built site, read back from disk: what every gate needs to know of it.

A gate is a function from a `Site` to faults. A fault is one line,
`path:line: sentence`, and `finish` prints them and sets the exit code:
0 no fault, 1 faults, 2 the gate could not look.
"""
import posixpath
import re
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

SHOWN = 100
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


@dataclass
class Tag:
    """One start tag. `text` is filled for the few elements whose text a gate reads, `nav` is the
    <nav> that it is in."""
    name: str
    attrs: dict
    line: int
    text: str = ""
    nav: "Tag" = None

    def get(self, name):
        return (self.attrs.get(name) or "").strip()

    def rel(self):
        return self.get("rel").lower().split()


@dataclass
class Reference:
    """One URL that a page names. `role` says what the browser does with it:
    link (follows on a click), load (fetches by itself), form, self (says
    which page this is: canonical, Open Graph), refresh, hint."""
    role: str
    url: str
    line: int
    what: str


class Reader(HTMLParser):
    """Collects start tags with their line, and the text of a few elements."""
    KEEP_TEXT = {"a", "title", "script", "style", *HEADINGS}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.open, self.navs = [], [], []

    def handle_starttag(self, name, attrs):
        seen = {}
        for key, value in attrs:
            seen.setdefault(key, value if value is not None else "")
        tag = Tag(name, seen, self.getpos()[0], nav=self.navs[-1] if self.navs else None)
        self.tags.append(tag)
        if name == "nav":
            self.navs.append(tag)
        if name in self.KEEP_TEXT:
            self.open.append(tag)

    def handle_startendtag(self, name, attrs):
        self.handle_starttag(name, attrs)
        if self.open and self.open[-1] is self.tags[-1]:
            self.open.pop()

    def handle_endtag(self, name):
        if name == "nav" and self.navs:
            self.navs.pop()
        if self.open and self.open[-1].name == name:
            self.open.pop()

    def handle_data(self, data):
        for tag in self.open:
            tag.text += data


def read_tags(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.tags


def srcset_urls(value):
    """The URLs of a srcset: each candidate is a URL, then perhaps a descriptor, then a comma."""
    urls, rest = [], value
    while rest := rest.lstrip(", \t\r\n\f"):
        url = rest.split(None, 1)[0]
        rest = rest[len(url):]
        if url.endswith(","):
            url = url.rstrip(",")
        else:
            rest = rest.partition(",")[2]
        urls.append(url)
    return urls


# element, attribute → role. `link` and `meta` depend on more and are read in `references`.
ATTRIBUTES = {
    ("a", "href"): "link", ("area", "href"): "link",
    ("blockquote", "cite"): "link", ("q", "cite"): "link", ("ins", "cite"): "link", ("del", "cite"): "link",
    ("form", "action"): "form", ("button", "formaction"): "form", ("input", "formaction"): "form",
    ("img", "src"): "load", ("source", "src"): "load", ("script", "src"): "load", ("iframe", "src"): "load",
    ("embed", "src"): "load", ("object", "data"): "load", ("video", "src"): "load", ("video", "poster"): "load",
    ("audio", "src"): "load", ("track", "src"): "load", ("input", "src"): "load",
    ("use", "href"): "load", ("use", "xlink:href"): "load", ("image", "href"): "load", ("image", "xlink:href"): "load",
    ("feimage", "href"): "load", ("a", "ping"): "load", ("area", "ping"): "load", ("body", "background"): "load",
}
SRCSETS = {("img", "srcset"), ("source", "srcset"), ("link", "imagesrcset")}
OPEN_GRAPH = {"og:url", "og:image", "og:image:url", "og:image:secure_url", "og:video", "og:audio", "twitter:image"}


def references(tags):
    for tag in tags:
        for name, value in tag.attrs.items():
            role = ATTRIBUTES.get((tag.name, name))
            if role:
                yield Reference(role, value.strip(), tag.line, f"<{tag.name} {name}>")
            elif (tag.name, name) in SRCSETS:
                for url in srcset_urls(value):
                    yield Reference("load", url, tag.line, f"<{tag.name} {name}>")
        if tag.name == "link" and "href" in tag.attrs:
            rel = tag.rel()
            if "canonical" in rel:
                role = "self"
            elif {"alternate", "next", "prev"} & set(rel) and "stylesheet" not in rel:
                role = "hint"
            else:
                role = "load"
            yield Reference(role, tag.get("href"), tag.line, f'<link rel="{" ".join(rel)}">')
        if tag.name == "meta":
            key = (tag.get("property") or tag.get("name")).lower()
            if key in OPEN_GRAPH:
                yield Reference("self", tag.get("content"), tag.line, f'<meta "{key}">')
            if tag.get("http-equiv").lower() == "refresh":
                url = re.search(r"url\s*=\s*['\"]?([^'\"]*)", tag.get("content"), re.I)
                yield Reference("refresh", url.group(1).strip() if url else "", tag.line, "<meta refresh>")


@dataclass
class Page:
    """One HTML file. `url` is its path below the site's base, as a reader types it."""
    file: str
    tags: list
    size: int
    ids: dict = field(default_factory=dict)

    def __post_init__(self):
        for tag in self.tags:
            for name in ("id",) + (("name",) if tag.name == "a" else ()):
                if name in tag.attrs and not (name == "name" and tag.attrs.get("id") == tag.attrs["name"]):
                    self.ids.setdefault(tag.attrs[name], []).append(tag.line)

    @property
    def url(self):
        folder, name = posixpath.split(self.file)
        if name == "index.html":
            return f"/{folder}/" if folder else "/"
        return "/" + self.file

    def find(self, name):
        return [tag for tag in self.tags if tag.name == name]

    def first(self, name):
        return next((tag for tag in self.tags if tag.name == name), None)

    @property
    def canonical(self):
        return next((t.get("href") for t in self.find("link") if "canonical" in t.rel()), None)

    @property
    def is_redirect(self):
        return any(t.get("http-equiv").lower() == "refresh" for t in self.find("meta"))

    @property
    def is_noindex(self):
        return any(t.get("name").lower() == "robots" and "noindex" in t.get("content").lower() for t in self.find("meta"))

    @property
    def is_404(self):
        return self.file == "404.html"

    @property
    def is_listed(self):
        """Whether the page is one that readers and search engines should find."""
        return not (self.is_404 or self.is_redirect or self.is_noindex)


class Site:
    def __init__(self, root):
        self.root = Path(root)
        if not (self.root / "index.html").is_file():
            stop(f"{root} holds no index.html: is it a built site?")
        files = sorted(p for p in self.root.rglob("*") if p.is_file())
        # What begins with a dot is the generator's own bookkeeping, except what the web knows.
        names = [p.relative_to(self.root).as_posix() for p in files]
        self.files = {n for n in names if not n.startswith(".") or n.startswith(".well-known/")}
        self.pages = {}
        for name in sorted(self.files):
            if name.endswith((".html", ".htm")):
                data = (self.root / name).read_bytes()
                self.pages[name] = Page(name, read_tags(data.decode("utf-8")), len(data))
        home = self.pages["index.html"]
        base = home.canonical or ""
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.netloc or not parts.path.endswith("/"):
            stop(f"index.html: the canonical link must give the site's base URL, ending with '/', but is {base!r}")
        self.base, self.origin, self.prefix = base, f"{parts.scheme}://{parts.netloc}", parts.path

    def absolute(self, file):
        """The absolute URL of a file of this site."""
        page = self.pages.get(file)
        return self.base + (page.url[1:] if page else file)

    def read(self, file):
        return (self.root / file).read_text(encoding="utf-8")

    def own(self, url):
        """Whether an absolute URL is of this site's origin."""
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}" == self.origin

    def resolve(self, url):
        """An absolute URL of this site → (file, None) or (None, why there is none)."""
        path = unquote(urlsplit(url).path) or "/"
        if not path.startswith(self.prefix):
            return None, f"is outside the base path {self.prefix}"
        path = path[len(self.prefix):]
        file = path + "index.html" if path == "" or path.endswith("/") else path
        if file in self.files:
            if posixpath.basename(path) == "index.html":
                return None, f"names index.html: the page's URL is {self.prefix}{path[:-len('index.html')]}"
            return file, None
        if f"{path}/index.html" in self.files:
            return None, "lacks the closing '/', so every visit is a redirect"
        other = next((f for f in self.files if f.lower() == file.lower()), None)
        return None, f"differs in case from {other}" if other else "does not exist in the output"

    def join(self, file, url):
        return urljoin(self.absolute(file), url)


def stop(sentence):
    print(f"{gate_name()}: {sentence}", file=sys.stderr)
    sys.exit(2)


def gate_name():
    return Path(sys.argv[0]).stem


def finish(faults, looked_at):
    """Prints the faults and ends the gate; `looked_at` says how much was seen, so that 'no fault' means something."""
    natural = lambda fault: [int(part) if i % 2 else part for i, part in enumerate(re.split(r"(\d+)", fault))]
    faults = sorted(set(faults), key=natural)
    for fault in faults[:SHOWN]:
        print(fault)
    if len(faults) > SHOWN:
        print(f"... and {len(faults) - SHOWN} more")
    print(f"{gate_name()}: {looked_at}, {len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'}")
    sys.exit(1 if faults else 0)
