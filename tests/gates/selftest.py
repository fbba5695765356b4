#!/usr/bin/env python3
"""No gate is a check that cannot fail.

Every gate must pass the small site in `good/`, and catch each of the faults
below. A fault is one change to a copy of `good/`: (file, old words, new words,
what the gate must say, as a pattern over one of its lines). `old` None writes
the file anew, `new` None deletes it. One gate may look at several changes at
once where starting it is slow.
"""
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOST = ["--allow-host", "brief.example"]
H, POST, BLOG = "index.html", "blog/eerste/index.html", "blog/index.html"
DAY, LESSON = "dag/index.html", "dag/les/index.html"


def page(words):
    """A page that nothing links to, from home's own."""
    return ("new.html", None, (HERE / "good" / POST).read_text(encoding="utf-8").replace("blog/eerste/", "new.html"), words)


LINKS = [
    (H, 'href="blog/eerste/#scope"', 'href="blog/eersde/#scope"', r"index.html:30: <a href> 'blog/eersde/#scope' does not exist"),
    (H, 'href="blog/eerste/#scope"', 'href="blog/eerste/#scoop"', r"'blog/eerste/#scoop' names no id of blog/eerste/index.html"),
    (POST, 'href="#fn-1"', 'href="#fn-2"', r"'#fn-2' names no id"),
    (H, 'href="blog/eerste/#scope"', 'href="blog/Eerste/"', r"differs in case from blog/eerste/index.html"),
    (H, 'href="blog/eerste/#scope"', 'href="blog/eerste"', r"lacks the closing '/'"),
    (H, 'href="blog/eerste/#scope"', 'href="blog/eerste/index.html"', r"names index.html"),
    (H, 'href="blog/eerste/#scope"', 'href="/cursus/oud/"', r"leads to a redirect"),
    (H, 'href="blog/eerste/#scope"', 'href="/blog/eerste/"', r"outside the base path /cursus/"),
    (H, 'href="blog/eerste/#scope"', 'href=""', r"is empty"),
    (H, 'href="blog/eerste/#scope"', 'href="ftp://goed.example/"', r"has the scheme 'ftp'"),
    (H, 'href="blog/eerste/#scope"', 'href="http://goed.example/cursus/"', r"own host by another scheme"),
    (H, 'href="mailto:wie@goed.example"', 'href="mailto:"', r"names nobody"),
    (H, 'src="assets/foto.png"', 'src="assets/weg.png"', r"<img src> 'assets/weg.png' does not exist"),
    (H, 'src="assets/foto.png"', 'src="https://elders.example/foto.png"', r"<img src> .* loads from another host"),
    (H, 'src="assets/foto.png"', 'src="//elders.example/foto.png"', r"<img src> .* loads from another host"),
    (H, "/cursus/assets/foto.png 2x", "/cursus/assets/weg.png 2x", r"<img srcset> '/cursus/assets/weg.png' does not exist"),
    (H, "/cursus/assets/foto.png 2x", "https://elders.example/a,b.png 2x", r"<img srcset> 'https://elders.example/a,b.png' loads"),
    (H, '/cursus/assets/style.css', 'https://elders.example/style.css', r'rel="stylesheet"> .* loads from another host'),
    (H, '/cursus/assets/menu.js', 'https://elders.example/menu.js', r"<script src> .* loads from another host"),
    (H, '<link rel="icon"', '<link rel="preconnect" href="https://elders.example"><link rel="icon"', r'rel="preconnect"> .* another host'),
    (H, '/cursus/feed.xml', '/cursus/voer.xml', r'rel="alternate"> .* does not exist'),
    (H, 'content="https://goed.example/cursus/assets/foto.png"', 'content="/cursus/assets/foto.png"', r'"og:image".*not an absolute'),
    (H, '"image": "https://goed.example/cursus/assets/foto.png"', '"image": "https://goed.example/cursus/weg.png"', r"structured data .* does not exist"),
    (H, '{"@context"', '{"@context', r"structured data is not JSON"),
    (POST, 'rel="canonical" href="https://goed.example/cursus/blog/eerste/"', 'rel="canonical" href="https://goed.example/cursus/blog/"', r"canonical URL is"),
    (POST, '<link rel="canonical" href="https://goed.example/cursus/blog/eerste/">', "", r"canonical URL is None"),
    (POST, '<h2 id="scope">', '<h2 id="fn-1">', r"the id 'fn-1' stands already"),
    (POST, '<h2 id="scope">', '<h2 id="een scope">', r"holds white space"),
    (POST, 'aria-labelledby="noten"', 'aria-labelledby="nooten"', r'aria-labelledby="nooten"> names no id'),
    (POST, '<meta charset="utf-8">', '<meta charset="utf-8"><base href="/">', r"<base>"),
    ("contact/index.html", "https://brief.example/", "https://ander.example/", r"<form action> .* another host"),
    ("contact/index.html", "https://brief.example/subscription/form", "/cursus/dank/", r"<form action> '/cursus/dank/' does not exist"),
    ("oud/index.html", "url=/cursus/blog/eerste/", "url=/cursus/blog/tweede/", r"<meta refresh> .* does not exist"),
    ("404.html", 'href="/cursus/">Naar', 'href="./">Naar', r"404 page is shown at any depth"),
    ("assets/style.css", "tegel.png", "weg.png", r"assets/style.css:6: url\(\) 'weg.png' does not exist"),
    ("assets/style.css", 'url("tegel.png")', "url(https://elders.example/t.png)", r"url\(\) .* loads from another host"),
    ("assets/style.css", "body {", '@import "https://elders.example/a.css"; body {', r"url\(\) .* loads from another host"),
    ("feed.xml", '<link href="https://goed.example/cursus/blog/"/>', '<link href="https://goed.example/cursus/blok/"/>', r"feed.xml:1: .*blok/' does not exist"),
    ("feed.xml", "eerste/#scope", "eerste/#scoop", r"in an entry .* names no id"),
    ("sitemap.xml", "cursus/contact/", "cursus/kontact/", r"<loc> .* does not exist"),
    ("robots.txt", "sitemap.xml", "kaart.xml", r"Sitemap .* does not exist"),
    ("robots.txt", "Sitemap", "# Sitemap", r"names no sitemap"),
    page(r"new.html:1: cannot be reached"),
]
INLINE = [
    (H, "<h2>Waarom</h2>", "<h2>Waarom</h2><script>1</script>", r"inline <script>"),
    (H, "<h2>Waarom</h2>", '<h2>Waarom</h2><script type="module">1</script>', r"inline <script>"),
    (H, "</head>", "<style>a{}</style></head>", r"<style>"),
    (H, "<h2>Waarom</h2>", '<h2 style="color:red">Waarom</h2>', r'index.html:31: <h2 style="color:red">'),
    (H, "<h2>Waarom</h2>", '<h2 ONCLICK="x()">Waarom</h2>', r"<h2 onclick=…>"),
    (H, 'href="blog/eerste/#scope"', 'href="JavaScript:x()"', r"javascript: URL"),
    (H, 'href="blog/eerste/#scope"', 'href=" java&#10;script:x()"', r"javascript: URL"),
    (H, ' lang="nl"', "", r"<html> says no lang"),
    (H, "<title>Thuis</title>", "<title> </title>", r"no <title>"),
    (H, '<meta charset="utf-8">', "", r"no <meta charset"),
    (H, "width=device-width", "width=800", r"viewport"),
    (H, "initial-scale=1", "maximum-scale=1", r"forbids zooming"),
    (H, "<h2>Waarom</h2>", "<h1>Waarom</h1>", r"index.html:31: 2 <h1>"),
    (H, "h1>", "p>", r"0 <h1>"),
    (H, "<h2>Waarom</h2>", "<p>Waarom</p>", r"<h3> after <h1> skips a level"),
    (H, '<header>', '<header><h2>Menu</h2>', r"<h2> before any <h1>"),
    (H, "<h2>Waarom</h2>", "<h2><span></span></h2>", r"<h2> is empty"),
    ("assets/icon.svg", "<rect", '<rect onload="x()"', r"icon.svg:1: <rect onload"),
    ("feed.xml", "&lt;p&gt;", '&lt;p style="color:red"&gt;', r"feed.xml:1: entry .*style="),
]
WEIGHT = [
    (H, "<p>Klaar.</p>", "<p>" + "".join(chr(0x4E00 + i * 7 % 20000) for i in range(9000)) + "</p>", r"index.html:1: html weighs"),
    (H, '<link rel="icon"', '<link rel="stylesheet" href="assets/meer.css"><link rel="icon"', r"2 stylesheets"),
    ("assets/menu.js", None, "".join(chr(0x4E00 + i * 7 % 20000) for i in range(9000)), r"js weighs"),
    ("assets/style.css", "body {", "/*" + "".join(chr(0x4E00 + i * 7 % 20000) for i in range(9000)) + "*/ body {", r"css weighs"),
]
FEED = [
    ("feed.xml", "<title>Alles</title>", "", r"feed.xml:\d+: "),
    ("feed.xml", "<id>https://goed.example/cursus/</id>", "", r"feed.xml:\d+: .*(Expecting|id|extra)"),
    ("feed.xml", "<id>https://goed.example/cursus/</id>", "<id>cursus</id>", r"no absolute URI"),
    ("feed.xml", "<name>Wie</name>", "<naam>Wie</naam>", r"feed.xml:\d+: .*(naam|author)"),
    ("feed.xml", "<ext:simple>tekst</ext:simple>", "<simple>tekst</simple>", r"feed.xml:\d+: .*(simple|extra content|feed)"),
    ("feed.xml", "<summary>Kort.</summary>", "<summary>Kort.</summary><summary>Lang.</summary>", r"feed.xml:\d+: "),
    ("feed.xml", '<content type="html">', '<content type="html" kleur="rood">', r"feed.xml:\d+: "),
    ("feed.xml", 'type="text/html" href="https://goed.example/cursus/"', 'type="html" href="https://goed.example/cursus/"', r"feed.xml:\d+: "),
    ("feed.xml", "<published>2026-11-22T09:00:00+01:00", "<published>2026-11-22", r"no RFC 3339"),
    ("feed.xml", "<published>2026-11-22T09:00:00+01:00", "<published>2026-11-31T09:00:00+01:00", r"no RFC 3339"),
    ("feed.xml", "<published>2026-11-22T09:00:00+01:00", "<published>2026-11-22T09:00:00", r"no RFC 3339"),
    ("feed.xml", "<updated>2026-11-20T12:00:00Z", "<updated>2026-12-20T12:00:00Z", r"updated after the feed"),
    ("feed.xml", "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", "https://goed.example/cursus/blog/eerste/", r"its id is that of"),
    ("feed.xml", "<author><name>Wie</name></author>", "", r"has an author"),
    ("feed.xml", 'rel="self" type="application/atom+xml" href="https://goed.example/cursus/feed.xml"',
     'rel="self" type="application/atom+xml" href="https://goed.example/feed.xml"', r'no <link rel="self"'),
    ("feed.xml", "href=&quot;https://goed.example/cursus/blog/eerste/#scope", "href=&quot;#scope", r"'#scope' inside the content is relative"),
    ("feed.xml", "src=&quot;https://goed.example/cursus/assets", "src=&quot;/cursus/assets", r"inside the content is relative"),
    ("feed.xml", '<a href="https://goed.example/cursus/">dit', '<a href="/cursus/">dit', r"inside the content is relative"),
    ("feed.xml", "<title>Eerste post</title>", "<title> </title>", r"title is empty"),
    ("feed.xml", "<p>Ook", "<p>Ook <br>", r"not well-formed"),
    ("feed.xml", "<summary>Kort.", "<summary>Kort\x0b.", r"not well-formed"),
    ("feed.xml", ' xml:lang="nl"', "", r"no xml:lang"),
    ("feed.xml", None, None, r"no Atom feed"),
    ("blog/feed.xml", None, (HERE / "good/feed.xml").read_text(encoding="utf-8").replace("cursus/feed.xml", "cursus/blog/feed.xml")
     .replace("<id>https://goed.example/cursus/blog/eerste/", "<id>urn:x:1"), r"the same page has the id"),
    (H, "/cursus/feed.xml", "/cursus/sitemap.xml", r"announces the feed '/cursus/sitemap.xml', which is none"),
    ("sitemap.xml", None, None, r"sitemap.xml:1: is not in the output"),
    ("sitemap.xml", "<lastmod>2026-11-23</lastmod>", "<lastmod>2026-13-23</lastmod>", r"sitemap.xml:\d+: .*2026-13-23"),
    ("sitemap.xml", "<lastmod>2026-11-23</lastmod>", "<priority>1</priority>", r"sitemap.xml:\d+: .*priority"),
    ("sitemap.xml", "<loc>https://goed.example/cursus/contact/", "<loc>/cursus/contact/", r"sitemap.xml:\d+: "),
    ("sitemap.xml", "<url><loc>https://goed.example/cursus/contact/</loc></url>", "", r"contact/index.html:1: is not in the sitemap"),
    ("sitemap.xml", "cursus/contact/", "cursus/404.html", r"no page that readers should find"),
    ("sitemap.xml", "cursus/contact/", "cursus/blog/", r"stands twice"),
]
NU = [
    (H, "<h1>", "<h1 foo>", r"index.html:\d+: error: Attribute .foo."),
    (POST, "<article>", "<article><p><div>x</div></p>", r"blog/eerste/index.html:\d+: error: No .p. element"),
    ("404.html", '<main ', '<main role="main" ', r"404.html:\d+: warning: .*unnecessary"),
    ("assets/style.css", "margin: 0", "margin: blue", r"assets/style.css:6: error: CSS"),
    ("assets/icon.svg", "<rect", "<rekt", r"assets/icon.svg:\d+: error: .*rekt"),
]
# What the home page of the good site says of itself, and what stands around it.
HOME = re.search(r'<script type="application/ld.json">(.*)</script>\n', (HERE / "good" / H).read_text(encoding="utf-8"))
JSONLD = [
    (H, '{"@context"', '{"@context', r"index.html:\d+: the structured data is not JSON"),
    (H, '"https://schema.org", "@graph"', '"https://schema.org", "graph"', r"the structured data is no "),
    (H, "https://schema.org", "http://schema.org", r"the structured data is no "),
    (H, HOME[0], "", r"index.html:1: has no structured data"),
    (H, HOME[0], HOME[0] * 2, r"index.html:\d+: a second block"),
    (H, '"name": "Goed"', '"name": "<b>Goed</b>"', r"holds a bare '<'"),
    (H, '"WebSite"', '"WebSight"', r"of the type 'WebSight', which is not"),
    (H, '"WebSite"', '"Course"', r"has 0 times WebSite on home"),
    (H, '"Organization"', '"Place"', r"0 times Organization or Person"),
    (H, '"@type": "Organization"', '"@kind": "Organization"', r"of the type None"),
    (H, '"inLanguage": "nl", ', "", r"a WebSite without 'inLanguage'"),
    (H, '"inLanguage": "nl"', '"inLanguage": "en"', r"has the language 'en', the page has 'nl'"),
    (H, '"name": "Goed"', '"name": ""', r"has an empty 'name'"),
    (H, '"name": "Goed"', '"name": "Go\u00aded"', r"markup or soft hyphens in 'name'"),
    (H, '"name": "Goed"', '"name": "\\u003cem\\u003eGoed"', r"markup or soft hyphens in 'name'"),
    (H, '"name": "Goed"', '"name": 3', r"3 as 'name', which takes text"),
    (H, "+31201234567", "020 123 45 67", r"as 'telephone', which takes an E.164 number"),
    (H, "wie@goed.example\"", "wie\"", r"as 'email', which takes"),
    (H, '"publisher": {"@id": "https://goed.example/cursus/#owner"}', '"publisher": {"@id": "https://goed.example/cursus/#ouder"}', r"names .*#ouder', of which it says nothing"),
    (H, '"publisher": {"@id": "https://goed.example/cursus/#owner"}', '"publisher": "Goed"', r"'Goed' as 'publisher', which takes a thing"),
    (H, '"image": "https://goed.example/cursus/assets/foto.png"', '"image": "/cursus/assets/foto.png"', r"as 'image', which is no absolute URL of this site"),
    (H, '"image": "https://goed.example/cursus/assets/foto.png"', '"image": "https://elders.example/foto.png"', r"as 'image', which is no absolute URL of this site"),
    (H, '"@graph": [', '"@graph": [{"@type": "BreadcrumbList", "itemListElement": []}, ', r"has breadcrumbs on home"),
    ("404.html", "</body>", HOME[0] + "</body>", r"404.html:\d+: has structured data, but readers are not to find it"),
    (BLOG, '"BreadcrumbList"', '"ListItem"', r"has 0 BreadcrumbLists"),
    (BLOG, '{"@type": "ListItem", "position": 1, "name": "Thuis", "item": "https://goed.example/cursus/"}, ', "", r"fewer than two steps"),
    (BLOG, '"position": 2', '"position": 3', r"counts its breadcrumbs \[1, 3\]"),
    (BLOG, '"position": 2', '"position": "2"', r"'2' as 'position', which takes a whole number"),
    (BLOG, '"name": "Blog", "item": "https://goed.example/cursus/blog/"', '"name": "Blog", "item": "https://goed.example/cursus/"', r"ends its breadcrumbs with"),
    (BLOG, '"name": "Thuis"', '"name": "Home"', r"has the breadcrumbs .*'Home'.* readers see .*'Thuis'"),
    (POST, '<li><a href="/cursus/blog/">Blog</a></li></ol>', "</ol>", r"has the breadcrumbs .* readers see"),
    (POST, 'class="breadcrumbs"', 'class="kruimels"', r"readers see \[\]"),
    (POST, '"headline": "Eerste post"', '"headline": "Tweede post"', r"calls the page 'Tweede post', its heading is 'Eerste post'"),
    (POST, '"url": "https://goed.example/cursus/blog/eerste/"', '"url": "https://goed.example/cursus/blog/"', r"says that the page is .* its canonical URL is"),
    (POST, "2026-11-23T00:00:00+01:00", "2026-11-23T00:00:00", r"as 'datePublished', which takes a moment with its offset"),
    (POST, "2026-11-23T12:00:00+01:00", "2026-11-31T12:00:00+01:00", r"as 'dateModified', which takes a moment with its offset"),
    (POST, '"author": {"@type": "Person"', '"author": {"@type": "Place"', r"has Place as 'author', which takes Organization or Person"),
    (POST, '"wordCount": 9', '"wordCount": "9"', r"'9' as 'wordCount', which takes a whole number"),
    (POST, '"@type": "BlogPosting", "headline"', '"@type": "LearningResource", "learningResourceType": "Post", "timeRequired": "PT1M", "name"', r"no BlogPosting, but the page is in a feed"),
    (DAY, '"description": "Een dag lang.", ', "", r"a Course without 'description'"),
    (DAY, '"timeRequired": "PT7H30M"', '"timeRequired": "7.5h"', r"'7.5h' as 'timeRequired', which takes an ISO 8601 duration"),
    (DAY, '"timeRequired": "PT7H30M"', '"timeRequired": "PT"', r"'PT' as 'timeRequired'"),
    (DAY, '"courseWorkload": "PT7H30M"', '"courseWorkload": "PT0M"', r"'PT0M' as 'courseWorkload'"),
    (DAY, '"Onsite"', '"onsite"', r"'onsite' as 'courseMode'"),
    (DAY, "2027-01-14T09:30:00+01:00", "2027-01-14 09:30", r"as 'startDate', which takes a day, or a moment"),
    (DAY, '"endDate": "2027-01-14T17', '"endDate": "2027-01-14T08', r"ends \(.*\) before it begins"),
    (DAY, '"category": "Paid"', '"category": "Free"', r"calls a price of 695.00 Free"),
    (DAY, '"price": "695.00"', '"price": "695,00"', r"'695,00' as 'price', which takes a decimal number"),
    (DAY, '"EUR"', '"euro"', r"'euro' as 'priceCurrency'"),
    (DAY, "schema.org/InStock", "schema.org/Beschikbaar", r"as 'availability', which takes"),
    (DAY, '"remainingAttendeeCapacity": 3', '"remainingAttendeeCapacity": -1', r"-1 as 'remainingAttendeeCapacity'"),
    ("dag/2027-01-14.ics", None, None, r"dag/index.html:\d+: .* 1 sessions, for calendars there are 0"),
    ("dag/2027-02-14.ics", None, "", r"1 sessions, for calendars there are 2"),
    (LESSON, 'dag/#course"', 'dag/#cursus"', r"is of a course that does not say so"),
]
# gate, its arguments, its faults, whether it looks at all of them in one copy
GATES = [("links.py", HOST, LINKS, False), ("inline.py", [], INLINE, False), ("weight.py", [], WEIGHT, False),
         ("feed.py", [], FEED, False), ("feed.py", ["--feedless"], [("feed.xml", None, None, r"announces the feed .*, which is none")], False),
         ("jsonld.py", [], JSONLD, False), ("nu.py", [], NU, True)]


