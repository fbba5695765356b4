// What a reader can do with a list of tasks besides ticking.
import { boxes, every, keep, own, ticks } from "./progress.js";
import { sure } from "./confirm.js";
import { open, save } from "./files.js";

/** Says how it went, in the words of the template. @param {HTMLElement} list @param {string} word @param {string} [more] */
function told(list, word, more = "") {
  const [output] = own(list, ".told");
  if (output) output.textContent = [output.dataset[word], more].filter(Boolean).join("\n");
}

/** @param {HTMLElement} list @param {string} text @param {string} word */
const copy = (list, text, word) =>
  Promise.resolve().then(() => navigator.clipboard.writeText(text)).then(() => told(list, word), () => told(list, "failed", text));

/** The list as Markdown. @param {HTMLElement} list */
export function markdown(list) {
  const title = list.querySelector("h1, .box-title")?.textContent?.trim().replace(/\u00ad/g, "");
  const lines = boxes(list).map((box) => {
    let depth = -1;
    for (let at = box.closest(".tasks"); at && list.contains(at); at = at.parentElement?.closest("ul, ol") ?? null) depth += 1;
    const label = box.labels?.[0]?.textContent?.trim().replace(/\s+/g, " ");
    return `${"  ".repeat(Math.max(depth, 0))}- [${box.checked ? "x" : " "}] ${label}`;
  });
  return `# ${title}\n\n${lines.join("\n")}\n`;
}

/** The address of the list with what is ticked in it. @param {HTMLElement} list */
function link(list) {
  const ids = Object.keys(ticks(list).c), id = list.dataset.checklist?.split("#")[1];
  return `${location.origin}${location.pathname}#ticks=${ids.join(",")}${id ? `&list=${id}` : ""}`;
}

/**
 * Takes ticks over from elsewhere; asks first where others would be lost.
 * @param {HTMLElement} list
 * @param {string[]} ids
 */
async function take(list, ids) {
  const here = boxes(list);
  const differs = here.some((box) => box.checked && !ids.includes(box.name));
  const [button] = own(list, "button[value=load]");
  if (differs && button && !(await sure(button, list))) return;
  for (const box of here) box.checked = ids.includes(box.name);
  keep(list);
  told(list, "loaded");
}

/** Ticks that came with the address. @param {URLSearchParams} sent */
export function receive(sent) {
  const id = sent.get("list");
  const lists = every(document, "[data-checklist]");
  const list = lists.find((list) => list.dataset.checklist?.split("#")[1] === (id ?? ""));
  history.replaceState(null, "", location.pathname + location.search);
  const [tools] = list ? own(list, "details.tools") : [];
  if (!list || !tools) return;
  tools.setAttribute("open", "");
  take(list, (sent.get("ticks") ?? "").split(","));
}

/** @param {HTMLElement} button */
export async function run(button) {
  const list = /** @type {HTMLElement} */ (button.closest("[data-checklist]"));
  const { checklist: name = "" } = list.dataset;
  switch (button.getAttribute("value")) {
    case "print":
      return print();
    case "copy":
      return copy(list, markdown(list), "copied");
    case "link":
      return copy(list, link(list), "linked");
    case "save":
      save(`${name.split(/\W+/).filter(Boolean).join("-")}.json`, { list: name, ...ticks(list) });
      return told(list, "saved");
    case "load": {
      const file = await open();
      if (!file?.c || typeof file.c !== "object") return told(list, "unreadable");
      if (file.list !== name) return told(list, "other");
      return take(list, Object.keys(file.c));
    }
    case "reset":
      if (!(await sure(button, list))) return;
      for (const box of boxes(list)) box.checked = false;
      keep(list);
      return told(list, "reset");
  }
}
