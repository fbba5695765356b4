// Quizzes, as readers do them.
//
//     node quiz.mjs SITE
//
// On the page with the most kinds of question, at 320, 390 and 1280 px: done by
// keyboard alone, a wrong answer and no answer told in words with a sign, the
// focus left where it was, a status with the score, another try for what was
// wrong, the score kept over a reload and by the names of its questions. Then with
// the device's memory closed, without JavaScript, and on paper.
import { axeSource, launch, readSite, serve, stop } from "./browser.mjs";
import { answer, tabTo } from "./keys.mjs";

const [folder] = process.argv.slice(2);
if (!folder) stop("say which site: node quiz.mjs SITE");
const site = readSite(folder);
const server = await serve(site);
const browser = await launch();
const faults = [];
const hold = (truth, sentence) => truth || faults.push(sentence);

const count = (html, what) => html.split(what).length - 1;
const kinds = (html) => ['type="radio"', 'type="checkbox"', "data-answer"].filter((kind) => html.includes(kind)).length;
const quizzes = site.pages.filter(({ html }) => html.includes("data-quiz=\"") && html.includes("<fieldset"));
if (!quizzes.length) stop("the site holds no quiz");
const chosen = quizzes.sort((a, b) => kinds(b.html) - kinds(a.html) || count(b.html, "<fieldset") - count(a.html, "<fieldset"))[0];
const url = server.origin + chosen.path;

/** What the form says now. */
const seen = (page) => page.evaluate(() => {
  const form = document.querySelector("form[data-quiz]");
  const shown = (element) => element.checkVisibility();
  return {
    questions: [...form.querySelectorAll("[data-question]")].map((question) => ({
      id: question.dataset.question,
      verdict: question.dataset.verdict,
      text: question.querySelector(":scope > output").textContent.trim(),
      sign: getComputedStyle(question.querySelector(":scope > output"), "::before").content,
      answer: shown(question.querySelector("details")),
      given: [...question.querySelectorAll("input")].some((input) => input.checked || (input.type === "text" && input.value)),
    })),
    score: form.querySelector("[data-quiz-score]").textContent.trim(),
    focus: document.activeElement.textContent.trim() || document.activeElement.id,
    check: form.querySelector("button[type=submit]").textContent,
    retry: shown(form.querySelector("button[type=button]")),
    words: { ...form.dataset },
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  };
});

const stored = (page) => page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.includes(":quiz:")).map(([key, value]) => [key, JSON.parse(value)]));

/** Checks by keys. */
async function check(page) {
  await tabTo(page, "form[data-quiz] button[type=submit]");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("[data-verdict]"));
}

const fill = (words, right, total) => words.replace("{right}", right).replace("{total}", total);

