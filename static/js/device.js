// What this device remembers of the site, in the reader's own hands: wiped, or taken along in a file.
import { names, read as kept, write } from "./progress.js";
import { sure } from "./confirm.js";
import { open, save } from "./files.js";

const base = document.documentElement.dataset.base;

/** @param {HTMLElement} button */
export async function run(button) {
  const tools = /** @type {HTMLElement} */ (button.closest(".tools"));
  /** @param {string} word */
  const told = (word) => {
    const output = /** @type {HTMLElement} */ (tools.querySelector(".told"));
    output.textContent = output.dataset[word] ?? "";
  };
  const forget = () => names().forEach((name) => write(name, null));
  // The pages that were read (static/js/worker.js); of a site that keeps none there are none.
  const read = `leerpad:1:${new URL(base ?? "/", location.origin).pathname}:read`, hasRead = Boolean(await globalThis.caches?.has(read).catch(() => false));
  switch (button.getAttribute("value")) {
    case "save":
      if (!names().length) return told("nothing");
      save("leerpad.json", { leerpad: 1, base, t: new Date().toISOString(), kept: Object.fromEntries(names().map((name) => [name, kept(name)])) });
      return told("saved");
    case "load": {
      const file = await open();
      if (file?.leerpad !== 1 || !file.kept || typeof file.kept !== "object") return told("unreadable");
      if (file.base !== base) return told("other");
      if (names().length && !(await sure(button, tools))) return;
      const before = names().map((name) => [name, kept(name)]);
      const put = (/** @type {any[][]} */ all) => {
        forget();
        return all.every(([name, value]) => write(name, value));
      };
      if (put(Object.entries(file.kept))) return told("loaded");
      // There is no room for it: what was there had some.
      put(before);
      return told("unsaved");
    }
    case "wipe":
      if (!names().length && !hasRead) return told("nothing");
      if (!(await sure(button, tools))) return;
      forget();
      if (hasRead) await caches.delete(read);
      return told("wiped");
  }
}
