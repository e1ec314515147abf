// The posting form: items suggested and scanned, "153 → 147 ea" before, lines added in place.
// Everything here the server does too, by the same buttons.
import { onScan } from "./wedge.js";
import { asTyped, number as asRead, read } from "./words.js";

const form = document.querySelector("[data-post]");
const options = document.querySelector("#item-options");
const KEPT = ["location", "from", "to", "reason"];
const found = new Map(); // what was typed or scanned to what it may mean, asked once

function lines() { return [...form.querySelectorAll("[data-line]")]; }
function submits() { return [...form.querySelectorAll("[data-submit]")]; }
function input(line, field) { return line.querySelector(`[data-field="${field}"]`); }
function value(line, field) { return input(line, field)?.value.trim() ?? ""; }

// ---- lines

function add(focus = true, after = lines().at(-1), all = false) {
  const copy = after.cloneNode(true);
  for (const one of copy.querySelectorAll("[data-field]")) {
    one.value = all || KEPT.includes(one.dataset.field) ? input(after, one.dataset.field).value : "";
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
    delete one.dataset.offered;
  }
  copy.querySelectorAll(".error").forEach((error) => error.remove());
  copy.querySelectorAll(".bad").forEach((field) => field.classList.remove("bad"));
  copy.querySelectorAll("[data-preview], datalist").forEach((one) => one.replaceChildren());
  after.after(copy);
  number();
  if (focus) input(copy, all ? "quantity" : "item").focus();
  return copy;
}

function remove(line) {
  const next = line.nextElementSibling ?? line.previousElementSibling;
  if (next) line.remove();
  else line.querySelectorAll("[data-field]").forEach((one) => { one.value = ""; });
  number();
  input(next ?? line, "item").focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function number() {
  lines().forEach((line, at) => {
    line.querySelector("[data-number]").textContent = at + 1;
    for (const [name, button] of [["copy", "[data-copy]"], ["remove", "[data-remove]"]]) {
      const one = line.querySelector(button);
      one.value = `${name}-${at + 1}`;
      one.ariaLabel = one.ariaLabel.replace(/\d+/, at + 1);
    }
    for (const one of line.querySelectorAll("[data-field]")) {
      const label = line.querySelector(`label[for="${CSS.escape(one.id)}"]`);
      one.id = `line-${at + 1}-${one.dataset.field}`;
      if (label) label.htmlFor = one.id;
    }
  });
}

function pressed(event) {
  const button = event.target.closest("[data-add], [data-add-more], [data-remove], [data-copy], [data-look]");
  if (!button) return;
  event.preventDefault();
  const line = button.closest("[data-line]");
  if (button.matches("[data-look]")) return look(0);
  if (button.matches("[data-remove]")) return remove(line);
  if (button.matches("[data-copy]")) add(true, line, true);
  else for (let n = button.matches("[data-add]") ? 1 : 5; n; n -= 1) add(n === 1);
  look();
}

// Enter goes on: to the quantity, then to the next line's item; with Ctrl it posts.
function keyed(event) {
  const field = event.target.dataset?.field;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const [button] = submits();
    return button.disabled || form.requestSubmit(button); // no click: offline, a submit says why it is not sent
  }
  if (field === "item" && listed(event)) return;
  if (event.key !== "Enter" || !event.target.matches("input, select")) return;
  event.preventDefault();
  const line = event.target.closest("[data-line]");
  if (!line) return;
  if (field === "item") return settle(line);
  if (["location", "from", "to"].includes(field)) return go(line);
  if (field !== "quantity") {
    const all = [...line.querySelectorAll("[data-field]")];
    const next = all[all.indexOf(event.target) + 1];
    if (next) return next.focus();
  }
  const next = line.nextElementSibling;
  if (next) input(next, "item").focus();
  else if (value(line, "item")) add();
}

function pasted(event) {
  const text = event.clipboardData.getData("text");
  if (!event.target.matches("[data-line] input") || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  form.querySelector("[data-pasted]").value = text;
  form.requestSubmit(form.querySelector("[data-paste]"));
}

// ---- items

async function ask(text) {
  const key = text.toUpperCase();
  if (!found.has(key)) {
    const url = `/suggest_items?query=${encodeURIComponent(text)}`;
    found.set(key, fetch(url, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : { rows: [] })).catch(() => { found.delete(key); return { rows: [] }; }));
  }
  return (await found.get(key)).rows;
}

let active = null, turn = 0;
function typed(event) {
  heal();
  if (event.target.dataset?.field === "item") offer(event.target);
  label();
  look();
}

