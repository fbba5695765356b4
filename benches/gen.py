#!/usr/bin/env python3
"""Deterministic benchmark corpus for static site generators.

    gen.py --pages N --out DIR [--seed 1] [--tools leerpad,equal,hugo,zola,eleventy,mdbook]

Writes under DIR:
    content/    the neutral corpus: Markdown with YAML front matter
                (title, date, description, tags, draft, weight); a folder is a
                section, `_index.md` is its own page
    leerpad/ hugo/ zola/ eleventy/ mdbook/
                the same pages in each tool's own layout, with equivalent small
                templates (nav, paginated lists of 20, tags, feed, sitemap)

80 % of the N pages are lessons (20 per module, 10 modules per course), 20 % are
blog posts. 1 % are drafts, and no tool may render them. Links are plain
root-relative URLs that exist. Same seed and N give the same bytes.
"""
import argparse, os, random, shutil
from datetime import date, timedelta

PER_MODULE, MODULES, PER_PAGE = 20, 10, 20
BASE_URL = "https://example.org"
TITLE = "Bench Academy"

EN = """about after again air also always animal answer around ask because before begin between both
build call carry change circle city clear close cold common computer course cover cross develop draw
early earth easy energy enough every example explain family father figure follow force form friend
front general give good govern great ground group hand happen hard head heat help high hold house
however idea inch interest island just keep kind know land language large last later learn leave
letter level light line list listen little machine main make many mark matter mean measure minute
money month morning mother mountain move much music name nature near number object ocean often open
order over page paper part pattern people person picture piece place plain plan plane plant point
power press problem produce product program public question quick reach read ready reason record
remember rest right river round rule sail same science season second sentence serve several shape
short should show simple since small sound space special stand start state step still story street
strong study sure surface system table take teach test thing think thought through time together
travel true turn under unit until usual value voice vowel walk warm watch water weather week weight
whole window winter without wonder word work world write year young student teacher lesson module
exercise variable function compiler memory pointer thread network packet browser server""".split()
NL = """aan achter afstand alles altijd antwoord appel arbeid avond begin beter bezig binnen blij boek
boom boot brief brug buiten buurt daarom dag denken deur dorp draad duidelijk eerst eigen einde elke
enkel fiets gebouw gebruik gedachte geheugen geld geluid gemeente genoeg geschiedenis getal gezin
gisteren graag groep groot haven heel helpen herfst hoek hoofdstuk huis idee iedereen jaar jong
kaart kamer keuze kind klas klein kleur koffie koning kort kracht laat land leraar les leven lezen
licht lopen lucht maand machine maken meestal mens middag moeilijk mogelijk morgen muziek nacht
natuur nieuw nodig ochtend oefening onderwijs onderzoek oorzaak open opdracht oplossing oud plaats
plein programma punt regel regen rekenen rivier rood ruimte samen schip school schrijven snel
soort spel spoor stad stap sterk stilte straat stuk taal tafel tekening tijd tuin uitleg vak
vandaag veel veld verhaal verschil vinden vlag vogel volgende voorbeeld vraag vriend vroeg water
week weer wereld werk weten wiel wind winter woord zaak zee zeker zomer zon zorg één café geïnd""".split()
EMOJI = "🎉 🚀 ✅ 💡 📚 🔥 🧠 👩‍🏫 🇳🇱 ⚠️ 🐍 🦀".split()
TAGS = [f"{a}-{b}" for a in "rust web data math taal history physics design linux python".split()
        for b in "basics tools theory practice exam project".split()]
