#!/usr/bin/env python3
"""How soon a saved file is seen, and what a server takes that waits for it.

    serve.py [seen] [start] [memory] [--pages 1000 10000] [--rounds 15] [--only WORDS]

seen     in Chromium: from the write of a file to the new text in an open page.
         Four changes: a paragraph of the open page, a title in an open list, a
         line of the page's template, a new page in an open list
start    from the start of the process to the first byte of `/`; then, without a
         browser, from the write of a page to its being served; the memory at
         the peak, and processor time while nothing happens
memory   what is held after many edits in a row (--edits), one after the other

All of them where none is named. LEERPAD, HUGO and ZOLA name the binaries; one
that is not given is left out. --only measures the servers whose name contains
one of the words. Each server runs alone, on a corpus of its own in a tmpfs
where there is one; every save waits until the server is at rest again. The
tables go to stdout, in Markdown, what is going on to stderr.
"""
import argparse
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from compare import HERE, cpu, scratch_folder, stop, version
from servers import MARK, Server, edits, generate, given_binaries, variants

# What is told of memory while a server takes edits.
STEPS = (100, 1000, 5000)
IDLE = 10
CHANGES = {"body": "a paragraph of the open page", "title": "a title in the open list",
           "template": "a line of the page's template", "new page": "a new page in the open list"}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("parts", nargs="*", metavar="PART", help="seen, start, memory")
    arguments.add_argument("--pages", type=int, nargs="+", default=[1000, 10000])
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--warmups", type=int, default=3)
    arguments.add_argument("--starts", type=int, default=5)
    arguments.add_argument("--edits", type=int, default=max(STEPS))
    arguments.add_argument("--patience", type=float, default=60, help="minutes for the edits of one server")
    arguments.add_argument("--only", nargs="+", default=[""])
    given = arguments.parse_args()
    # Ended from outside, it takes its servers and corpora along.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parts = {"seen": Seen, "start": Start, "memory": Memory}
    unknown = [name for name in given.parts if name not in parts]
    if unknown:
        stop(f"there is no part `{unknown[0]}`; there are {', '.join(parts)}")
    binaries = given_binaries()
    servers = {name: variant for name, variant in variants(binaries).items() if any(word in name for word in given.only)}
    if not servers:
        stop("nothing to measure: LEERPAD, HUGO or ZOLA names a binary, and --only picks among them")
    busy = os.getloadavg()[0]
    folder, where = scratch_folder()
    logs = Path(tempfile.mkdtemp(prefix="leerpad-bench-logs-"))
    chosen = [part(given) for name, part in parts.items() if name in (given.parts or parts)]
    with folder as scratch:
        for pages in given.pages:
            for name, variant in servers.items():
                # Anew for each: what one server leaves behind must not be another's.
                corpus = Path(scratch) / "corpus"
                generate(pages, corpus, {variant[1]: variant[0]})
                server = Server(name, variant, corpus / variant[1], logs / "server.log", 10 if pages <= 1000 else 60)
                for part in chosen:
                    print(f"{pages:,} pages, {name}: {part.name}", file=sys.stderr)
                    part.measure(pages, server)
                shutil.rmtree(corpus)
    shutil.rmtree(logs)
    versions = ", ".join(f"{tool.capitalize()} {version(binary)}" for tool, binary in binaries.items())
    print(f"Measured {date.today()} on {os.cpu_count()} cores ({cpu()}), Linux {platform.release().split('-')[0]}, sites on {where}. "
          f"{versions}. Load average at the beginning {busy:.1f}.")
    for part in chosen:
        print(f"\n{part.sentence}\n")
        print("\n".join(part.rows))


def table(*titles):
    return [f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)]


def told(seconds):
    """Milliseconds below ten seconds."""
    return f"{seconds * 1e3:,.0f} ms" if seconds < 10 else f"{seconds:.1f} s"


def spread(times):
    """-> the cells of the median and of the extremes, of seconds."""
    return f"{told(statistics.median(times))} | {told(min(times))} to {told(max(times))}"


