//! What an author does all day, and what goes wrong then, as lines of a script.

use proptest::prelude::*;
use proptest::sample::select;

/// Pages that there are, and such as may come.
const PAGES: &[&str] = &[
    "content/blog/een.md",
    "content/cursus/01-begin/02-verder.md",
    "content/_index.md",
    "content/over.md",
    "content/begrippen.md",
    "content/contact.md",
    "content/nieuwsbrief.md",
    "content/blog/_index.md",
    "content/blog/twee.md",
    "content/blog/drie/index.md",
    "content/blog/straks.md",
    "content/blog/even.md",
    "content/blog/kladje.md",
    "content/cursus/_index.md",
    "content/cursus/01-begin/_index.md",
    "content/cursus/01-begin/01-start.md",
    "content/cursus/02-slot/_index.md",
    "content/cursus/02-slot/01-einde.md",
    "content/blog/nieuw.md",
    "content/cursus/01-begin/03-extra.md",
    "content/lijst/_index.md",
    "content/lijst/punt.md",
    "los/blad.md",
];

const TEXTS: &[&str] = &[
    "Een zin.",
    "Een zin!",
    "Een \"citaat\" -- met 'n foto's...\\n\\nEn een scope en een voorraad.",
    "Zie [een](/blog/een.md), [een kop](/blog/twee.md#kop) en [het begin](/cursus/01-begin/01-start.md#doen).",
    "Zie [nergens](/nergens.md), [geen kop](/blog/twee.md#weg) en <https://buiten.example/>.",
    "## Kop\\n\\nTekst.\\n\\n## Kop\\n\\nTekst.\\n\\n### Doen\\n\\nTekst.",
    "```{tip} Hoe\\nZo, met [een link](/over.md).\\n```",
    "````{tip} Hoe\\n```{melding} Diep\\nZo.\\n```\\n````",
    "```{melding} Let op\\nNiet *doen*.\\n```",
    "```{melding}\\n```",
    "```{melding} Let op\\n:kleur: rood\\n- a: 1\\n```",
    "```{bericht} Er is iets\\n```",
    "```{nieuwtje} Nu\\nTekst.\\n```",
    "```{medling} Fout\\nTekst.\\n```",
    "```{tip} Nooit dicht\\nTekst.",
    "```{figure} /blog/drie/foto.svg\\n:alt: Een foto\\n```\\n\\n![Een foto](/blog/drie/foto.svg)",
    "```{download} /blog/drie/bijlage.txt\\n```\\n\\n[Bijlage](/blog/drie/bijlage.txt)",
    "```{pages}\\n:tag: alfa\\n:order: title\\n```",
    "```{pages} /cursus/_index.md\\n:kind: lesson\\n```",
    "```{sessions}\\n:limit: 1\\n```",
    "```{glossary}\\nScope\\n:   Iets anders.\\n\\nSprint\\n:   Twee weken.\\n```",
    "```{team}\\n```",
    "Met een noot[^1], en nog een[^2].\\n\\n[^1]: De noot.\\n[^2]: De tweede.",
    "| a | b |\\n|---|---|\\n| 1 | 2 |\\n\\n- [ ] taak",
    "```rust\\nlet a = 1;\\n```",
    "<b>vet</b> en <div>\\n\\n{{ site.title }}",
    "Een \\xff byte.",
    "[Op](blog/een.md) [zij](twee.md) ![plaatje](foto.svg)",
    "Kort.\\n\\n<!-- more -->\\n\\nLang.",
];

/// Keys of front matter, and what may stand behind them.
const FRONT: &[&str] = &[
    "title Anders",
    "title Nog eens 'n titel",
    "title [kapot",
    "title",
    "titel Fout",
    "tags [alfa]",
    "tags [gamma, beta, epsilon]",
    "tags []",
    "draft true",
    "draft false",
    "draft misschien",
    "publish 2026-12-01",
    "publish 2026-11-01",
    "expires 2026-12-10",
    "expires 2026-11-01",
    "date 2026-10-10",
    "date 2026-12-02",
    "date 2026-13-02",
    "updated 2026-11-11",
    "aliases [/oud/een/, /mail/]",
    "aliases [/blog/een/]",
    "weight 3",
    "slug ander",
    "slug twee",
    "kind lesson",
    "kind post",
    "kind course",
    "kind page",
    "template breed.html",
    "template smal.html",
    "glossary true",
    "data team",
    "data ploeg",
    "image {src: foto.svg, alt: Een foto}",
    "image {src: /blog/drie/foto.svg, alt: Een foto}",
    "description Een zin over deze bladzijde.",
    "prerequisites [/cursus/01-begin/01-start.md]",
    "sessions [{start: 2026-12-09 09:30, end: 2026-12-09 17:00, place: Gouda}]",
    "noindex true",
    "toc true",
];

