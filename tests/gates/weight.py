#!/usr/bin/env python3
"""What a page weighs before its pictures, as a server with gzip sends it.

    weight.py SITE [--html 8000] [--css 10000] [--js 6000] [--font 30000]

Bytes after gzip -9. HTML is counted page by page, 404 included; CSS, scripts
and fonts by what the page names: at most one stylesheet, and scripts together
(module preloads too). Fonts are those that the page's stylesheet names.
The three heaviest pages are told in any case.
"""
import argparse
import gzip
import re

from built import Site, finish


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("site")
    for name, limit in (("html", 8000), ("css", 10000), ("js", 6000), ("font", 30000)):
        arguments.add_argument(f"--{name}", type=int, default=limit, help=f"bytes, {limit} unless told")
    given = arguments.parse_args()
    site, faults, weights, sizes = Site(given.site), [], {}, {}

    def size(file):
        if file not in sizes:
            sizes[file] = len(gzip.compress((site.root / file).read_bytes(), 9, mtime=0))
        return sizes[file]

    def own(page, urls):
        """The files of this site among these URLs; what does not resolve is links.py's to tell."""
        found = (site.resolve(site.join(page, url))[0] for url in urls if site.own(site.join(page, url)))
        return {file for file in found if file}

    for file, page in site.pages.items():
        links = page.find("link")
        named = {t.get("href") for t in links if "stylesheet" in t.rel()}
        sheets = own(file, named)
        scripts = own(file, [t.get("src") for t in page.find("script") if "src" in t.attrs]
                      + [t.get("href") for t in links if "modulepreload" in t.rel()])
        fonts = {f for sheet in sheets
                 for f in own(sheet, re.findall(r"""url\(\s*["']?([^"')]+\.woff2?)""", site.read(sheet)))}
        if len(named) > 1:
            faults.append(f"{file}:1: {len(named)} stylesheets, it must be one: {', '.join(sorted(named))}")
        parts = {"html": size(file), "css": sum(map(size, sheets)), "js": sum(map(size, scripts)),
                 "font": sum((site.root / f).stat().st_size for f in fonts)}
        for kind, bytes_ in parts.items():
            if bytes_ > getattr(given, kind):
                faults.append(f"{file}:1: {kind} weighs {bytes_} bytes, the limit is {getattr(given, kind)}")
        weights[file] = parts
    for file, parts in sorted(weights.items(), key=lambda item: -sum(item[1].values()))[:3]:
        print(f"  {file}: " + ", ".join(f"{kind} {bytes_}" for kind, bytes_ in parts.items() if bytes_))
    html = sorted(parts["html"] for parts in weights.values())
    finish(faults, f"{len(html)} pages, HTML median {html[len(html) // 2]}, most {html[-1]} bytes")


if __name__ == "__main__":
    main()