class Seen:
    name = "seen in Chromium"

    def __init__(self, given):
        self.given = given
        self.error = 0
        self.rows = table("pages", "change", "server", "median", "from to")

    @property
    def sentence(self):
        return (f"Save to seen: medians of {self.given.rounds} rounds after {self.given.warmups} that do not count. "
                f"The clocks of page and writer agree within {self.error:.1f} ms.")

    def measure(self, pages, server):
        with server:
            plan = {"origin": server.origin, "pid": server.process.pid, "rounds": self.given.rounds,
                    "warmups": self.given.warmups, "limit": server.limit, "rows": edits(server.tool, server.site)}
            with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
                json.dump(plan, file)
                file.flush()
                ran = subprocess.run(["node", str(HERE / "save-to-seen.mjs"), file.name], stdout=subprocess.PIPE, text=True)
        if ran.returncode != 0:
            stop(f"the browser's part ended with {ran.returncode} for {server.name}")
        for row in json.loads(ran.stdout):
            self.error = max(self.error, row["error"])
            # A server that fails once has no median: that would leave out its worst.
            cells = f"not within {server.limit} s | " if row["missed"] else spread([took / 1e3 for took in row["times"]])
            self.rows.append(f"| {pages:,} | {CHANGES[row['name']]} | `{server.name}` | {cells} |")


class Start:
    name = "start, served, idle"

    def __init__(self, given):
        self.given = given
        self.rows = table("pages", "server", "start to first byte", "from to", "save to served", "from to", "peak memory", "idle")

    @property
    def sentence(self):
        return (f"Start: medians of {self.given.starts} after one that does not count. Save to served: medians of {self.given.rounds} "
                f"after {self.given.warmups}, looked at every 2 ms. Peak memory: after those. Idle: share of one core over {IDLE} s.")

    def measure(self, pages, server):
        starts = []
        for _ in range(self.given.starts + 1):
            with server:
                starts.append(server.took_to_start)
        del starts[0]
        with server:
            server.settle()
            row = edits(server.tool, server.site)[0]
            times = [edit(server, row, turn) for turn in range(self.given.warmups + self.given.rounds)]
            Path(row["file"]).write_text(row["restore"], encoding="utf-8")
            server.settle()
            before = server.cpu()
            time.sleep(IDLE)
            idle = (server.cpu() - before) / IDLE
            peak = server.memory("VmHWM")
        times = times[self.given.warmups:]
        served = f"not within {server.limit} s | " if None in times else spread(times)
        self.rows.append(f"| {pages:,} | `{server.name}` | {spread(starts)} | {served} | {peak:,.0f} MiB | {idle:.1%} |")


def edit(server, row, turn):
    took = save(server, row, turn)
    print(f"  round {turn}: {told(took) if took else 'not served'}", file=sys.stderr)
    server.settle()
    return took


def save(server, row, turn):
    mark = f"served{turn}times"
    return server.save(row["file"], row["text"].replace(MARK, mark), row["url"], mark.encode())


class Memory:
    name = "memory after edits"

    def __init__(self, given):
        self.given = given
        self.steps = sorted({step for step in STEPS if step < given.edits} | {given.edits})
        self.rows = table("pages", "server", "at the start", *(f"after {step:,}" for step in self.steps))

    @property
    def sentence(self):
        return (f"Memory held (RSS) after edits of one page, each written once the one before was served. "
                f"A dash: not reached within {self.given.patience:.0f} minutes.")

    def measure(self, pages, server):
        with server:
            server.settle()
            row = edits(server.tool, server.site)[0]
            held = [f"{server.memory('VmRSS'):,.0f} MiB"]
            end = time.perf_counter() + self.given.patience * 60
            for turn in range(1, self.given.edits + 1):
                if time.perf_counter() > end or save(server, row, turn) is None:
                    break
                if turn in self.steps:
                    held.append(f"{server.memory('VmRSS'):,.0f} MiB")
                    print(f"  after {turn:,}: {held[-1]}", file=sys.stderr)
            Path(row["file"]).write_text(row["restore"], encoding="utf-8")
        held += ["–"] * (len(self.steps) + 1 - len(held))
        self.rows.append(f"| {pages:,} | `{server.name}` | {' | '.join(held)} |")


if __name__ == "__main__":
    main()
