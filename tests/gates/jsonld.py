#!/usr/bin/env python3
"""What pages say of themselves in JSON-LD is right, whole and what a reader sees.

    jsonld.py SITE

- Every page that readers and search engines should find has one block; no
  other page has any.
- The block is JSON of schema.org, of types that stand in the table below, each
  with the fields that its readers need; URLs are absolute and of this site,
  dates have an offset, durations and telephone numbers their standard forms.
- Home says who is behind the site; every other page has the trail that stands
  above it, and itself at the end.
- Posts of the feeds are posts, lessons are of a course that says so itself,
  and a course has as many sessions as there are files for calendars.
"""
import json
import posixpath
import re
import sys
import xml.etree.ElementTree as ET
from datetime import datetime
from urllib.parse import urljoin

from built import Site, finish, stop

ATOM = "{http://www.w3.org/2005/Atom}"
# type → the fields that it cannot be without, wherever it stands.
TYPES = {
    "Organization": {"name"}, "Person": {"name"}, "WebSite": {"name", "url", "inLanguage"},
    "ContactPage": {"name", "url", "inLanguage", "mainEntity"},
    "BlogPosting": {"headline", "url", "mainEntityOfPage", "datePublished", "dateModified", "author", "publisher",
                    "inLanguage", "wordCount"},
    "Course": {"name", "url"}, "CourseInstance": {"name", "courseMode", "startDate"},
    "LearningResource": {"name", "url", "learningResourceType", "timeRequired", "inLanguage"},
    "Offer": {"category", "price", "priceCurrency", "url"}, "PriceSpecification": {"price", "priceCurrency"},
    "Place": {"name"}, "VirtualLocation": {"url"}, "Audience": {"audienceType"}, "PropertyValue": {"propertyID", "value"},
    "BreadcrumbList": {"itemListElement"}, "ListItem": {"position", "name", "item"},
}
# Besides, where a page is about it rather than naming it.
WHOLE = {"Course": {"description", "provider", "inLanguage"}, "Organization": {"@id", "url"}, "Person": {"@id", "url"}}
# type → the types that its things may have.
WITHIN = {
    "author": {"Person", "Organization"}, "publisher": {"Person", "Organization"}, "provider": {"Person", "Organization"},
    "mainEntity": {"Person", "Organization"}, "isPartOf": {"Course"}, "offers": {"Offer"}, "audience": {"Audience"},
    "hasCourseInstance": {"CourseInstance"}, "location": {"Place", "VirtualLocation"}, "identifier": {"PropertyValue"},
    "priceSpecification": {"PriceSpecification"}, "itemListElement": {"ListItem"},
}
URLS = {"@id", "url", "item", "mainEntityOfPage", "image"}
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"
# field → the pattern of its values, what they are.
FORMS = {
    "datePublished": (MOMENT, "a moment with its offset"), "dateModified": (MOMENT, "a moment with its offset"),
    "startDate": (rf"\d{{4}}-\d\d-\d\d|{MOMENT}", "a day, or a moment with its offset"),
    "endDate": (rf"\d{{4}}-\d\d-\d\d|{MOMENT}", "a day, or a moment with its offset"),
    "timeRequired": (r"PT(?=[1-9])([1-9]\d*H)?([1-9]\d*M)?", "an ISO 8601 duration"),
    "courseWorkload": (r"PT(?=[1-9])([1-9]\d*H)?([1-9]\d*M)?", "an ISO 8601 duration"),
    "courseMode": (r"Onsite|Online|Blended", "Onsite, Online or Blended"),
    "category": (r"Paid|Free", "Paid or Free"), "price": (r"\d+(\.\d\d)?", "a decimal number"),
    "priceCurrency": (r"[A-Z]{3}", "an ISO 4217 code"),
    "availability": (r"https://schema\.org/(InStock|SoldOut)", "a word of schema.org"),
    "telephone": (r"\+[1-9]\d{6,14}", "an E.164 number"), "email": (r"[^@\s]+@[^@\s]+", "a mail address"),
}
NUMBERS = {"position": 1, "wordCount": 0, "remainingAttendeeCapacity": 0}


def same(text):
    """Text as it compares: as one line, without what hyphenates it."""
    return " ".join(text.replace("\u00ad", "").split())


