// Two pictures of a page, compared block by block, in the browser: nothing else here decodes WebP.
//
// The eye does not see how a letter's edge was smoothed, but it sees a line that is gone. So the mean
// colour of a block may differ a little, and a stretch of plain colour (paper, a border, the side of
// a box) hardly. Both may lie a pixel further, which is how lengths are rounded. The bounds were
// measured on the demo: letters a tenth of a pixel bolder, or placed on whole pixels, stay below them
// but for one picture in thirty; a heading that is moved by 4 px exceeds the first, and in four of five
// pictures the border of the header, one pixel of a pale grey, the last.

/** In pixels of the pictures, which are half as large as the page. */
const BLOCK = 8;
const STRETCH = 32;
/** So many stretches, one behind the other, are a line. */
const LINE = 3;
/** What a mean colour may differ by, of 255: of a block; of three rows of a stretch together, and of a line. */
const OF_BLOCK = 17;
const OF_STRETCH = 28;
const OF_LINE = 14;
/** Colours so near to one another are one plain colour. */
const PLAIN = 8;

/** Runs in the page: everything that it needs comes in as its argument. */
async function inPage({ reference, actual, bounds: { BLOCK, STRETCH, LINE, OF_BLOCK, OF_STRETCH, OF_LINE, PLAIN } }) {
  const load = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/webp" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
    canvas.drawImage(bitmap, 0, 0);
    return canvas.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  const [one, other] = [await load(reference), await load(actual)];
  const width = Math.min(one.width, other.width), height = Math.min(one.height, other.height);
  const across = Math.ceil(width / BLOCK), down = Math.ceil(height / BLOCK);
  const differs = new Float32Array(across * down);
  const mark = (x, y, by) => {
    const at = Math.floor(y / BLOCK) * across + Math.floor(x / BLOCK);
    differs[at] = Math.max(differs[at], by);
  };
  const apart = (a, b) => Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));

  // Sums over all that is left of a pixel and above it give the mean of any block in four steps.
  const row = width + 1;
  const sums = (image) => [0, 1, 2].map((channel) => {
    const sum = new Float64Array(row * (height + 1));
    for (let y = 0; y < height; y++) {
      for (let x = 0, line = 0; x < width; x++) {
        line += image.data[(y * image.width + x) * 4 + channel];
        sum[(y + 1) * row + x + 1] = sum[y * row + x + 1] + line;
      }
    }
    return sum;
  });
  const [oneSums, otherSums] = [sums(one), sums(other)];
  const mean = (of, left, top, right, bottom) => of.map((sum) =>
    (sum[bottom * row + right] - sum[top * row + right] - sum[bottom * row + left] + sum[top * row + left]) / ((right - left) * (bottom - top)));
  for (let top = 0; top < height; top += BLOCK) {
    for (let left = 0; left < width; left += BLOCK) {
      const right = Math.min(left + BLOCK, width), bottom = Math.min(top + BLOCK, height);
      const wanted = mean(oneSums, left, top, right, bottom);
      let least = Infinity;
      for (const dy of [0, -1, 1]) {
        for (const dx of [0, -1, 1]) {
          if (least <= OF_BLOCK || left + dx < 0 || top + dy < 0 || right + dx > width || bottom + dy > height) continue;
          least = Math.min(least, apart(wanted, mean(otherSums, left + dx, top + dy, right + dx, bottom + dy)));
        }
      }
      if (least > OF_BLOCK) mark(left, top, least);
    }
  }

  // Along each row and column of pixels: stretches that are plain in both pictures, three rows at a
  // time. A line may lie between two rows of a picture; then each of them has a half of it.
  const stretch = (image, x, y, dx, dy) => {
    const low = [255, 255, 255], high = [0, 0, 0], sum = [0, 0, 0];
    for (let n = 0; n < STRETCH; n++) {
      const at = ((y + n * dy) * image.width + x + n * dx) * 4;
      for (let channel = 0; channel < 3; channel++) {
        const value = image.data[at + channel];
        if (value < low[channel]) low[channel] = value;
        if (value > high[channel]) high[channel] = value;
        sum[channel] += value;
      }
    }
    return apart(low, high) <= PLAIN ? sum.map((value) => value / STRETCH) : null;
  };
  const three = (rows) => rows.map((at, n) => {
    const [above, below] = [rows[n - 1], rows[n + 1]];
    return above && at && below ? at.map((value, channel) => value + above[channel] + below[channel]) : null;
  });
  for (const [dx, dy] of [[1, 0], [0, 1]]) {
    const lines = dx ? height : width, length = dx ? width : height;
    const stretches = Math.floor(length / STRETCH), off = new Float32Array(lines * stretches);
    for (let at = 0; at < stretches; at++) {
      const from = at * STRETCH;
      const along = (image) => three(Array.from({ length: lines }, (_, n) => stretch(image, dx ? from : n, dx ? n : from, dx, dy)));
      const [a, b] = [along(one), along(other)];
      const near = (sum, sums, n) => Math.min(...[n - 1, n, n + 1].filter((m) => sums[m]).map((m) => apart(sum, sums[m])));
      for (let n = 0; n < lines; n++) {
        if (!a[n] || !b[n]) continue;
        off[n * stretches + at] = Math.max(near(a[n], b, n), near(b[n], a, n));
      }
    }
    for (let n = 0; n < lines; n++) {
      const by = off.subarray(n * stretches, (n + 1) * stretches);
      for (let at = 0, end; at < stretches; at = end + 1) {
        for (end = at; by[end] > OF_LINE; end++);
        for (let one = at; one < end; one++) {
          if (end - at < LINE && by[one] <= OF_STRETCH) continue;
          for (let m = one * STRETCH; m < (one + 1) * STRETCH; m += BLOCK) mark(dx ? m : n, dx ? n : m, by[one]);
        }
      }
    }
  }

  // What lies together is told together: blocks with at most one between them.
  const seen = new Uint8Array(differs.length), places = [];
  for (let first = 0; first < differs.length; first++) {
    if (!differs[first] || seen[first]) continue;
    const place = { left: Infinity, top: Infinity, right: 0, bottom: 0, blocks: 0, by: 0 };
    const waiting = [first];
    seen[first] = 1;
    while (waiting.length) {
      const at = waiting.pop(), x = at % across, y = Math.floor(at / across);
      place.blocks++;
      place.left = Math.min(place.left, x * BLOCK);
      place.top = Math.min(place.top, y * BLOCK);
      place.right = Math.max(place.right, Math.min((x + 1) * BLOCK, width));
      place.bottom = Math.max(place.bottom, Math.min((y + 1) * BLOCK, height));
      if (differs[at] > place.by) Object.assign(place, { by: differs[at], x: x * BLOCK + BLOCK / 2, y: y * BLOCK + BLOCK / 2 });
      for (let v = Math.max(0, y - 2); v <= Math.min(down - 1, y + 2); v++) {
        for (let u = Math.max(0, x - 2); u <= Math.min(across - 1, x + 2); u++) {
          const next = v * across + u;
          if (differs[next] && !seen[next]) { seen[next] = 1; waiting.push(next); }
        }
      }
    }
    places.push(place);
  }

  // The actual picture, pale, with what differs in red.
  const drawn = new OffscreenCanvas(other.width, other.height), pen = drawn.getContext("2d");
  pen.putImageData(other, 0, 0);
  pen.fillStyle = "rgb(255 255 255 / 65%)";
  pen.fillRect(0, 0, drawn.width, drawn.height);
  pen.fillStyle = "rgb(220 0 0 / 45%)";
  differs.forEach((by, at) => by && pen.fillRect((at % across) * BLOCK, Math.floor(at / across) * BLOCK, BLOCK, BLOCK));
  let picture = "";
  if (places.length || one.height !== other.height) {
    const bytes = new Uint8Array(await (await drawn.convertToBlob({ type: "image/webp", quality: 0.6 })).arrayBuffer());
    for (let at = 0; at < bytes.length; at += 8192) picture += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return { heights: [one.height, other.height], places, picture: btoa(picture) };
}

/**
 * Where two pictures (WebP, base64) differ: `places` in pixels of the pictures, `x` and `y` where one
 * differs most; `heights` of both; and a `picture` that shows it. `tab` is any page without a policy.
 */
export function compare(tab, reference, actual) {
  return tab.evaluate(inPage, { reference, actual, bounds: { BLOCK, STRETCH, LINE, OF_BLOCK, OF_STRETCH, OF_LINE, PLAIN } });
}