const CONFIG: &[&str] = &[
    "title Anders",
    "title [kapot",
    "titel Fout",
    "base_url https://elders.example/",
    "base_url https://orakel.example/een/ander/pad/",
    "base_url nergens",
    "language en",
    "language nl",
    "language de",
    "language kl",
    "timezone America/New_York",
    "timezone Europe/Nergens",
    "paginate 1",
    "paginate 50",
    "paginate veel",
    "feed_limit 1",
    "markdown {allow_html: true}",
    "markdown {highlight: false, allow_html: true}",
    "markdown {highlight: false}",
    "menu []",
    "menu [{label: Blog, page: /blog/_index.md}, {label: Buiten, url: \"https://buiten.example/\"}]",
    "menu [{label: Weg, page: /weg.md}]",
    "footer [{label: Wie, page: /over.md}]",
    "data [tarieven, team]",
    "data []",
    "author Bo",
    "theme {accent: \"#5b0d4f\"}",
    "theme {css: [css/ander.css]}",
    "newsletter {provider: none}",
    "extra {kleur: rood}",
];

/// Files that are written whole, with what stands in them.
const FILES: &[(&str, &[&str])] = &[
    ("templates/components/melding.html", MELDING),
    (
        "templates/components/bericht.html",
        &[
            "{% component bericht(wat: string) {\"positional\": \"wat\"} -%}\\n<p>{{ wat }}</p>\\n{%- endcomponent bericht %}",
            "{% component bericht(wie: string) {\"positional\": \"wie\"} -%}\\n<p>{{ wie }}</p>\\n{%- endcomponent bericht %}",
        ],
    ),
    (
        "templates/components/nieuwtje.html",
        &[
            "{% component nieuwtje(kop: string) {\"positional\": \"kop\", \"body\": \"markdown\"} -%}\\n<i>{{ kop }} {{ body }}</i>\\n{%- endcomponent nieuwtje %}",
            "{% component ander() -%}\\n{%- endcomponent ander %}",
        ],
    ),
    (
        "templates/components/tip.html",
        &[
            "{% component tip(title: string, body_is: string = \"eigen\") {\"positional\": \"title\", \"body\": \"markdown\"} -%}\\n<b>{{ title }}</b>{{ body }}\\n{%- endcomponent tip %}",
            "{% component tip(kop: string) {\"positional\": \"kop\", \"body\": \"none\"} -%}\\n<b>{{ kop }}</b>\\n{%- endcomponent tip %}",
        ],
    ),
    (
        "templates/components/glossary.html",
        &[
            "{% component glossary() {\"body\": \"markdown\"} -%}\\n{{ body }}\\n{%- endcomponent glossary %}",
        ],
    ),
    (
        "templates/breed.html",
        &[
            "{% extends \"page.html\" %}\\n{% block title %}Breder: {{ page.title }}{% endblock title %}",
            "{% extends \"weg.html\" %}",
            "{% block title %}",
            "{{ page.niets.daar }}",
        ],
    ),
    ("templates/smal.html", &["<p>{{ page.title }}</p>{{ page.content }}"]),
    (
        "templates/post.html",
        &[
            "<h1>{{ page.title }}</h1>{{ page.content }}",
            "{% extends \"base.html\" %}{% block main %}{{ page.content }}{% endblock main %}",
            "{{ page.title",
            "\\xff",
        ],
    ),
    ("templates/feed.xml", &["<feed>{{ site.title }}</feed>"]),
    (
        "locales/nl.yaml",
        &[
            "words:\\n  footnotes: Noten",
            "words:\\n  footnote_back: Omhoog\\n  table: Een tabel",
            "words:\\n  menu: Kaart\\n  tags: Woorden",
            "paths: {page: blad, tags: woorden}",
            "date: \"{year}/{month}/{day}\"",
            "words: [kapot",
            "words:\\n  nothing_yet: Nog niets.",
        ],
    ),
    ("locales/en.yaml", &["words:\\n  footnotes: Remarks\\n  menu: Map"]),
    ("locales/kl.yaml", &["locale: kl_GL\\nwords:\\n  footnotes: Oqaaseq"]),
    ("data/tarieven.yaml", &["dag: 110", "dag: 1200", "dag: [kapot", "week: 500"]),
    ("data/team.yaml", &["- naam: Cas", "- naam: Aafke\\n- naam: By", "naam: Cas"]),
    ("data/ploeg.yaml", &["- naam: Dirk"]),
    ("static/css/eigen.css", &["main { color: #654321 }", "main { color: #12345 }", "\\xff"]),
    ("static/css/site.css", &["body { color: red }"]),
    ("static/robots.txt", &["User-agent: *", "User-agent: x"]),
    ("static/blog/een/index.html", &["Een eigen bladzijde."]),
    ("content/blog/drie/foto.svg", &["<svg xmlns=\"http://www.w3.org/2000/svg\"/>"]),
    ("content/blog/drie/bijlage.txt", &["Meer.", "Een bijlage!", "Een veel langere bijlage."]),
    ("content/blog/foto.svg", &["<svg/>"]),
    ("content/blog/twee.txt", &["Twee."]),
    ("content/los.txt", &["Los."]),
    (
        "content/blog/een.md",
        &[
            "---\\ntitle: Een\\n---",
            "---\\ntitle: Nooit dicht\\n",
            "Zonder.",
            "\\xff",
            "---\\ntitle: [a\\ntags: {b\\n---",
        ],
    ),
    ("content/over.MD", &["Fout."]),
    (
        "site.yaml",
        &[
            "title: Kaal\\nbase_url: https://kaal.example/\\nmarkdown: {highlight: false}",
            "- een",
            "",
        ],
    ),
];

