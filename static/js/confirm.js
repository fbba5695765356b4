/**
 * Asks before something is lost, in the words of the button that was pressed.
 * @param {HTMLElement} button with `data-sure` and `data-yes`
 * @param {ParentNode} within where the dialog stands
 * @returns {Promise<boolean>}
 */
export function sure(button, within) {
  const dialog = /** @type {HTMLDialogElement} */ (within.querySelector("dialog.confirm"));
  const [text, yes] = /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll("p, button[value=yes]"));
  const { sure: question = "" } = button.dataset;
  text.textContent = question;
  yes.textContent = button.dataset.yes ?? "";
  dialog.setAttribute("aria-label", question);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }));
}
