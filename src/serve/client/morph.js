// Brings what the author changed into the page, and leaves all else alone.
//
// Three trees: the page that is shown (live), as the server sent it before (last), and as it sends
// it now (next). Only where the last two differ is the first one touched. So what a reader did (a
// box ticked, an answer opened, a word typed) and what the page's own scripts made stays.

/**
 * Makes the change from one element of the server's to another in the live one.
 * The promise comes true once new stylesheets are in force and those that they replace are gone.
 */
export async function morph(live, last, next) {
  const sheets = { coming: [], going: [] };
  change(live, last, next, sheets);
  if (sheets.coming.length + sheets.going.length === 0) return;
  const are = await Promise.all(sheets.coming.map(loaded));
  // One that does not come leaves the one before in its place.
  if (are.every(Boolean)) sheets.going.forEach((sheet) => sheet.remove());
}

function change(live, last, next, sheets) {
  attributes(live, last, next);
  // What stands in a <noscript> is text in a page where scripts run, and elements elsewhere.
  if (live.localName === "noscript") return;
  const twins = pair([...last.childNodes], [...live.childNodes]);
  const before = pair([...next.childNodes], [...last.childNodes]);
  const kept = new Set(before.values());
  for (const old of last.childNodes) {
    const twin = kept.has(old) ? null : twins.get(old);
    if (!twin) continue;
    if (isStylesheet(twin)) sheets.going.push(twin);
    else twin.remove();
  }
  let previous = null;
  for (const node of next.childNodes) {
    const old = before.get(node);
    const twin = old && twins.get(old);
    const isSame = old?.isEqualNode(node);
    // What a script has taken away stays away until the author changes it.
    if (!twin && isSame) continue;
    if (!twin) {
      const added = document.importNode(node, true);
      live.insertBefore(added, previous ? previous.nextSibling : live.firstChild);
      if (isStylesheet(added)) sheets.coming.push(added);
      previous = added;
      continue;
    }
    if (!isSame && node.nodeType === Node.ELEMENT_NODE) change(twin, old, node, sheets);
    else if (!isSame) twin.nodeValue = node.nodeValue;
    previous = twin;
  }
}

function attributes(live, last, next) {
  for (const { name } of last.attributes) {
    if (!next.hasAttribute(name)) live.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (last.getAttribute(name) !== value) live.setAttribute(name, value);
  }
}

function isStylesheet(node) {
  return node.localName === "link" && node.rel === "stylesheet";
}

// Whether a stylesheet comes.
function loaded(link) {
  return new Promise((done) => {
    if (link.sheet) done(true);
    link.addEventListener("load", () => done(true), { once: true });
    link.addEventListener("error", () => done(false), { once: true });
  });
}

// By what a node is known again, whatever was done to it. Text is known by its neighbours alone.
function name(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return null;
  if (node.id) return `${node.localName}#${node.id}`;
  const said = ["rel", "name", "property", "src", "href", "for", "value"].map((one) => node.getAttribute(one) ?? "");
  return [node.localName, ...said, node.textContent].join("\n");
}

// Who is who in two lists of nodes: those of the same name, as many as can be in the same order; and
// between them those of the same kind.
function pair(some, others) {
  const pairs = new Map();
  const [left, right] = [some.map(name), others.map(name)];
  let [i, j] = [0, 0];
  for (const [x, y] of [...common(left, right), [some.length, others.length]]) {
    while (i < x) {
      const node = some[i++];
      const at = others.findIndex((other, at) => at >= j && at < y && isLike(node, other));
      if (at < 0) continue;
      pairs.set(node, others[at]);
      j = at + 1;
    }
    if (x < some.length) pairs.set(some[x], others[y]);
    [i, j] = [x + 1, y + 1];
  }
  return pairs;
}

// Whether one may become the other. A stylesheet is swapped as a whole.
function isLike(one, other) {
  return one.nodeName === other.nodeName && !isStylesheet(one);
}

// More comparisons than this take longer than a reader waits; then kinds alone must do.
const MOST = 1_000_000;

// The longest common subsequence, as pairs of places.
function common(left, right) {
  const isSame = (x, y) => left[x] !== null && left[x] === right[y];
  const pairs = [];
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  for (let at = 0; at < start; at++) if (isSame(at, at)) pairs.push([at, at]);
  const after = [];
  let [x, y] = [left.length, right.length];
  while (x > start && y > start && left[x - 1] === right[y - 1]) {
    [x, y] = [x - 1, y - 1];
    if (isSame(x, y)) after.unshift([x, y]);
  }
  const [rows, columns] = [x - start, y - start];
  if (rows * columns > MOST) return [...pairs, ...after];
  const longest = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      longest[row][column] = isSame(start + row, start + column)
        ? longest[row + 1][column + 1] + 1
        : Math.max(longest[row + 1][column], longest[row][column + 1]);
    }
  }
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (isSame(start + row, start + column)) pairs.push([start + row++, start + column++]);
    else if (longest[row + 1][column] >= longest[row][column + 1]) row++;
    else column++;
  }
  return [...pairs, ...after];
}