CODE = {
    "rust": ["fn main() {", "    let items: Vec<u32> = (0..10).collect();", "    // sum of the squares",
             "    let total: u32 = items.iter().map(|x| x * x).sum();", '    println!("{total} in {}", items.len());',
             "    if total > 100 { return; }", "}"],
    "python": ["import json", "def load(path: str) -> dict:", '    """Read one file."""',
               "    with open(path, encoding='utf-8') as handle:", "        return json.load(handle)",
               "for key, value in load('a.json').items():", "    print(f'{key}: {value!r}')"],
    "javascript": ["const wait = (ms) => new Promise((ok) => setTimeout(ok, ms));", "async function run(list) {",
                   "  for (const item of list) {", "    await wait(10); // be gentle", "    console.log(`done ${item.name}`);",
                   "  }", "}"],
    "bash": ["#!/usr/bin/env bash", "set -euo pipefail", 'for f in *.md; do', '  echo "$f: $(wc -w < "$f")"',
             "done | sort -n -k2 | tail -5"],
    "html": ["<!doctype html>", '<html lang="nl">', "  <head><title>Les &amp; taal</title></head>",
             '  <body class="page"><p id="a">Hallo</p></body>', "</html>"],
    "css": [":root { --gap: 1rem; }", ".card > h2 { margin: 0 auto var(--gap); color: #336699; }",
            "@media (min-width: 40em) { .card { display: grid; } }"],
    "c": ["#include <stdio.h>", "int main(int argc, char **argv) {", "    for (int i = 0; i < argc; i++)",
          '        printf("%d: %s\\n", i, argv[i]);', "    return 0; /* ok */", "}"],
    "toml": ['title = "Les"', "[build]", "threads = 2", 'paths = ["a", "b"]', "when = 2025-01-01"],
}


class Text:
    """Pools of ready sentences, so that 50,000 pages take seconds."""

    def __init__(self, rng):
        self.rng = rng
        self.pool = {"en": self.sentences(EN, 4000), "nl": self.sentences(NL, 4000)}

    def sentences(self, words, count):
        rng, out = self.rng, []
        for _ in range(count):
            w = rng.choices(words, k=rng.randint(7, 17))
            kind = rng.random()
            i = rng.randrange(1, len(w) - 1)
            if kind < .12: w[i] = f"**{w[i]}**"
            elif kind < .24: w[i] = f"*{w[i]} {w[i + 1]}*"
            elif kind < .32: w[i] = f"`{w[i]}_{w[0]}`"
            elif kind < .36: w[i] = f"[{w[i]} {w[i - 1]}](https://example.com/{w[i]}?q={w[0]})"
            elif kind < .39: w[i] = f"{w[i]} {rng.choice(EMOJI)}"
            elif kind < .42: w[i] = f"~~{w[i]}~~"
            elif kind < .5: w[i] += ","
            out.append(w[0].capitalize() + " " + " ".join(w[1:]) + rng.choice("....?!"))
        return out

    def para(self, lang, lo=4, hi=7):
        return " ".join(self.rng.choices(self.pool[lang], k=self.rng.randint(lo, hi)))

    def words(self, lang, lo, hi):
        return " ".join(self.rng.choices(NL if lang == "nl" else EN, k=self.rng.randint(lo, hi)))

    def body(self, n, lang, link):
        rng, p = self.rng, [self.para(lang)]
        for s in range(rng.randint(3, 4)):
            p += [f"## {self.words(lang, 2, 5).capitalize()}", self.para(lang)]
            pick = (n + s) % 4
            if pick == 0:
                p.append("\n".join(f"- {self.words(lang, 4, 9)}" + ("\n  - " + self.words(lang, 3, 5) if i % 2 else "")
                                   for i in range(rng.randint(3, 6))))
            elif pick == 1:
                p.append("\n".join(f"- [{'x' if i % 2 else ' '}] {self.words(lang, 4, 8)}" for i in range(4)))
            elif pick == 2:
                p.append("| {} | {} | {} |\n| --- | :-: | --: |\n".format(*(self.words(lang, 1, 1) for _ in range(3)))
                         + "\n".join(f"| {self.words(lang, 1, 3)} | **{self.words(lang, 1, 2)}** | {rng.randint(1, 999)} |"
                                     for _ in range(rng.randint(3, 6))))
            else:
                p += ["\n".join(f"{i + 1}. {self.words(lang, 5, 9)}" for i in range(4)), f"> {self.para(lang, 1, 2)}"]
            p.append(f"{self.para(lang, 1, 3)} [{self.words(lang, 2, 3)}]({link}) {rng.choice(EMOJI)}")
        if n % 3 == 0:
            name = rng.choice(list(CODE))
            p += [f"### {self.words(lang, 1, 3).capitalize()}", "```" + name + "\n" + "\n".join(CODE[name] * 2) + "\n```",
                  self.para(lang, 1, 3)]
        return "\n\n".join(p) + "\n"