async function offer(field) {
  const text = field.value.trim(), mine = ++turn;
  if (!text) return close();
  await new Promise((done) => setTimeout(done, 150));
  if (mine !== turn) return;
  const rows = await ask(text);
  if (mine !== turn || document.activeElement !== field) return;
  active = field;
  options.replaceChildren(...rows.map((row, at) => option(row, at)));
  options.hidden = !rows.length || (rows.length === 1 && rows[0].exact && rows[0].sku === text.toUpperCase());
  field.parentElement.append(options);
  for (const [name, said] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "item-options"], ["aria-expanded", String(!options.hidden)]]) field.setAttribute(name, said);
}

function option(row, at) {
  const one = document.createElement("li");
  one.id = `item-option-${at}`;
  one.role = "option";
  one.ariaSelected = "false";
  one.row = row;
  const code = document.createElement("code"), name = document.createElement("span");
  code.textContent = row.sku;
  name.textContent = row.name;
  one.append(code, name);
  return one;
}

function close() {
  turn += 1;
  options.hidden = true;
  active?.setAttribute("aria-expanded", "false");
  active?.removeAttribute("aria-activedescendant");
}

// Whether a key was meant for the suggestions.
function listed(event) {
  const all = [...options.children], at = all.findIndex((one) => one.ariaSelected === "true");
  if (options.hidden) return false;
  if (event.key === "Escape") close();
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = (at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length;
    all.forEach((one, place) => { one.ariaSelected = String(place === next); });
    event.target.setAttribute("aria-activedescendant", all[next].id);
  } else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) {
    if (event.key === "Enter") take(all[at]);
    else { set(event.target.closest("[data-line]"), all[at].row); close(); return false; }
  } else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

function take(one) {
  if (!one) return;
  const line = active.closest("[data-line]");
  set(line, one.row);
  close();
  go(line);
}