/// A component that pages call: its contract or its HTML is another.
const MELDING: &[&str] = &[
    "{% component melding(kop: string = \"\", @site) {\"positional\": \"kop\", \"body\": \"markdown\"} -%}\\n<div>{{ kop }} {{ body }} {{ site.title }}</div>\\n{%- endcomponent melding %}",
    "{% component melding(kop: string) {\"positional\": \"kop\", \"body\": \"markdown\"} -%}\\n<p>{{ kop }} {{ body }}</p>\\n{%- endcomponent melding %}",
    "{% component melding(kop: string = \"\", kleur: string) {\"positional\": \"kop\", \"body\": \"markdown\"} -%}\\n<p>{{ kop }} {{ kleur }} {{ body }}</p>\\n{%- endcomponent melding %}",
    "{% component melding(kop: string = \"\") {\"positional\": \"kop\", \"body\": \"markdown\", \"types\": {\"kop\": \"literal\"}} -%}\\n<p>{{ kop }} {{ body }}</p>\\n{%- endcomponent melding %}",
    "{% component melding(kop: string = \"\") {\"positional\": \"kop\", \"body\": \"none\"} -%}\\n<p>{{ kop }}</p>\\n{%- endcomponent melding %}",
    "{% component melding(kop: string = \"\", data: array = []) {\"positional\": \"kop\", \"body\": \"yaml\"} -%}\\n<p>{{ kop }} {{ data | length }}</p>\\n{%- endcomponent melding %}",
    "{% component melding(...rest) {\"body\": \"markdown\"} -%}\\n<p>{{ body }}</p>\\n{%- endcomponent melding %}",
    "{% component melding(kop: string = \"\") {\"positional\": \"kop\", \"body\": \"markdown\"} -%}\\n<p>{{ kop.niets.daar }}</p>\\n{%- endcomponent melding %}",
    "{% component melding(",
    "{% component gemeld() -%}\\n{%- endcomponent gemeld %}",
    "\\xff",
];

/// Moves, each of them there and back.
const MOVES: &[(&str, &str)] = &[
    ("content/blog/een.md", "content/blog/uno.md"),
    ("content/blog/een.md", "content/blog/2026-10-02-een.md"),
    ("content/blog/een.md", "content/blog/twee.md"),
    ("content/blog/twee.md", "content/blog/twee/index.md"),
    ("content/blog/twee.md", "content/cursus/01-begin/04-twee.md"),
    ("content/blog/drie", "content/blog/bundel"),
    ("content/blog", "content/stukken"),
    ("content/blog/_index.md", "content/blog/index.md"),
    ("content/over.md", "content/_over.md"),
    ("content/over.md", "content/over.md~"),
    ("content/over.md", "content/over.MD"),
    ("content/cursus/01-begin", "content/cursus/03-begin"),
    ("content/cursus/02-slot", "content/slot"),
    ("content/cursus/01-begin/01-start.md", "content/cursus/02-slot/01-start.md"),
    ("content/cursus", "content/cursus.md"),
    ("content/blog/drie/foto.svg", "content/blog/drie/beeld.svg"),
    ("content/blog/drie/bijlage.txt", "content/blog/bijlage.txt"),
    ("templates/components/melding.html", "templates/components/bericht.html"),
    ("templates/breed.html", "templates/smal.html"),
    ("data/team.yaml", "data/ploeg.yaml"),
    ("data/team.yaml", "data/tarieven.yaml"),
    ("static/css/eigen.css", "static/css/ander.css"),
    ("static", "statisch"),
    ("templates", "sjablonen"),
    ("site.yaml", "site.yml"),
    ("content", "inhoud"),
    ("los", "content/los"),
];