for (const width of [320, 390, 1280]) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const says = (truth, sentence) => hold(truth, `${width} px: ${sentence}`);
  page.on("console", (message) => message.type() === "error" && says(false, `console: ${message.text()}`));
  page.on("pageerror", (error) => says(false, `script error: ${error.message}`));
  await page.goto(url);
  const before = await seen(page);
  const ids = before.questions.map(({ id }) => id), total = ids.length;
  says(before.questions.every(({ answer, text }) => !answer && !text), "an answer is seen before it is asked for");
  says(!before.retry && !before.score, "there is a score, or another try, before the first");

  // The first wrong, the last not at all, the others right.
  await answer(page, ids[0], false);
  for (const id of ids.slice(1, -1)) await answer(page, id, true);
  await check(page);
  const first = await seen(page);
  const verdicts = first.questions.map(({ verdict }) => verdict);
  says(verdicts[0] === "wrong" && verdicts.at(-1) === "open" && verdicts.slice(1, -1).every((v) => v === "right"), `the verdicts are ${verdicts}`);
  says(first.questions.every(({ verdict, text }) => text.startsWith(first.words[verdict])), "a verdict has no words");
  says(first.questions.every(({ sign, verdict }) => sign.includes(verdict === "right" ? "✓" : "✗")), "a verdict has no sign");
  says(first.focus === first.check, `the focus went to ${first.focus}`);
  says(first.score === fill(first.words.score, total - 2, total), `the score says ${first.score}`);
  says(first.retry && first.questions.every(({ answer }) => answer), "there is no other try, or no way to see an answer");
  says(!first.wide, "the page scrolls sideways");
  await page.evaluate(axeSource());
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate(() => axe.run("form[data-quiz]"));
    for (const { id, nodes } of violations) says(false, `${colorScheme}: axe ${id} at ${nodes[0].target}`);
  }
  const [[key, kept] = []] = await stored(page);
  says(key?.endsWith(`:quiz:${first.words.quiz}`), `the score is kept under ${key}`);
  says(Object.keys(kept ?? {}).join() === "v,t,c" && kept.v === first.words.version && !Number.isNaN(Date.parse(kept.t)), `kept is ${JSON.stringify(kept)}`);
  says(Object.keys(kept?.c ?? {}).join() === ids.slice(1, -1).join(), `right were ${Object.keys(kept?.c ?? {})}`);

  // Another try keeps what was right.
  await tabTo(page, "form[data-quiz] button[type=button]");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => !document.querySelector("[data-verdict=wrong]"));
  const again = await seen(page);
  says(!again.questions[0].given && again.questions.slice(1, -1).every(({ given, verdict }) => given && verdict === "right"), "another try did not keep what was right");
  says(await page.evaluate((id) => document.activeElement.closest("[data-question]")?.dataset.question === id, ids[0]), "another try does not begin at the first that was wrong");
  await page.evaluate(() => document.addEventListener("leerpad:change", () => (window.told = true)));
  await answer(page, ids[0], true);
  await answer(page, ids.at(-1), true);
  await check(page);
  await page.waitForFunction(() => document.querySelectorAll("[data-verdict]").length === document.querySelectorAll("[data-question]").length);
  const whole = await seen(page);
  says(whole.score === fill(whole.words.score, total, total), `all right says ${whole.score}`);
  says(Object.keys((await stored(page))[0][1].c).length === total && (await page.evaluate(() => window.told)), "all right was not kept, or not told to the page");

  // A changed answer loses its verdict.
  await page.evaluate((id) => document.querySelector(`[data-question="${id}"] input:not([data-right])`).click(), ids[0]);
  says(!(await seen(page)).questions[0].verdict, "a changed answer keeps its verdict");

  await page.reload();
  await page.waitForFunction(() => document.querySelector("[data-quiz-score]").textContent);
  const later = await seen(page);
  says(later.score === fill(later.words.last, total, total), `a reload says ${later.score}`);
  // A question that is no longer there does not count.
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((key) => key.includes(":quiz:"));
    localStorage.setItem(key, JSON.stringify({ v: "0", c: { gone: 1, constructor: 1 } }));
  });
  await page.reload();
  await page.waitForFunction(() => document.querySelector("[data-quiz-score]").textContent);
  says((await seen(page)).score === fill(later.words.last, 0, total), "a question that is gone counts");
  await page.evaluate(() => localStorage.setItem(Object.keys(localStorage).find((key) => key.includes(":quiz:")), "{"));
  await page.reload();
  says((await seen(page)).questions.length === total, "what is kept and cannot be read breaks the page");
  await context.close();
}

// The device's memory is closed.
{
  const page = await browser.newPage();
  page.on("pageerror", (error) => hold(false, `no storage: ${error.message}`));
  await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("closed", "SecurityError"); } }));
  await page.goto(url);
  await check(page);
  const { score, words, questions } = await seen(page);
  hold(score === `${fill(words.score, 0, questions.length)} ${words.unsaved}`, `no storage: the score says ${score}`);
  await page.close();
}

// Without JavaScript, and then on paper.
for (const javaScriptEnabled of [false, true]) {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  const says = (truth, sentence) => hold(truth, `JavaScript ${javaScriptEnabled ? "on" : "off"}: ${sentence}`);
  await page.goto(url);
  const form = page.locator("form[data-quiz]").first();
  const [first, submit, list] = [form.locator("details").first(), form.locator("button[type=submit]"), page.locator(".answers")];
  says((await submit.isVisible()) === javaScriptEnabled, "the button to check");
  says((await first.locator("summary").isVisible()) !== javaScriptEnabled, "the answer to open");
  says(!(await list.isVisible()), "the answers for paper show on the screen");
  if (!javaScriptEnabled) {
    await first.locator("summary").click();
    says(await first.locator("strong").first().isVisible(), "the answer does not open");
    // Enter in a field goes nowhere.
    const text = form.locator("input[type=text]").first();
    if (await text.count()) {
      await text.fill("iets");
      await text.press("Enter");
      says(page.url() === url && (await text.inputValue()) === "iets", "Enter in a field loses what was written");
    }
  }
  await page.emulateMedia({ media: "print" });
  says(await list.isVisible(), "the answers are not on paper");
  says(!(await submit.isVisible()) && !(await first.isVisible()), "what paper cannot do is on it");
  says((await list.locator("li").count()) === (await page.locator("form[data-quiz] fieldset").count()), "an answer is missing on paper");
  const below = await list.evaluate((list) => list.getBoundingClientRect().top >= document.querySelector("article").getBoundingClientRect().bottom);
  says(below, "the answers do not stand below the whole text");
  await context.close();
}

await browser.close();
server.close();
if (faults.length) {
  console.error(faults.map((fault) => `${chosen.path}: ${fault}`).join("\n"));
  process.exit(1);
}
console.log(`ok: the quiz of ${chosen.path}, at three widths, by keyboard, without memory, without JavaScript, on paper`);
