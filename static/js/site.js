// The one script of every page. It stands before the stylesheet, so that the colours that a reader
// chose are there at the first paint; what else a page can do is imported when it is first wanted.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  /** @param {string} name */
  const kept = (name) => {
    try {
      return JSON.parse(localStorage.getItem(`leerpad:1:${root.dataset.base}:${name}`) ?? "null");
    } catch {
      // Nothing can be read here, or it was not ours.
    }
  };

  // The colours that a reader chose, just now or before, else those of the system.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  /** @param {any} [event] */
  const colours = ({ detail: theme = kept("theme") } = {}) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    // What is painted before the stylesheet is here follows this alone.
    document.querySelector("[name=color-scheme]")?.setAttribute("content", theme || "light dark");
    const isDark = theme ? theme === "dark" : dark.matches;
    document.querySelector("[data-action=theme]")?.setAttribute("aria-pressed", String(isDark));
  };
  colours();
  dark.addEventListener("change", colours);
  // The button is there; it acts; another tab chose; the browser brought this page back.
  for (const type of ["DOMContentLoaded", "theme", "storage", "pageshow"]) addEventListener(type, colours);

  // An element says by `data-action` which module acts when it is clicked, or sent if it is a form.
  /** @type {Record<string, () => Promise<{ run(element: HTMLElement, event: Event): void }>>} */
  const actions = {
    certificate: () => import("./certificate.js"),
    checklist: () => import("./checklist.js"),
    device: () => import("./device.js"),
    quiz: () => import("./quiz.js"),
    search: () => import("./search.js"),
    share: () => import("./share.js"),
    theme: () => import("./theme.js"),
  };

  for (const type of ["click", "submit"]) {
    document.addEventListener(type, (event) => {
      const { target } = event;
      const element = target instanceof Element && /** @type {HTMLElement?} */ (target.closest("[data-action]"));
      if (!element || (element.localName === "form") !== (type === "submit")) return;
      const load = actions[element.dataset.action ?? ""];
      // A click that opens a link elsewhere is the browser's.
      if (!load || (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
      event.preventDefault();
      load().then((module) => module.run(element, event), (fault) => {
        console.warn(fault);
        if (element instanceof HTMLAnchorElement) location.assign(element.href);
      });
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    // A page whose script cannot be fetched is as it is without any.
    /** @param {unknown} fault */
    const plain = (fault) => {
      console.warn(fault);
      root.classList.remove("js");
    };
    if (document.querySelector("[data-checklist], [data-quiz], [data-course], .path")) import("./progress.js").catch(plain);
    if (document.querySelector("[data-search]")) actions.search().catch(plain);
    if (document.querySelector("[data-kept]")) import("./offline.js").catch(console.warn);
  });

  // With the first sign of a reader comes what helps in reading.
  for (const type of ["pointermove", "touchstart", "scroll", "focusin"]) {
    addEventListener(type, () => {
      if (document.getElementById("reading_tools")) import("./reading.js").catch(console.warn);
      if ("offline" in root.dataset) import("./offline.js").catch(console.warn);
    }, { once: true, passive: true });
  }

  // `/` opens search, but where it is a letter or its reader wants no such keys (WCAG 2.1.4).
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || kept("search-key") === false) return;
    if (target instanceof Element && target.closest("input, select, textarea, [contenteditable]")) return;
    const link = /** @type {HTMLElement?} */ (document.querySelector("[data-action=search]"));
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
