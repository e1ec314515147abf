// Rows that are ticked: a click with Shift takes those between, x the one with the focus.
import { number, worded } from "./words.js";
const bar = document.querySelector("[data-selection]");
const boxes = () => [...document.querySelectorAll("tbody .c-pick input:enabled")];
let last = null;

document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.(".c-pick input")) return;
  if (box.matches("[data-pick-table]")) for (const one of box.closest("table").querySelectorAll("tbody .c-pick input:enabled")) one.checked = box.checked;
  else if (box.matches("[data-pick-page]")) for (const one of boxes()) one.checked = box.checked;
  else {
    const all = boxes(), from = all.indexOf(last), to = all.indexOf(box);
    if (event.shiftKey && from >= 0) {
      for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
    }
    last = box;
  }
  tell();
});
document.addEventListener("keydown", (event) => {
  if (document.documentElement.dataset.shortcuts === "off") return;
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = event.target.closest?.("tr")?.querySelector(".c-pick input");
  if (!box || event.target.matches("input")) return;
  event.preventDefault();
  box.click();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-unpick]")) return;
  for (const one of boxes()) one.checked = false;
  for (const one of unseen()) one.remove();
  tell();
});
// The rows were replaced by another search's: nothing of the one before stays ticked.
document.addEventListener("htmx:after:swap", () => { last = null; tell(); });

// Another order of the same search keeps what is ticked; what is not among its first rows goes along unseen.
const searched = () => {
  const said = new URLSearchParams(location.search);
  for (const name of ["sort", "after", "before", "trail"]) said.delete(name);
  return location.pathname + said;
};
const unseen = () => [...document.querySelectorAll("[data-selection] [data-unseen]")];
document.addEventListener("click", ({ target }) => {
  if (!bar || !target.closest?.("thead a")) return;
  const picked = [...boxes().filter((one) => one.checked), ...unseen()].map((one) => one.value);
  if (picked.length) sessionStorage.setItem("picked", JSON.stringify({ of: searched(), picked }));
});
function adopt() {
  const { of, picked = [] } = JSON.parse(sessionStorage.getItem("picked") ?? "{}");
  sessionStorage.removeItem("picked");
  const all = boxes();
  if (!all.length || of !== searched()) return;
  for (const value of picked) {
    const added = Object.assign(document.createElement("input"), { type: "hidden", name: all[0].name, value });
    added.dataset.unseen = "";
    bar.append(added);
  }
}
// Rows that have come, of those that went along: ticked.
function meet() {
  const known = new Map(unseen().map((one) => [one.value, one]));
  if (known.size) for (const box of boxes()) if (known.has(box.value)) { box.checked = true; known.get(box.value).remove(); }
}

// The view that is saved is the search that is shown: its address has it, the page was drawn before.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.(".save-view[href*='create_saved_view']");
  if (!link) return;
  const said = new URLSearchParams(location.search), url = new URL(link.href);
  url.searchParams.set("query", said.get("q") ?? "");
  if (said.get("sort")) url.searchParams.set("sort", said.get("sort"));
  link.href = url.href;
}, true);

// The bar floats only while something is ticked; without JavaScript it always stands below.
function tell() {
  for (const table of document.querySelectorAll("table:has([data-pick-table])")) tellTable(table);
  const bar = document.querySelector("[data-selection]");
  if (!bar) return;
  meet();
  const all = boxes(), picked = all.filter((one) => one.checked).length, beside = unseen().length;
  const page = document.querySelector("[data-pick-page]");
  page.hidden = false;
  page.checked = picked > 0 && picked === all.length;
  page.indeterminate = picked > 0 && picked < all.length;
  bar.hidden = !(picked + beside);
  bar.querySelector("[data-picked]").textContent = beside
    ? worded("%(n)s selected, %(beside)s of them not shown here", { n: number(picked + beside), beside: number(beside) })
    : worded("%(n)s selected", { n: number(picked) });
  bar.querySelector("[data-unpick]").hidden = false;
}
if (bar) adopt();
if (bar || document.querySelector("[data-pick-table]")) tell();

// The view that is open is in sight, beside what stands at the end.
for (const views of document.querySelectorAll(".views")) {
  const open = views.querySelector("[aria-current]")?.getBoundingClientRect();
  const end = views.querySelector(".views-end")?.getBoundingClientRect().left ?? views.getBoundingClientRect().right;
  if (open && open.right > end) views.scrollLeft += open.right - end + 12;
}

// A table of which all can be ticked at once, without a bar: what is folded within a row counts not.
function tellTable(table) {
  const head = table.querySelector("[data-pick-table]"), all = [...table.querySelectorAll("tbody .c-pick input:enabled")];
  const picked = all.filter((one) => one.checked).length;
  head.hidden = false;
  head.checked = picked > 0 && picked === all.length;
  head.indeterminate = picked > 0 && picked < all.length;
  const form = all[0]?.form;
  if (form?.dataset.of) tellChange(form, all.length - picked);
}

// A check of a change of many: its button says how many are changed, all but those that are unticked.
function tellChange(form, unticked) {
  const left = Number(form.dataset.of) - unticked;
  const button = form.querySelector("[data-change]");
  button.disabled = !left;
  button.textContent = left === 1 ? worded("Change 1 item") : worded("Change %(n)s items", { n: number(left) });
  document.querySelector("[data-would]").textContent = number(left);
  form.querySelector("[data-again]").hidden = !unticked || !left;
}

// How many each tab finds: one question for all, asked when the page is there.
const tabs = document.querySelectorAll("[data-counted] [data-count-of]");
if (tabs.length) {
  const asked = [...tabs].slice(0, 20).map((one) => ["q", one.dataset.countOf]);
  fetch(`/count_searches?${new URLSearchParams(asked)}`, { headers: { Accept: "application/json" } })
    .then((response) => (response.ok ? response.json() : []))
    .then((found) => found.forEach(({ count, count_exact }, at) => {
      if (count !== null) tabs[at].textContent = number(count) + (count_exact ? "" : "+");
    }))
    .catch(() => {}); // without counts the tabs still work
}
