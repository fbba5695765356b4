// The switch between light and dark. Who chooses what the system has anyway, follows it from then on.
import { write } from "./progress.js";

/** @param {HTMLElement} button */
export function run(button) {
  const isDark = button.getAttribute("aria-pressed") !== "true";
  const theme = isDark ? "dark" : "light";
  const isSystem = matchMedia(`(prefers-color-scheme: ${theme})`).matches;
  const { dataset } = document.documentElement;
  if (isSystem) delete dataset.theme;
  else dataset.theme = theme;
  button.setAttribute("aria-pressed", String(isDark));
  write("theme", isSystem ? null : theme);
}
