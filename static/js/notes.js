// Footnotes and terms say what they mean where they stand: a footnote when it is chosen, a term under
// the pointer, at the focus, or when it is tapped.
/** @type {HTMLElement} */
let note;
/** What the note belongs to, while it shows. @type {HTMLAnchorElement | undefined} */
let shown;
/** @type {ReturnType<typeof setTimeout>} */
let timer;
/** Whether the note is there for the pointer, and goes with it. */
let pointed = false;
/** @type {Record<string, Promise<Document>>} */
const pages = {};

/** @param {EventTarget | null} target @param {string} selector */
const link = (target, selector) => (target instanceof Element ? /** @type {HTMLAnchorElement?} */ (target.closest(selector)) : null);

/** @param {HTMLAnchorElement} of */
const id = (of) => decodeURIComponent(of.hash.slice(1));

/** The page that a link leads to, fetched once. @param {HTMLAnchorElement} of */
const page = ({ pathname, href }) =>
  pathname === location.pathname
    ? Promise.resolve(document)
    : (pages[pathname] ??= fetch(href).then(async (answer) => {
        if (!answer.ok) throw answer;
        return new DOMParser().parseFromString(await answer.text(), "text/html");
      }));

/** The title and the definition of a term. @param {HTMLAnchorElement} of */
async function definition(of) {
  const title = (await page(of)).getElementById(id(of));
  const texts = [];
  let next = title?.nextElementSibling;
  while (next?.localName === "dt") next = next.nextElementSibling;
  for (; next?.localName === "dd"; next = next.nextElementSibling) texts.push(next.textContent?.trim().replace(/\s+/g, " "));
  if (!title || !texts.length) throw of;
  return { title: title.textContent ?? "", text: texts.join("\n") };
}

/** Below the link, or above it where there is no room. @param {HTMLAnchorElement} of */
function place(of) {
  const rects = of.getClientRects(), rect = rects[rects.length - 1];
  if (!rect) return;
  const room = document.documentElement.clientWidth - note.offsetWidth - 16;
  const height = note.offsetHeight + 6;
  const above = rect.bottom + height > innerHeight && rect.top > height;
  note.style.left = `${scrollX + Math.max(16, Math.min(rect.left, room))}px`;
  note.style.top = `${scrollY + (above ? rect.top - height : rect.bottom + 6)}px`;
}

/** @param {HTMLAnchorElement} of @param {string} role @param {(Node | string)[]} what */
function show(of, role, ...what) {
  clearTimeout(timer);
  shown?.removeAttribute("aria-describedby");
  shown = of;
  pointed &&= role === "tooltip";
  note.replaceChildren(...what);
  note.setAttribute("role", role);
  note.hidden = false;
  if (role === "tooltip") of.setAttribute("aria-describedby", note.id);
  place(of);
}

/** @param {boolean} [back] whether the focus returns to where the note came from */
function hide(back = false) {
  clearTimeout(timer);
  pointed = false;
  if (!shown) return;
  const of = shown;
  shown = undefined;
  of.removeAttribute("aria-describedby");
  if (back) of.focus({ preventScroll: true });
  note.hidden = true;
}

/** @param {HTMLAnchorElement} of */
function footnote(of) {
  const text = document.createElement("div");
  text.append(...[...(document.getElementById(id(of))?.childNodes ?? [])].map((node) => node.cloneNode(true)));
  for (const back of text.querySelectorAll(".fn-back")) back.remove();
  for (const named of text.querySelectorAll("[id]")) named.removeAttribute("id");
  show(of, "note", text);
  note.focus({ preventScroll: true });
}

/** A term that is tapped: the way to its page stands in the note. @param {HTMLAnchorElement} of */
async function tapped(of) {
  try {
    const { title, text } = await definition(of);
    const way = document.createElement("a");
    Object.assign(way, { href: of.href, textContent: title });
    const paragraph = document.createElement("p");
    paragraph.append(way);
    show(of, "note", paragraph, text);
    note.focus({ preventScroll: true });
  } catch {
    location.assign(of.href);
  }
}

/** A term that is pointed at, or has the focus. @param {HTMLAnchorElement} of @param {boolean} byPointer */
function hint(of, byPointer) {
  clearTimeout(timer);
  if (shown === of) return;
  pointed = byPointer;
  timer = setTimeout(async () => {
    try {
      const mine = timer, { text } = await definition(of);
      // Meanwhile the reader may have gone elsewhere.
      if (timer === mine) show(of, "tooltip", text);
    } catch {
      // The link leads there all the same.
    }
  }, byPointer ? 150 : 0);
}

/** @param {HTMLElement} frame */
export function begin(frame) {
  note = frame;
  note.id = "note_text";
  note.hidden = true;
  document.querySelector("main")?.append(note);

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const reference = link(event.target, ".fn a"), term = link(event.target, "a.term");
    if (reference) {
      event.preventDefault();
      if (shown === reference) hide(true);
      else footnote(reference);
    } else if (term && /** @type {PointerEvent} */ (event).pointerType === "touch" && shown !== term) {
      event.preventDefault();
      tapped(term);
    }
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Node && !note.contains(target) && !shown?.contains(target)) hide();
  });
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    const term = link(target, "a.term");
    if (pointerType === "mouse" && term) hint(term, true);
    else if (pointed) {
      clearTimeout(timer);
      if (!(target instanceof Node && note.contains(target))) timer = setTimeout(hide, 300);
    }
  });
  document.addEventListener("focusin", ({ target }) => {
    const term = link(target, "a.term");
    if (term?.matches(":focus-visible")) hint(term, false);
    else if (target instanceof Node && !note.contains(target) && target !== shown) hide();
  });
  document.addEventListener("keydown", (event) => {
    const { key } = event, within = note.contains(document.activeElement);
    if (!shown) return clearTimeout(timer);
    if (key === "Escape") {
      event.preventDefault();
      hide(within);
    } else if (key === "Tab" && within) {
      const stops = [note, ...note.querySelectorAll("a")];
      const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
      if (event.shiftKey ? at > 0 : at < stops.length - 1) return;
      // On from where the note came from, and not from the end of the page.
      if (event.shiftKey) event.preventDefault();
      hide(true);
    }
  });
  addEventListener("resize", () => hide());
}
