// Search: a dialog on every page, and the same on the page of its own, where its form and its words
// stand. Pagefind, which knows the index, is loaded when somebody begins.
import { fill, read, write } from "./progress.js";

/**
 * What of Pagefind is used: https://pagefind.app/docs/api/
 * @typedef {{ url: string, title: string, excerpt: string }} Part
 * @typedef {{ url: string, excerpt: string, meta: Record<string, string>, filters: Record<string, string[]>, sub_results: Part[] }} Page
 * @typedef {{ results: { data(): Promise<Page> }[] }} Answer
 * @typedef {{ options(options: object): Promise<void>, init(): Promise<void>, mergeIndex(folder: string, options: object): Promise<void>, search(words: string, options: object): Promise<Answer> }} Pagefind
 */

/** Shown at a time. */
const SOME = 10;

/** @type {Promise<Pagefind> | undefined} */
let pagefind;
/** @type {HTMLDialogElement | undefined} */
let dialog;

/** The index knows whole paths, and says where it goes on before and after an excerpt. */
const OPTIONS = { baseUrl: "/", excerptLength: 24, excerptEllipsis: "…" };

/** @param {string} folders of the index, the first with what runs here */
async function load(folders) {
  const [first, ...others] = folders.split(" ");
  /** @type {Pagefind} */
  const loaded = await import(new URL(`${first}pagefind.js`, location.href).href);
  await loaded.options(OPTIONS);
  await loaded.init();
  await Promise.all(others.map((folder) => loaded.mergeIndex(folder, OPTIONS)));
  return loaded;
}

/** Compounds are taken apart in the index: a word may be broken there. @param {string} text */
const plain = (text) => text.replaceAll("~|~", "\u00ad");

/** The words around what was found, which is marked. @param {Element} place @param {string} excerpt */
function mark(place, excerpt) {
  for (const [at, text] of plain(excerpt).split(/<\/?mark>/).entries()) {
    const part = at % 2 ? document.createElement("mark") : new Text();
    part.textContent = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    place.append(part);
  }
}

/** @template {Element} [T=HTMLElement] @param {ParentNode} root @param {string} selector */
const one = (root, selector) => /** @type {T} */ (root.querySelector(selector));

/** Has a form search, wherever it stands. @param {HTMLElement} root */
function begin(root) {
  const form = /** @type {HTMLFormElement} */ (one(root, "form"));
  const input = /** @type {HTMLInputElement} */ (one(form, "input[name=q]"));
  const choices = /** @type {HTMLSelectElement[]} */ ([...form.querySelectorAll("select")]);
  const [status, list, more] = [one(root, "[role=status]"), one(root, "ol"), one(root, ".search-more")];
  const template = /** @type {HTMLTemplateElement} */ (one(root, "template"));
  const key = /** @type {HTMLInputElement} */ (one(root, ".search-key input"));
  let turn = 0;
  let timer = 0;
  /** @type {() => Promise<void>} */
  let next = async () => {};

  /** @param {string} word @param {number} [count] */
  const say = (word, count = 0) => {
    status.textContent = fill(status.dataset[word], { count, query: input.value.trim() });
  };

  /** @param {Page} page */
  const item = (page) => {
    const found = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const link = /** @type {HTMLAnchorElement} */ (one(found, "a"));
    link.href = page.url;
    link.textContent = plain(page.meta.title ?? page.url);
    const [kind = ""] = page.filters.kind ?? [];
    const label = [...form.querySelectorAll("option")].find((option) => option.value === kind)?.textContent;
    one(found, ".meta").textContent = [label, ...(page.filters.course ?? [])].filter(Boolean).join(" · ");
    mark(one(found, ".search-excerpt"), page.excerpt);
    const parts = one(found, "ul");
    for (const part of page.sub_results.filter((part) => part.url !== page.url).slice(0, 3)) {
      const inner = document.createElement("a");
      [inner.href, inner.textContent] = [part.url, plain(part.title)];
      parts.appendChild(document.createElement("li")).append(inner);
    }
    if (!parts.childElementCount) parts.remove();
    return found;
  };

  const show = async () => {
    const mine = ++turn;
    const query = input.value.trim();
    const chosen = choices.filter((choice) => choice.value);
    if (!dialog?.contains(root)) {
      const asked = new URLSearchParams([["q", query], ...chosen.map((choice) => [choice.name, choice.value])]);
      history.replaceState(history.state, "", query ? `?${asked}` : location.pathname);
    }
    if (!query) {
      list.replaceChildren();
      more.hidden = true;
      return void (status.textContent = "");
    }
    try {
      if (!status.textContent) say("busy");
      pagefind ??= load(root.dataset.search ?? "");
      const filters = Object.fromEntries(chosen.map((choice) => [choice.name, choice.value]));
      const { results } = await (await pagefind).search(query, { filters });
      let shown = 0;
      next = async () => {
        const pages = await Promise.all(results.slice(shown, shown + SOME).map((result) => result.data()));
        if (mine !== turn) return;
        const items = pages.map(item);
        shown ? list.append(...items) : list.replaceChildren(...items);
        shown += pages.length;
        more.hidden = shown >= results.length;
      };
      await next();
      if (mine === turn) say(["none", "one"][results.length] ?? "many", results.length);
    } catch {
      pagefind = undefined;
      if (mine === turn) say("failed");
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  });
  form.addEventListener("submit", (event) => {
    if (dialog?.contains(root)) return;
    event.preventDefault();
    show();
  });
  more.addEventListener("click", async () => {
    const { length } = list.children;
    await next();
    one(list.children[length] ?? list, "a")?.focus();
  });
  root.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [input, .../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("a"))];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    stops[at + step]?.focus();
  });
  key.checked = read("search-key") !== false;
  key.addEventListener("change", () => write("search-key", key.checked));
  pagefind ??= load(root.dataset.search ?? "");
  pagefind.catch(() => (pagefind = undefined));
  return { input, choices, show };
}

/** The stylesheet of search, once it is there. @param {string | undefined} href */
const dressed = (href) =>
  new Promise((done) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href, onload: done, onerror: done });
    document.head.append(link);
  });

/** The dialog, with what stands in the page of search. @param {string} href */
async function make(href) {
  const answer = await fetch(href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const root = document.importNode(one(page, "[data-search]"), true);
  await dressed(root.dataset.css);
  const made = document.createElement("dialog");
  made.className = "search-dialog";
  made.setAttribute("aria-label", one(page, "h1").textContent ?? "");
  made.append(root);
  document.body.append(made);
  dialog = made;
  const close = one(root, ".search-close");
  close.hidden = false;
  made.addEventListener("click", (event) => {
    const { target } = event;
    if (target === made || target === close || (target instanceof Element && target.closest("ol a"))) made.close();
  });
  begin(root);
  return made;
}

/** @type {ReturnType<typeof begin> | undefined} */
let here;
const own = /** @type {HTMLElement?} */ (document.querySelector("main [data-search]"));
if (own) {
  dressed(own.dataset.css);
  here = begin(own);
  const asked = new URLSearchParams(location.search);
  here.input.value ||= asked.get("q") ?? "";
  for (const choice of here.choices) {
    const value = asked.get(choice.name);
    if (value && [...choice.options].some((option) => option.value === value)) choice.value = value;
  }
  here.show();
}

/** Opens search. @param {HTMLElement} link to its page */
export async function run(link) {
  const { href } = /** @type {HTMLAnchorElement} */ (link);
  if (here) return here.input.select();
  try {
    dialog ??= await make(href);
    if (!dialog.open) dialog.showModal();
    one(dialog, "input").focus();
  } catch {
    location.href = href;
  }
}
