// Sends a page to somebody: by what the device has for it, else by a copy of its address.

/** @param {HTMLElement} button */
export async function run(button) {
  const { value: url } = /** @type {HTMLButtonElement} */ (button);
  const output = /** @type {HTMLElement} */ (button.nextElementSibling);
  const title = document.querySelector('[property="og:title"]')?.getAttribute("content") ?? document.title;
  try {
    if (navigator.share) return await navigator.share({ title, url });
  } catch (fault) {
    // Its reader thought better of it.
    if (/** @type {Error} */ (fault).name === "AbortError") return;
  }
  try {
    await navigator.clipboard.writeText(url);
    output.textContent = output.dataset.copied ?? "";
  } catch {
    output.textContent = `${output.dataset.failed}\n${url}`;
  }
}
