"""The servers that are measured: how each is started, where it keeps what is edited, what it takes."""
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from compare import HERE, real_hugo, stop

# The first lesson of the first module stands in the list of its module in every tool.
MODULE = "courses/course-001/module-01"
LESSON = f"{MODULE}/lesson-00001"
# What a row of the browser's part puts in its place.
MARK = "MARK"
TICKS = os.sysconf("SC_CLK_TCK")


def given_binaries():
    """-> the binaries by tool, as LEERPAD, HUGO and ZOLA name them."""
    found = {}
    for tool in ("leerpad", "hugo", "zola"):
        path = os.environ.get(tool.upper())
        if path:
            found[tool] = shutil.which(path) or stop(f"{tool.upper()} names {path}, which is no program")
    if "hugo" in found:
        found["hugo"] = real_hugo(os.path.abspath(found["hugo"]))
    return {tool: os.path.abspath(path) for tool, path in found.items()}


def variants(binaries):
    """-> the servers to measure, by the name that the table gives them: the tool and its options."""
    every = {"leerpad serve": ("leerpad", []),
             "hugo server": ("hugo", []),
             "hugo server --disableFastRender": ("hugo", ["--disableFastRender"]),
             "zola serve": ("zola", []),
             "zola serve --fast": ("zola", ["--fast"])}
    return {name: (binaries[tool], tool, options) for name, (tool, options) in every.items() if tool in binaries}


def generate(pages, out, binaries):
    """Writes the corpus. Leerpad's own theme is in its binary: the template that is edited is taken out of it."""
    subprocess.run([sys.executable, str(HERE / "gen.py"), "--pages", str(pages), "--out", str(out), "--tools", ",".join(binaries)],
                   check=True, stdout=subprocess.DEVNULL)
    if "leerpad" in binaries:
        subprocess.run([binaries["leerpad"], "theme", "eject", "-q", "-r", str(out / "leerpad"), "templates/lesson.html"],
                       check=True, stdout=subprocess.DEVNULL)


def edits(tool, site):
    """-> the rows of the browser's part: what is open, which file is written, and with what."""
    lesson, module = f"/{LESSON}/", f"/{MODULE}/"
    file = site / "content" / f"{LESSON}.md"
    text = file.read_text(encoding="utf-8")
    template = site / {"leerpad": "templates/lesson.html", "hugo": "layouts/page.html", "zola": "templates/page.html"}[tool]
    page = template.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title"))
    added = text.replace(title, title.split('"')[0] + f'"Lesson 0: {MARK}"')
    rows = [("body", lesson, file, text + f"\n{MARK}\n", text),
            ("title", module, file, text.replace(title, f'{title[:-1]} {MARK}"'), text),
            ("template", lesson, template, page.replace("<article>", f"<article><p>{MARK}</p>", 1), page),
            ("new page", module, file.with_name(f"lesson-new-{MARK}.md"), added, None)]
    for name, _, path, after, _ in rows:
        if MARK not in after:
            stop(f"{path} has no place for the edit of the row `{name}`")
    return [{"name": name, "url": url, "file": str(path), "text": after, "restore": before}
            for name, url, path, after, before in rows]


class Server:
    """One server on one site. `with` starts it and waits until it answers; at the end it is gone."""

    def __init__(self, name, variant, site, log, limit):
        self.name, self.site, self.log, self.limit = name, site, log, limit
        self.binary, self.tool, self.options = variant
        self.connection = None

    def command(self, port):
        own = {"leerpad": ["serve", "-q", "-r", str(self.site), "-p", str(port)],
               "hugo": ["server", "--quiet", "-s", str(self.site), "--bind", "127.0.0.1", "-p", str(port)],
               "zola": ["serve", "--interface", "127.0.0.1", "--port", str(port)]}
        return [self.binary, *own[self.tool], *self.options]

    def __enter__(self):
        # What an earlier run wrote would be found, and the start be another one.
        shutil.rmtree(self.site / "public", ignore_errors=True)
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.log_file = open(self.log, "ab")
        started = time.perf_counter()
        self.process = subprocess.Popen(self.command(self.port), cwd=self.site, stdin=subprocess.DEVNULL, stdout=self.log_file,
                                        stderr=subprocess.STDOUT, start_new_session=True)
        try:
            self.took_to_start = self.until(lambda: self.get("/") is not None, started, max(self.limit, 120))
            if self.took_to_start is None:
                stop(f"{self.name} answered nothing within {max(self.limit, 120)} s; {self.log} holds what it said")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        except ProcessLookupError:
            self.process.wait()
        self.log_file.close()

    def get(self, path):
        """-> the bytes of a page; None where there is none (yet)."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.limit)
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            body = answer.read()
            return body if answer.status == 200 else None
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            return None

    def until(self, is_so, since, limit=None):
        """Looks every 2 ms. -> seconds that it took; None where the limit came first."""
        limit = limit or self.limit
        while not is_so():
            if self.process.poll() is not None:
                stop(f"{self.name} ended with {self.process.returncode}; {self.log} holds what it said")
            if time.perf_counter() - since > limit:
                return None
            time.sleep(0.002)
        return time.perf_counter() - since

    def save(self, file, text, path, mark):
        """-> seconds from the write of a file until a page holds the mark; None past the limit."""
        written = time.perf_counter()
        Path(file).write_text(text, encoding="utf-8")
        return self.until(lambda: mark in (self.get(path) or b""), written)

    def cpu(self):
        """Seconds of processor time so far."""
        # The name of the program stands in brackets and may hold anything.
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self, which):
        """MiB of `VmRSS` (now) or `VmHWM` (at the peak)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in status if line.startswith(which + ":")) / 1024

    def settle(self):
        """Waits until the server has done what it does after an answer: less than a tenth of a core, half second by
        half second, for longer than the two seconds after which Leerpad looks at a young file again."""
        end = time.perf_counter() + self.limit
        quiet = 0
        while quiet < 5 and time.perf_counter() < end:
            before = self.cpu()
            time.sleep(0.5)
            quiet = quiet + 1 if self.cpu() - before < 0.05 else 0


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