def run(gate, options, site):
    ran = subprocess.run([sys.executable, str(HERE / gate), str(site), *options], capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


def change(site, file, old, new):
    path = site / file
    if new is None:
        return path.unlink()
    if old is not None:
        text = path.read_text(encoding="utf-8")
        if old not in text:
            sys.exit(f"selftest: {file} does not hold {old!r}: mend the table")
        new = text.replace(old, new)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(new, encoding="utf-8")


def trial(scratch, n, gate, options, faults):
    """One copy of the good site with these faults in it: the gate must name them all."""
    site = scratch / str(n)
    shutil.copytree(HERE / "good", site)
    for file, old, new, _ in faults:
        change(site, file, old, new)
    code, said = run(gate, options, site)
    wrong = [] if code == 1 else [f"{gate} ended with {code}, it must be 1:\n{said}"]
    for file, old, new, words in faults:
        if not any(re.search(words, line) for line in said.splitlines()):
            wrong.append(f"{gate} must say {words!r} when {file} has {str(new)[:80]!r} for {str(old)[:80]!r}; it said:\n{said}")
    return wrong


def main():
    work, wrong, count = [], [], 0
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor() as pool:
        scratch = Path(scratch)
        for gate, options, faults, at_once in GATES:
            work.append(pool.submit(lambda g=gate, o=options: [
                f"{g} must pass the good site, it ended with {code}:\n{said}" for code, said in [run(g, o, HERE / "good")] if code != 0]))
            for some in [faults] if at_once else [[fault] for fault in faults]:
                work.append(pool.submit(trial, scratch, len(work), gate, options, some))
            count += len(faults)
        (scratch / "empty").mkdir()
        for gate, options, *_ in GATES:
            code, said = run(gate, options, scratch / "empty")
            if code != 2:
                wrong.append(f"{gate} must end with 2 on an empty folder, it ended with {code}:\n{said}")
        for job in work:
            wrong += job.result()
    for sentence in wrong:
        print(sentence)
    print(f"selftest: {len(GATES)} gates, {count} faults to catch, {len(wrong) or 'none'} missed")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