def corpus(pages, seed):
    """-> (sections, pages): dicts with dir/file, url, front matter and body."""
    rng = random.Random(seed)
    text, start = Text(rng), date(2019, 1, 1)
    posts = pages // 5
    lessons = pages - posts
    sections = [dict(dir="", title=TITLE, weight=0), dict(dir="courses", title="Courses", weight=1),
                dict(dir="blog", title="Blog", weight=2)]
    files = []
    for i in range(lessons):
        c, m = i // (PER_MODULE * MODULES), i // PER_MODULE % MODULES
        course, module = f"courses/course-{c + 1:03}", f"courses/course-{c + 1:03}/module-{m + 1:02}"
        if i % (PER_MODULE * MODULES) == 0:
            sections.append(dict(dir=course, title=f"Course {c + 1}: {text.words('en', 2, 3)}", weight=c + 1))
        if i % PER_MODULE == 0:
            sections.append(dict(dir=module, title=f"Module {m + 1}: {text.words('en', 2, 3)}", weight=m + 1))
        files.append((module, f"lesson-{i + 1:05}", i % PER_MODULE + 1))
    files += [("blog", f"post-{i + 1:05}", 0) for i in range(posts)]
    out = []
    for n, (folder, slug, weight) in enumerate(files):
        lang = "nl" if rng.random() < .25 else "en"
        post = folder == "blog"
        first = lessons if post else n - n % PER_MODULE
        to = files[first]  # the folder's first page: never a draft
        out.append(dict(
            dir=folder, slug=slug, weight=weight,
            title=f"{'Post' if post else 'Lesson'} {n + 1}: {text.words(lang, 2, 5)}",
            date=start + timedelta(days=rng.randrange(2500)), description=text.words(lang, 8, 14),
            tags=sorted(rng.sample(TAGS, rng.randint(2, 4) if post else rng.randint(1, 2))),
            draft=n > first and rng.random() < .01, body=text.body(n, lang, f"/{to[0]}/{to[1]}/")))
    return sections, out


def yaml(p):
    s = f'---\ntitle: "{p["title"]}"\n'
    if "date" in p:
        s += f'date: {p["date"]}\ndescription: "{p["description"]}"\ntags: [{", ".join(p["tags"])}]\ndraft: {str(p["draft"]).lower()}\n'
    return s + f'weight: {p["weight"]}\n---\n\n'


def toml(p):
    s = f'+++\ntitle = "{p["title"]}"\nweight = {p["weight"]}\n'
    if "date" in p:
        return s + (f'date = {p["date"]}\ndescription = "{p["description"]}"\ndraft = {str(p["draft"]).lower()}\n'
                    f'[taxonomies]\ntags = [{", ".join(chr(34) + t + chr(34) for t in p["tags"])}]\n+++\n\n')
    sort = "date" if p["dir"] == "blog" else "weight"
    return s + f'sort_by = "{sort}"\n' + ("" if p["dir"] == "" else f"paginate_by = {PER_PAGE}\n") + "+++\n\n"