function set(line, row) {
  input(line, "item").value = row.sku;
  units(line, row);
  if (row.pack) input(line, "unit").value = row.pack;
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function units(line, row) {
  const fits = [row.unit, ...row.packs.map((pack) => pack.unit)];
  const select = input(line, "unit");
  line.dataset.unit = row.unit;
  for (const one of select.options) one.hidden = one.value !== "" && !fits.includes(one.value);
}

// To a place that is missing, then to the quantity.
function go(line) {
  const place = ["location", "from", "to"].find((field) => input(line, field) && !value(line, field));
  const next = input(line, place ?? "quantity");
  next.focus();
  if (!place) next.select();
}

// Enter on an item: what was meant exactly, or the only thing it can mean.
async function settle(line) {
  const text = value(line, "item");
  if (!text) return;
  const rows = await ask(text);
  const row = rows.find((one) => one.exact) ?? (rows.length === 1 ? rows[0] : null);
  if (row) set(line, row);
  close();
  go(line);
}

// ---- scans: a place for what follows, an item at it; the same once more adds one.

async function scanned(code) {
  close();
  const last = lines().at(-1);
  const line = document.activeElement.closest?.("[data-line]") ?? last;
  if (place(line, code)) return look();
  const row = (await ask(code)).find((one) => one.exact);
  if (!row) return say(form.querySelector("[data-unknown]").dataset.unknown.replace("{code}", code));
  say("");
  const same = lines().findLast((one) => value(one, "item").toUpperCase() === row.sku && (value(one, "unit") || row.unit) === (row.pack ?? row.unit) && ["location", "from", "to"].every((field) => value(one, field) === value(line, field)));
  const free = same ?? (value(last, "item") ? add(false) : last);
  if (!same) {
    for (const field of ["location", "from", "to"]) if (input(free, field)) input(free, field).value = value(line, field);
    set(free, row);
  }
  const quantity = input(free, "quantity");
  quantity.value = asTyped((same ? read(quantity.value) ?? 0 : 0) + 1);
  go(free);
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function place(line, code) {
  const fields = ["location", "from", "to"].map((name) => input(line, name)).filter(Boolean);
  const known = [...(fields[0].options ?? document.querySelector("#places").options)].some((one) => one.value === code.toUpperCase());
  if (!known) return false;
  const free = value(line, "item") ? add(false) : line;
  const [first, second] = ["location", "from", "to"].map((name) => input(free, name)).filter(Boolean);
  (second && first.value && !second.value ? second : first).value = code.toUpperCase();
  input(free, "item").focus();
  return true;
}

function say(text) { form.querySelector("[data-unknown]").textContent = text; }

// ---- what was refused: red until it is changed, or for a quantity what it is counted by

const WITH = ["item", "location", "from", "to", "lot", "unit"];
let refused = [];

function state(field) {
  const line = field.closest("[data-line]"), names = field.dataset.field === "quantity" ? ["quantity", ...WITH] : [field.dataset.field];
  return names.map((name) => value(line, name)).join("\n");
}

function heal() {
  const changed = refused.filter(({ field, was }) => !field.isConnected || state(field) !== was);
  refused = refused.filter((one) => !changed.includes(one));
  for (const { field, entry } of changed) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    const around = field.closest(".field");
    around.classList.remove("bad");
    around.querySelectorAll(".error, .hint").forEach((one) => one.remove());
    entry?.remove();
  }
  const summary = form.querySelector(".summary[role=alert]");
  if (changed.length && summary && !summary.querySelector("li")) summary.remove();
  for (const { field, entry } of refused) entry?.querySelector("a").setAttribute("href", `#${field.id}`);
}

// ---- what it would do

let timer, asked = null;
function look(wait = 250) {
  clearTimeout(timer);
  timer = setTimeout(preview, wait);
}

async function preview() {
  label();
  asked?.abort();
  asked = new AbortController();
  if (!lines().some((line) => value(line, "item"))) return form.querySelector("[data-alerts]").replaceChildren();
  const body = new FormData(form);
  body.set("do", "preview");
  const response = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true", Accept: "text/html" }, signal: asked.signal }).catch(() => null);
  if (!response?.ok) return;
  const text = await response.text().catch(() => null); // asked anew meanwhile
  if (text === null) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  lines().forEach((line, at) => {
    const told = page.querySelector(`[data-preview-of="${at + 1}"]`);
    // What a field says below itself is not said twice.
    for (const one of told?.querySelectorAll("[data-problem-of]") ?? []) if (input(line, one.dataset.problemOf)?.hasAttribute("aria-invalid")) one.remove();
    if (told) line.querySelector("[data-preview]").replaceChildren(...told.childNodes);
    lots(line);
  });
  form.querySelector("[data-alerts]").replaceChildren(...page.querySelector("[data-preview-alerts]").childNodes);
  label();
}

// Lots that lie at the place, suggested; the only thing there, filled in.
function lots(line) {
  const field = input(line, "lot"), here = [...line.querySelectorAll("[data-lot]")];
  if (!field || !here.length) return;
  let list = line.querySelector("datalist");
  if (!list) line.append(list = document.createElement("datalist"));
  list.id = `${field.id}-here`;
  field.setAttribute("list", list.id);
  list.replaceChildren(...here.map((one) => new Option(one.dataset.onHand, one.dataset.lot)));
  const [only] = here, none = line.querySelector("[data-before]").dataset.before;
  if (form.dataset.post === "receipt" || here.length > 1 || Number(none) || field.value || field.dataset.offered === only.dataset.lot) return;
  field.value = field.dataset.offered = only.dataset.lot;
  look(0);
}

const show = (value) => asRead(value).replace("-", "\u2212");
const unitOf = (line) => value(line, "unit") || line.querySelector("[data-unit]")?.dataset.unit || line.dataset.unit || "";

function label() {
  const all = lines().filter((line) => value(line, "item"));
  const [only] = all, quantity = only && read(value(only, "quantity"));
  const { verb, linesWord } = form.dataset;
  const words = all.length > 1 ? `${verb} ${all.length} ${linesWord}` : quantity ? `${verb} ${show(quantity)} ${unitOf(only)}`.trim() : verb;
  for (const button of submits()) button.textContent = words;
  total(all);
}

function total(all) {
  const amounts = all.map((line) => read(value(line, "quantity")));
  const units = new Set(all.map(unitOf)), parts = [];
  if (all.length > 1 && units.size === 1 && !amounts.includes(null)) parts.push(`${show(amounts.reduce((sum, one) => sum + one, 0))} ${[...units][0]}`);
  const costs = all.map((line, at) => read(value(line, "unit_cost")) * amounts[at]).filter(Boolean);
  if (costs.length) parts.push(costs.reduce((sum, one) => sum + one, 0).toFixed(2));
  form.querySelector("[data-total]").textContent = parts.join(" · ");
}

if (form) {
  refused = [...form.querySelectorAll("[data-line] [aria-invalid]")].map((field) => ({
    field, was: state(field), entry: form.querySelector(`.summary a[href="#${CSS.escape(field.id)}"]`)?.closest("li"),
  }));
  // What a POST answered is not to be sent again by Back: the form is offered what was typed.
  history.replaceState(history.state, "");
  form.addEventListener("input", typed);
  form.addEventListener("change", () => look());
  form.addEventListener("click", pressed);
  form.addEventListener("keydown", keyed);
  form.addEventListener("paste", pasted);
  form.addEventListener("focusout", () => setTimeout(() => { if (document.activeElement !== active) close(); }, 150));
  options.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(event.target.closest("li"));
  });
  form.addEventListener("submit", (event) => {
    // Twice the same key is one document; a second press is only not needed.
    if (event.submitter?.matches("[data-submit], .gone")) setTimeout(() => submits().forEach((button) => { button.disabled = true; }));
  });
  form.addEventListener("draft-restore", (event) => {
    const count = event.detail.filter(([name]) => name === "item").length;
    while (lines().length < count) add(false);
  });
  addEventListener("pageshow", () => submits().forEach((button) => { button.disabled = false; }));
  onScan(scanned);
  look(0);
}