const LINKS: &[(&str, &str)] = &[
    ("content/koppel.md", "over.md"),
    ("content/koppel.md", "blog/een.md"),
    ("content/koppel.md", "niets.md"),
    ("content/koppel.md", "OUTSIDE/blad.md"),
    ("content/blog/een.md", "twee.md"),
    ("content/los", "../los"),
    ("content/kring", "."),
    ("content/blog/drie/foto.svg", "../../../static/css/eigen.css"),
    ("content/blog/drie/bijlage.txt", "OUTSIDE/blad.md"),
    ("static/los", "../los"),
    ("static/niets.txt", "niets"),
    ("static/kring", "."),
    ("static/buiten.txt", "OUTSIDE/blad.md"),
    ("static/css/eigen.css", "../../los/blad.md"),
    ("templates/niets.html", "niets"),
    ("templates/breed.html", "OUTSIDE/blad.md"),
    ("templates/components/bericht.html", "melding.html"),
    ("locales/niets.yaml", "niets"),
    ("locales/nl.yaml", "OUTSIDE/blad.md"),
    ("data/niets.yaml", "niets"),
    ("data/team.yaml", "tarieven.yaml"),
    ("data/team.yaml", "OUTSIDE/blad.md"),
    ("site.yaml", "data/tarieven.yaml"),
];

/// Before, between and after what the site plans.
const MOMENTS: &[&str] = &[
    "2026-11-23T09:00:00Z",
    "2026-12-01T09:00:00Z",
    "2026-12-03T12:00:00Z",
    "2026-12-11T09:00:00Z",
    "2027-02-01T09:00:00Z",
    "2026-10-10T09:00:00Z",
];

/// Files that are no pages.
fn other() -> impl Strategy<Value = &'static str> {
    select(FILES).prop_map(|(file, _)| file)
}

fn page() -> impl Strategy<Value = &'static str> {
    select(PAGES)
}

fn any_file() -> impl Strategy<Value = &'static str> {
    prop_oneof![2 => page(), 1 => other()]
}

/// One thing that happens.
pub(crate) fn edit() -> impl Strategy<Value = String> {
    let line = |key: &'static str| key.split(' ').next().unwrap_or(key);
    prop_oneof![
        20 => (page(), select(TEXTS)).prop_map(|(page, text)| format!("say {page} {text}")),
        16 => (page(), select(FRONT)).prop_map(|(page, line)| format!("set {page} {line}")),
        4 => (page(), select(FRONT)).prop_map(move |(page, key)| format!("unset {page} {}", line(key))),
        9 => select(CONFIG).prop_map(|line| format!("set site.yaml {line}")),
        2 => select(CONFIG).prop_map(move |key| format!("unset site.yaml {}", line(key))),
        12 => select(FILES).prop_flat_map(|(file, texts)| {
            select(texts).prop_map(move |text| format!("write {file} {text}"))
        }),
        8 => select(MELDING)
            .prop_map(|text| format!("write templates/components/melding.html {text}")),
        8 => any_file().prop_map(|file| format!("flip {file}")),
        2 => any_file().prop_map(|file| format!("touch {file}")),
        6 => any_file().prop_map(|file| format!("delete {file}")),
        1 => select(vec!["content/blog", "content/cursus/01-begin", "content/los", "static", "data"])
            .prop_map(|folder| format!("delete {folder}")),
        9 => (select(MOVES), any::<bool>()).prop_map(|((from, to), is_back)| match is_back {
            true => format!("move {to} {from}"),
            false => format!("move {from} {to}"),
        }),
        5 => (page(), page()).prop_map(|(one, other)| format!("swap {one} {other}")),
        2 => (other(), other()).prop_map(|(one, other)| format!("swap {one} {other}")),
        6 => select(LINKS).prop_map(|(path, target)| format!("link {path} {target}")),
        4 => select(MOMENTS).prop_map(|moment| format!("clock {moment}")),
    ]
}

/// Eight steps, more or less: a script that fails is cut down to those that it needs.
pub(crate) fn script() -> impl Strategy<Value = Vec<String>> {
    let young = prop_oneof![9 => Just(""), 1 => Just("young ")];
    let mark = prop_oneof![8 => Just(""), 2 => Just("and "), 1 => Just("meanwhile ")];
    let step =
        (mark, young, edit()).prop_map(|(mark, young, edit)| mark.to_owned() + young + &edit);
    prop::collection::vec(step, 1..=15)
}
