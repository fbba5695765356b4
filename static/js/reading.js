// What a text gets once somebody begins to read it. Words and stylesheet: #reading_tools.
const tools = /** @type {HTMLTemplateElement} */ (document.getElementById("reading_tools"));

const sheet = new Promise((done) => {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href: tools.dataset.css, onload: done, onerror: done });
  document.head.append(link);
});

/** One of the tools, to be put somewhere. @param {string} selector @returns {any} */
const tool = (selector) => tools.content.querySelector(selector)?.cloneNode(true);

/** A button at a block of code that copies it. @param {HTMLElement} pre */
function copying(pre) {
  const frame = document.createElement("div"), button = tool(".copy"), output = tool("output");
  const hadFocus = document.activeElement === pre;
  frame.className = "code";
  pre.replaceWith(frame);
  frame.append(pre, button, output);
  if (hadFocus) pre.focus({ preventScroll: true });
  const name = button.textContent;
  button.addEventListener("click", async () => {
    let word = button.dataset.copied;
    try {
      await navigator.clipboard.writeText((pre.textContent ?? "").trimEnd());
    } catch {
      getSelection()?.selectAllChildren(pre);
      word = button.dataset.failed;
    }
    button.textContent = output.textContent = word;
    setTimeout(() => {
      button.textContent = name;
      output.textContent = "";
    }, 4000);
  });
}

sheet.then(() => document.querySelectorAll("pre").forEach(copying));
if (document.querySelector(".fn, .term")) Promise.all([import("./notes.js"), sheet]).then(([notes]) => notes.begin(tool(".note")), console.warn);
export {};
