// What a reader does with keys alone, for the tests that touch neither mouse nor selector.

/** Presses Tab until the focus is on what is looked for; false where a whole page of stops has no such place. */
export async function tabTo(page, selector, { key = "Tab", each = async () => {} } = {}) {
  for (let presses = 0; presses < 400; presses++) {
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return true;
    await page.keyboard.press(key);
    await each();
  }
  return false;
}

/** Answers a question, right or wrong. */
export async function answer(page, id, right, options) {
  const about = await page.evaluate((id) => {
    const inputs = [...document.querySelectorAll(`[data-question="${id}"] input`)];
    const answers = [...document.querySelectorAll(`[data-question="${id}"] [data-answer]`)].map((one) => one.textContent);
    return { type: inputs[0].type, answers, inputs: inputs.map((input) => [input.id, input.hasAttribute("data-right")]) };
  }, id);
  const at = (input) => `[id="${input}"]`;
  if (about.type === "text") {
    await tabTo(page, at(about.inputs[0][0]), options);
    // Case, accents, a full stop and spaces around it do not count.
    const word = about.answers[0];
    await page.keyboard.type(right ? `  ${word.toUpperCase().replaceAll("E", "É")}. ` : "iets anders");
  } else if (about.type === "radio") {
    const wanted = about.inputs.findIndex(([, isRight]) => isRight === right);
    await tabTo(page, about.inputs.map(([input]) => at(input)).join(), options);
    await page.keyboard.press("Space");
    for (let step = 0; step < wanted; step++) await page.keyboard.press("ArrowDown");
  } else {
    for (const [input, isRight] of about.inputs) {
      if (isRight !== right) continue;
      await tabTo(page, at(input), options);
      await page.keyboard.press("Space");
    }
  }
}
