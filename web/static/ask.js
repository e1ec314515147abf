// The question before what is hard to undo, in a dialog above the page that it is about. Escape and
// Cancel leave everything as it was; focus goes back to where it came from.
export async function ask(link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true", Accept: "text/html" } }).catch(() => null);
  const found = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#question");
  if (!found) return location.assign(link.href);
  const dialog = document.createElement("dialog");
  dialog.className = "above question-box";
  dialog.setAttribute("aria-labelledby", "question-title");
  dialog.append(document.adoptNode(found));
  document.body.append(dialog);
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  dialog.addEventListener("click", (event) => {
    if (event.target !== dialog && !event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.showModal();
  dialog.querySelector("[data-close]").focus();
}
