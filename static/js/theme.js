// The switch between light and dark. Who chooses what the system has anyway, follows it from then on.
import { write } from "./progress.js";

/** @param {HTMLElement} button */
export function run(button) {
  const theme = button.getAttribute("aria-pressed") === "true" ? "light" : "dark";
  const detail = matchMedia(`(prefers-color-scheme: ${theme})`).matches ? null : theme;
  write("theme", detail);
  dispatchEvent(new CustomEvent("theme", { detail }));
}