def put(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write(data)


def tree(root, sections, pages, front):
    for s in sections:
        put(os.path.join(root, s["dir"], "_index.md"), front(s))
    for p in pages:
        put(os.path.join(root, p["dir"], p["slug"] + ".md"), front(p) + p["body"])


HEAD = ('<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>%s</title><meta name="description" content="%s"><link rel="stylesheet" href="/style.css">'
        '<link rel="alternate" type="application/xml" href="/feed.xml"></head>\n<body><header><a href="/">' + TITLE +
        '</a><nav><ul><li><a href="/courses/">Courses</a></li><li><a href="/blog/">Blog</a></li>'
        '<li><a href="/tags/">Tags</a></li></ul></nav></header>\n<main>%s</main>\n'
        '<footer>Made with a generator.</footer></body></html>\n')
CSS = "body{max-width:60rem;margin:auto;font-family:sans-serif}nav ul{display:flex;gap:1rem}\n"


def leerpad(root):
    """The default theme does the rest. `nohl.yaml` is the same site without highlighting."""
    conf = f'''title: {TITLE}
description: The same pages for every generator
base_url: {BASE_URL}/
language: en
timezone: Europe/Amsterdam
author: {TITLE}
paginate: {PER_PAGE}
feed_limit: 20
menu:
  - {{label: Courses, page: /courses/_index.md}}
  - {{label: Blog, page: /blog/_index.md}}
'''
    put(root + "/site.yaml", conf)
    put(root + "/nohl.yaml", conf + "markdown:\n  highlight: false\n")


def equal(root):
    """Leerpad with templates that show no more than those of the others: `benches/theme/`."""
    leerpad(root)
    for name in ("site.yaml", "nohl.yaml"):
        with open(f"{root}/{name}", "a", encoding="utf-8") as f:
            f.write("search: false\noffline: false\n")
    shutil.copytree(os.path.join(os.path.dirname(os.path.abspath(__file__)), "theme"), root, dirs_exist_ok=True)
    put(root + "/static/style.css", CSS)


def equal_yaml(p):
    """Without courses: to the others a lesson is a page like any other."""
    return leerpad_yaml(p).replace("kind: course\n", "")


def leerpad_yaml(p):
    """Leerpad is told which sections are courses, and which one is the blog."""
    if "date" in p:
        return yaml(p)
    course = p["dir"].startswith("courses/") and p["dir"].count("/") == 1
    kind = "kind: course\n" if course else "kind: post\n" if p["dir"] == "blog" else ""
    return yaml(p).replace("\nweight:", f"\n{kind}weight:")


def hugo(root):
    put(root + "/hugo.toml", f'''baseURL = "{BASE_URL}/"
title = "{TITLE}"
locale = "en"
[pagination]
pagerSize = {PER_PAGE}
[taxonomies]
tag = "tags"
[outputs]
home = ["html", "rss"]
section = ["html"]
taxonomy = ["html"]
term = ["html"]
[outputFormats.rss]
baseName = "feed"
[services.rss]
limit = 20
[markup.highlight]
codeFences = true
''')
    put(root + "/nohl.toml", "[markup.highlight]\ncodeFences = false\n")
    put(root + "/static/style.css", CSS)
    lay = root + "/layouts/"
    put(lay + "baseof.html", HEAD % ("{{ .Title }}", "{{ .Description }}", '{{ block "main" . }}{{ end }}'))
    tags = '{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}'
    put(lay + "page.html", '{{ define "main" }}<article><h1>{{ .Title }}</h1><time>{{ .Date.Format "2006-01-02" }}</time>'
        f'<p class="tags">{tags}</p>' '{{ .Content }}</article><nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
        '{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}\n')
    item = '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time>{{ .Date.Format "2006-01-02" }}</time> {{ .Description }}</li>'
    pager = ('{{ with $p.Prev }}<a href="{{ .URL }}">prev</a>{{ end }} {{ $p.PageNumber }} / {{ $p.TotalPages }} '
             '{{ with $p.Next }}<a href="{{ .URL }}">next</a>{{ end }}')
    put(lay + "section.html", '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}<ul>{{ range .Sections }}<li><a href="{{ .RelPermalink }}">'
        '{{ .Title }}</a></li>{{ end }}</ul>{{ $p := .Paginate .RegularPages }}<ul>{{ range $p.Pages }}' + item + '{{ end }}</ul>' + pager + '{{ end }}\n')
    put(lay + "term.html", '{{ define "main" }}<h1>{{ .Title }}</h1>{{ $p := .Paginate .Pages }}<ul>{{ range $p.Pages }}' + item + '{{ end }}</ul>' + pager + '{{ end }}\n')
    put(lay + "taxonomy.html", '{{ define "main" }}<h1>Tags</h1><ul>{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">'
        '{{ .Page.Title }}</a> ({{ .Count }})</li>{{ end }}</ul>{{ end }}\n')
    put(lay + "home.html", '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range first 10 (where site.RegularPages "Section" "blog") }}' + item + '{{ end }}</ul>{{ end }}\n')


def zola(root):
    conf = f'''base_url = "{BASE_URL}"
title = "{TITLE}"
generate_feeds = true
feed_filenames = ["feed.xml"]
feed_limit = 20
build_search_index = false
taxonomies = [{{name = "tags", paginate_by = {PER_PAGE}}}]
'''
    put(root + "/config.toml", conf + '[markdown.highlighting]\ntheme = "github-dark"\n')
    put(root + "/nohl.toml", conf)
    put(root + "/static/style.css", CSS)
    t = root + "/templates/"
    put(t + "base.html", HEAD % ("{% block title %}" + TITLE + "{% endblock %}", "{% block desc %}{% endblock %}", "{% block main %}{% endblock %}"))
    put(t + "feed.xml", '''<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{{ config.title }}</title><id>{{ config.base_url }}/</id><updated>{{ last_updated | date(format="%+") }}</updated>
{% for p in pages %}<entry><title>{{ p.title }}</title><id>{{ p.permalink }}</id><link href="{{ p.permalink }}"/><updated>{{ p.date | date(format="%+") }}</updated><summary>{{ p.description }}</summary></entry>
{% endfor %}</feed>
''')
    item = '<li><a href="{{ p.path }}">{{ p.title }}</a> <time>{{ p.date | date(format="%Y-%m-%d") }}</time> {{ p.description }}</li>'
    pager = ('{% if paginator.previous %}<a href="{{ paginator.previous }}">prev</a>{% endif %} {{ paginator.current_index }} / {{ paginator.number_pagers }} '
             '{% if paginator.next %}<a href="{{ paginator.next }}">next</a>{% endif %}')
    ext, title = '{% extends "base.html" %}', '{% block title %}{{ X.title }}{% endblock %}'
    put(t + "page.html", ext + title.replace("X", "page") + '{% block desc %}{{ page.description }}{% endblock %}{% block main %}<article><h1>{{ page.title }}</h1>'
        '<time>{{ page.date | date(format="%Y-%m-%d") }}</time><p class="tags">{% for t in page.taxonomies.tags %}<a href="/tags/{{ t | slugify }}/">{{ t }}</a> {% endfor %}</p>'
        '{{ page.content | safe }}</article><nav>{% if page.lower %}<a href="{{ page.lower.path }}">{{ page.lower.title }}</a>{% endif %}'
        '{% if page.higher %}<a href="{{ page.higher.path }}">{{ page.higher.title }}</a>{% endif %}</nav>{% endblock %}\n')
    put(t + "section.html", ext + title.replace("X", "section") + '{% block main %}<h1>{{ section.title }}</h1>{{ section.content | safe }}<ul>'
        '{% for s in section.subsections %}{% set sub = get_section(path=s, metadata_only=true) %}<li><a href="{{ sub.path }}">{{ sub.title }}</a></li>{% endfor %}</ul><ul>'
        '{% for p in paginator.pages %}' + item + '{% endfor %}</ul>' + pager + '{% endblock %}\n')
    put(t + "index.html", ext + '{% block main %}<h1>{{ section.title }}</h1><ul>{% set blog = get_section(path="blog/_index.md") %}'
        '{% for p in blog.pages | slice(end=10) %}' + item + '{% endfor %}</ul>{% endblock %}\n')
    put(t + "taxonomy_list.html", ext + '{% block main %}<h1>Tags</h1><ul>{% for t in terms %}<li><a href="{{ t.path }}">{{ t.name }}</a> ({{ t.page_count }})</li>{% endfor %}</ul>{% endblock %}\n')
    put(t + "taxonomy_single.html", ext + title.replace("X.title", "term.name") + '{% block main %}<h1>{{ term.name }}</h1><ul>{% for p in paginator.pages %}' + item + '{% endfor %}</ul>' + pager + '{% endblock %}\n')


def eleventy(root):
    put(root + "/style.css", CSS)
    put(root + "/package.json", '{"type":"module"}\n')
    put(root + "/content/content.11tydata.js", 'export default { layout: "page.njk", permalink: (d) => d.page.filePathStem.replace("/content/", "/") + "/index.html" };\n')
    put(root + "/.eleventy.js", '''import markdownIt from "markdown-it";
import taskLists from "markdown-it-task-lists";
import highlight from "@11ty/eleventy-plugin-syntaxhighlight";
const SIZE = %d;
const chunks = (base, title, pages, subs) => {
  const n = Math.max(1, Math.ceil(pages.length / SIZE));
  const url = (i) => base + (i ? `page/${i + 1}/` : "");
  return Array.from({ length: n }, (_, i) => ({ title, subs, url: url(i), index: i + 1, total: n,
    pages: pages.slice(i * SIZE, (i + 1) * SIZE), prev: i && url(i - 1), next: i + 1 < n && url(i + 1) }));
};
export default function (cfg) {
  cfg.setLibrary("md", markdownIt({ html: true }).use(taskLists));
  if (!process.env.NOHL) cfg.addPlugin(highlight);
  cfg.addPassthroughCopy("style.css");
  cfg.ignores.add("content/**/_index.md");
  cfg.addPreprocessor("drafts", "md", (data) => (data.draft ? false : undefined));
  cfg.addFilter("day", (d) => d.toISOString().slice(0, 10));
  const real = (api) => api.getFilteredByGlob("content/**/*.md").sort((a, b) => b.date - a.date);
  cfg.addCollection("posts", (api) => real(api).filter((p) => p.url.startsWith("/blog/")));
  cfg.addCollection("all_pages", real);
  cfg.addCollection("lists", (api) => {
    const dirs = new Map([["/courses/", []], ["/blog/", []]]);
    for (const p of real(api)) {
      const dir = p.url.replace(/[^/]+\\/$/, "");
      if (!dirs.has(dir)) dirs.set(dir, []);
      dirs.get(dir).push(p);
      const up = dir.replace(/[^/]+\\/$/, "");
      if (up !== "/" && !dirs.has(up)) dirs.set(up, []);
    }
    const out = [];
    for (const [dir, pages] of dirs) {
      if (dir !== "/blog/") pages.sort((a, b) => a.data.weight - b.data.weight);
      pages.forEach((p, i) => { p.data.lower = pages[i - 1]; p.data.higher = pages[i + 1]; });
      out.push(...chunks(dir, dir, pages, [...dirs.keys()].filter((d) => d !== dir && d.replace(/[^/]+\\/$/, "") === dir)));
    }
    const tags = new Map();
    for (const p of real(api)) for (const t of p.data.tags) { if (!tags.has(t)) tags.set(t, []); tags.get(t).push(p); }
    for (const [t, pages] of tags) out.push(...chunks(`/tags/${t}/`, t, pages, []));
    out.push(...chunks("/tags/", "Tags", [], [...tags.keys()].sort().map((t) => `/tags/${t}/`)));
    return out;
  });
  return { dir: { input: ".", includes: "_includes", output: "_site" }, markdownTemplateEngine: false };
}
''' % PER_PAGE)
    inc = root + "/_includes/"
    put(inc + "base.njk", HEAD % ("{{ title }}", "{{ description }}", "{{ content | safe }}"))
    put(inc + "page.njk", '---\nlayout: base.njk\n---\n<article><h1>{{ title }}</h1><time>{{ date | day }}</time><p class="tags">{% for t in tags %}<a href="/tags/{{ t }}/">{{ t }}</a> {% endfor %}</p>'
        '{{ content | safe }}</article><nav>{% if lower %}<a href="{{ lower.url }}">{{ lower.data.title }}</a>{% endif %}{% if higher %}<a href="{{ higher.url }}">{{ higher.data.title }}</a>{% endif %}</nav>\n')
    item = '<li><a href="{{ p.url }}">{{ p.data.title }}</a> <time>{{ p.date | day }}</time> {{ p.data.description }}</li>'
    put(root + "/list.njk", '---\nlayout: base.njk\npagination:\n  data: collections.lists\n  size: 1\n  alias: it\npermalink: "{{ it.url }}"\neleventyExcludeFromCollections: true\neleventyComputed:\n  title: "{{ it.title }}"\n---\n'
        '<h1>{{ it.title }}</h1><ul>{% for s in it.subs %}<li><a href="{{ s }}">{{ s }}</a></li>{% endfor %}</ul><ul>{% for p in it.pages %}' + item + '{% endfor %}</ul>'
        '{% if it.prev %}<a href="{{ it.prev }}">prev</a>{% endif %} {{ it.index }} / {{ it.total }} {% if it.next %}<a href="{{ it.next }}">next</a>{% endif %}\n')
    put(root + "/index.njk", '---\nlayout: base.njk\ntitle: ' + TITLE + '\neleventyExcludeFromCollections: true\n---\n<h1>{{ title }}</h1><ul>{% for p in collections.posts %}{% if loop.index0 < 10 %}' + item + '{% endif %}{% endfor %}</ul>\n')
    put(root + "/feed.njk", '---\npermalink: /feed.xml\neleventyExcludeFromCollections: true\n---\n<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>' + TITLE + '</title>{% for p in collections.all_pages %}{% if loop.index0 < 20 %}<entry><title>{{ p.data.title }}</title><id>' + BASE_URL + '{{ p.url }}</id><updated>{{ p.date | day }}T00:00:00Z</updated><summary>{{ p.data.description }}</summary></entry>{% endif %}{% endfor %}</feed>\n')
    put(root + "/sitemap.njk", '---\npermalink: /sitemap.xml\neleventyExcludeFromCollections: true\n---\n<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{% for p in collections.all_pages %}<url><loc>' + BASE_URL + '{{ p.url }}</loc><lastmod>{{ p.date | day }}</lastmod></url>{% endfor %}{% for l in collections.lists %}<url><loc>' + BASE_URL + '{{ l.url }}</loc></url>{% endfor %}</urlset>\n')


def mdbook(root, sections, pages):
    """mdBook has no front matter, lists, tags or feeds: only the pages compare."""
    put(root + "/book.toml", f'[book]\ntitle = "{TITLE}"\n[output.html.search]\nenable = false\n')
    names, here = {s["dir"]: s["title"] for s in sections}, None
    toc = ["# Summary\n"]
    for p in pages:
        if p["draft"]:
            continue
        if p["dir"] != here:
            here = p["dir"]
            toc.append(f"- [{names[here]}]({here}/index.md)")
            put(f"{root}/src/{here}/index.md", f"# {names[here]}\n")
        toc.append(f"  - [{p['title']}]({p['dir']}/{p['slug']}.md)")
        put(f"{root}/src/{p['dir']}/{p['slug']}.md", f"# {p['title']}\n\n{p['body']}")
    put(root + "/src/SUMMARY.md", "\n".join(toc) + "\n")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--pages", type=int, required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--tools", default="leerpad,equal,hugo,zola,eleventy,mdbook")
    a = ap.parse_args()
    sections, pages = corpus(a.pages, a.seed)
    out = lambda name: os.path.join(a.out, name)
    for name in ["content"] + a.tools.split(","):
        shutil.rmtree(out(name), ignore_errors=True)
    tree(out("content"), sections, pages, yaml)
    for tool in filter(None, a.tools.split(",")):
        if tool == "mdbook":
            mdbook(out(tool), sections, pages)
        else:
            globals()[tool](out(tool))
            front = {"leerpad": leerpad_yaml, "equal": equal_yaml, "zola": toml}.get(tool, yaml)
            tree(out(tool) + "/content", sections, pages, front)
    size = sum(len(p["body"].encode()) for p in pages)
    drafts = sum(p["draft"] for p in pages)
    print(f"{len(pages)} pages ({drafts} drafts), {len(sections)} sections, bodies {size / 1e6:.1f} MB, mean {size / len(pages):.0f} B")


if __name__ == "__main__":
    main()
