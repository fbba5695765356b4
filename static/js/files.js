/**
 * Gives the reader a file.
 * @param {string} name
 * @param {unknown} content that becomes JSON
 */
export function save(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2) + "\n"], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}

/**
 * Asks the reader for a file.
 * @returns {Promise<any>} what its JSON says, null where it is none; none chosen never resolves
 */
export function open() {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", accept: ".json,application/json" });
  input.click();
  return new Promise((given) =>
    input.addEventListener("change", () => input.files?.[0]?.text().then(JSON.parse).then(given, () => given(null))));
}