class Block:
    """The structured data of one page."""

    def __init__(self, site, page, tag):
        self.site, self.page, self.line, self.faults = site, page, tag.line, []
        self.things, self.graph = [], []
        if "<" in tag.text:
            self.say("holds a bare '<': in a script it must be \\u003c")
        try:
            data = json.loads(tag.text)
        except ValueError as error:
            return self.say(f"is not JSON: {error}")
        if not isinstance(data, dict) or data.get("@context") != "https://schema.org" or not isinstance(data.get("@graph"), list):
            return self.say('is no {"@context": "https://schema.org", "@graph": […]}')
        self.graph = [self.thing(thing, "@graph") for thing in data["@graph"]]
        self.graph = [thing for thing in self.graph if thing]
        for thing in self.graph:
            self.lacks(thing, WHOLE.get(thing["@type"], set()))
        told = {thing.get("@id") for thing in self.things if "@type" in thing}
        for thing in self.things:
            if "@type" not in thing and thing.get("@id") not in told:
                self.say(f"names {thing.get('@id')!r}, of which it says nothing")

    def say(self, sentence):
        self.faults.append((self.line, f"the structured data {sentence}"))

    def lacks(self, thing, fields):
        for field in sorted(fields - thing.keys()):
            self.say(f"has a {thing['@type']} without {field!r}")

    def thing(self, thing, key):
        """Looks at one thing and all in it; gives it where it has a type that is known."""
        if not isinstance(thing, dict):
            return self.say(f"has {thing!r} as {key!r}, which takes a thing")
        self.things.append(thing)
        if thing.keys() == {"@id"} and key != "@graph":
            return self.values(thing)
        kind = thing.get("@type")
        if kind not in TYPES:
            return self.say(f"has a thing of the type {kind!r}, which is not in this gate's table")
        if kind not in WITHIN.get(key, {kind}):
            self.say(f"has {kind} as {key!r}, which takes {' or '.join(sorted(WITHIN[key]))}")
        self.lacks(thing, TYPES[kind])
        self.values(thing)
        if kind == "CourseInstance":
            self.in_order(thing)
        if kind == "Offer" and (thing.get("category") == "Free") != (str(thing.get("price")).strip("0.") == ""):
            self.say(f"calls a price of {thing.get('price')} {thing.get('category')}")
        return thing

    def in_order(self, instance):
        start, end = str(instance.get("startDate")), str(instance.get("endDate"))
        if re.fullmatch(MOMENT, start) and re.fullmatch(MOMENT, end):
            before = datetime.fromisoformat(end.replace("Z", "+00:00")) < datetime.fromisoformat(start.replace("Z", "+00:00"))
        else:
            before = "endDate" in instance and end[:10] < start[:10]
        if before:
            self.say(f"has a CourseInstance that ends ({end}) before it begins ({start})")

    def values(self, thing):
        for key, value in thing.items():
            for value in value if isinstance(value, list) else [value]:
                self.value(thing, key, value)
            if value in ([], "", None):
                self.say(f"has an empty {key!r}")

    def value(self, thing, key, value):
        if isinstance(value, dict):
            return self.thing(value, key)
        if key in WITHIN:
            return self.say(f"has {value!r} as {key!r}, which takes a thing")
        if key in NUMBERS:
            if type(value) is not int or value < NUMBERS[key]:
                self.say(f"has {value!r} as {key!r}, which takes a whole number")
            return
        if not isinstance(value, str):
            return None if isinstance(value, bool) else self.say(f"has {value!r} as {key!r}, which takes text")
        if "\u00ad" in value or re.search(r"&shy;|</?(em|strong|span|sup|code)\b", value):
            self.say(f"has markup or soft hyphens in {key!r}: {value!r}")
        if key == "inLanguage" and value != self.page.first("html").get("lang"):
            self.say(f"has the language {value!r}, the page has {self.page.first('html').get('lang')!r}")
        form, what = FORMS.get(key, (None, None))
        if form and (not re.fullmatch(form, value) or "date" in key.lower() and not exists(value)):
            self.say(f"has {value!r} as {key!r}, which takes {what}")
        # Tickets may be sold elsewhere; all else that has a URL here is of this site.
        if key in URLS and not value.startswith(("https://", "http://") if thing.get("@type") == "Offer" else self.site.base):
            self.say(f"has {value!r} as {key!r}, which is no absolute URL of this site")

    def of(self, *kinds):
        return [thing for thing in self.graph if thing["@type"] in kinds]


def exists(date):
    try:
        datetime.fromisoformat(date.replace("Z", "+00:00"))
        return True
    except ValueError:
        return False


def trail(site, page, block):
    """The breadcrumbs equal what stands above the page, and end with the page itself."""
    lists = block.of("BreadcrumbList")
    if page.file == "index.html":
        return block.say("has breadcrumbs on home") if lists else None
    if len(lists) != 1:
        return block.say(f"has {len(lists)} BreadcrumbLists, it must be one")
    items = lists[0].get("itemListElement")
    items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    if len(items) < 2:
        return block.say("has breadcrumbs of fewer than two steps")
    if [item.get("position") for item in items] != list(range(1, len(items) + 1)):
        block.say(f"counts its breadcrumbs {[item.get('position') for item in items]}")
    if items[-1].get("item") != page.canonical:
        block.say(f"ends its breadcrumbs with {items[-1].get('item')!r}, the page is {page.canonical!r}")
    seen = [(same(tag.text), urljoin(site.absolute(page.file), tag.get("href"))) for tag in page.find("a")
            if tag.nav and "breadcrumbs" in tag.nav.get("class").split()]
    told = [(same(str(item.get("name"))), item.get("item")) for item in items]
    if seen not in (told[:-1], told):
        block.say(f"has the breadcrumbs {told[:-1]}, readers see {seen}")


def names(page, block):
    """What a page says that it is about is called as its heading."""
    heading = page.first("h1")
    for thing in block.of("BlogPosting", "LearningResource", "Course", "ContactPage"):
        name = same(str(thing.get("headline" if thing["@type"] == "BlogPosting" else "name")))
        if heading and name != same(heading.text):
            block.say(f"calls the page {name!r}, its heading is {same(heading.text)!r}")
        if thing.get("url") != page.canonical:
            block.say(f"says that the page is {thing.get('url')!r}, its canonical URL is {page.canonical!r}")


def home(block):
    for kinds in (("Organization", "Person"), ("WebSite",)):
        if len(block.of(*kinds)) != 1:
            block.say(f"has {len(block.of(*kinds))} times {' or '.join(kinds)} on home, it must be one")


def posts(site):
    """The pages that feeds say were published."""
    for file in sorted(site.files):
        if not file.endswith(".xml"):
            continue
        try:
            root = ET.fromstring((site.root / file).read_bytes())
        except ET.ParseError:
            continue  # feed.py says so
        for entry in root.iter(ATOM + "entry"):
            if entry.find(ATOM + "published") is None:
                continue
            for link in entry.findall(ATOM + "link"):
                if link.get("rel", "alternate") == "alternate" and site.own(link.get("href", "")):
                    yield site.resolve(link.get("href"))[0]


def calendars(site, page):
    """How many sessions of a page can be put in a calendar."""
    folder = posixpath.dirname(page.file)
    return sum(file.endswith(".ics") and posixpath.dirname(file) == folder for file in site.files)


def main():
    if len(sys.argv) != 2:
        stop("say which site: jsonld.py SITE")
    site, blocks, faults = Site(sys.argv[1]), {}, []
    for page in site.pages.values():
        tags = [tag for tag in page.find("script") if tag.get("type").lower() == "application/ld+json"]
        if len(tags) > 1:
            faults.append(f"{page.file}:{tags[1].line}: a second block of structured data")
        if page.is_listed and not tags:
            faults.append(f"{page.file}:1: has no structured data")
        elif tags and not page.is_listed:
            faults.append(f"{page.file}:{tags[0].line}: has structured data, but readers are not to find it")
        elif tags:
            blocks[page.file] = Block(site, page, tags[0])
    for file, block in blocks.items():
        trail(site, block.page, block)
        names(block.page, block)
        if file == "index.html":
            home(block)
        instances = [x for course in block.of("Course") for x in course.get("hasCourseInstance", [])]
        # A lesson may show when something is given, and is no course for that.
        is_shown = block.of("LearningResource") and not instances
        if not is_shown and len(instances) != calendars(site, block.page):
            block.say(f"has {len(instances)} sessions, for calendars there are {calendars(site, block.page)}")
        for lesson in block.of("LearningResource"):
            course = lesson.get("isPartOf")
            found = isinstance(course, dict) and blocks.get(site.resolve(str(course.get("url")))[0])
            if course and not (found and any(c.get("@id") == course.get("@id") for c in found.of("Course"))):
                block.say(f"is of a course that does not say so: {course!r}")
    for file in set(posts(site)) & blocks.keys():
        if not blocks[file].of("BlogPosting"):
            blocks[file].say("has no BlogPosting, but the page is in a feed")
    for file, block in blocks.items():
        faults += [f"{file}:{line}: {sentence}" for line, sentence in block.faults]
    finish(faults, f"{len(blocks)} blocks on {len(site.pages)} pages, {sum(len(b.things) for b in blocks.values())} things")


if __name__ == "__main__":
    main()
