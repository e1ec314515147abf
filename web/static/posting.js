// The posting form: items suggested, "153 → 147 ea" before, lines added in place.
const form = document.querySelector("[data-post]");
const known = new Map(); // SKU to the item's page, asked once
const signs = { receipt: 1, issue: -1, transfer: -1, adjustment: 1 };

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.dataset.field === "item") {
      offer(event.target.value);
      // Half a SKU is none; one that was picked from the list is.
      if (![...document.querySelector("#items").options].some((option) => option.value === event.target.value)) return;
    }
    update(event.target.closest("[data-line]"));
  });
  form.addEventListener("change", (event) => update(event.target.closest("[data-line]")));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-remove]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-add]")) add();
    else remove(button.closest("[data-line]"));
  });
  form.addEventListener("submit", () => {
    // Twice the same key is one document; a second press is only not needed.
    setTimeout(() => form.querySelectorAll("[data-submit]").forEach((button) => { button.disabled = true; }));
  });
  addEventListener("pageshow", () => form.querySelectorAll("[data-submit]").forEach((button) => { button.disabled = false; }));
  lines().forEach(update);
}

function lines() { return [...form.querySelectorAll("[data-line]")]; }
function value(line, field) { return line.querySelector(`[data-field="${field}"]`)?.value.trim() ?? ""; }

function add() {
  const last = lines().at(-1);
  const copy = last.cloneNode(true);
  for (const input of copy.querySelectorAll("[data-field]")) {
    const kept = ["location", "from", "to", "reason"].includes(input.dataset.field);
    input.value = kept ? last.querySelector(`[data-field="${input.dataset.field}"]`).value : "";
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
  copy.querySelectorAll(".error").forEach((error) => error.remove());
  copy.querySelectorAll(".bad").forEach((field) => field.classList.remove("bad"));
  copy.querySelector("[data-preview]").replaceChildren();
  last.after(copy);
  number();
  copy.querySelector('[data-field="item"]').focus();
}

function remove(line) {
  if (lines().length === 1) line.querySelectorAll("[data-field]").forEach((input) => { input.value = ""; });
  else line.remove();
  number();
  lines().forEach(update);
}

function number() {
  lines().forEach((line, at) => {
    line.querySelector("[data-number]").textContent = at + 1;
    line.querySelector("[data-remove]").value = `remove-${at + 1}`;
    line.querySelector("[data-remove]").ariaLabel = `Remove line ${at + 1}`;
    for (const input of line.querySelectorAll("[data-field]")) {
      const label = line.querySelector(`label[for="${CSS.escape(input.id)}"]`);
      input.id = `line-${at + 1}-${input.dataset.field}`;
      if (label) label.htmlFor = input.id;
    }
  });
}

let asked = 0;
async function offer(text) {
  if (text.length < 2) return;
  const turn = ++asked;
  await new Promise((done) => setTimeout(done, 200));
  if (turn !== asked) return;
  const quoted = `"${text.replaceAll('"', "")}"`;
  const response = await fetch(`/items.json?q=${encodeURIComponent(quoted)}`).catch(() => null);
  if (!response?.ok || turn !== asked) return;
  const { rows } = await response.json();
  document.querySelector("#items").replaceChildren(...rows.slice(0, 20).map((row) => new Option(`${row.name} (${row.on_hand} ${row.unit})`, row.sku)));
}

async function item(sku) {
  if (!known.has(sku)) {
    known.set(sku, fetch(`/items/${encodeURIComponent(sku)}.json`).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null));
  }
  return known.get(sku);
}

async function update(line) {
  if (!line) return;
  const sku = value(line, "item").toUpperCase();
  const page = sku ? await item(sku) : null;
  const preview = line.querySelector("[data-preview]");
  preview.replaceChildren();
  if (page) {
    units(line, page.item);
    tell(preview, line, page);
  }
  label();
}

function units(line, it) {
  const select = line.querySelector('[data-field="unit"]');
  const fits = [it.unit, ...it.packs.map((pack) => pack.unit)];
  for (const option of select.options) option.hidden = option.value !== "" && !fits.includes(option.value);
}

// Lots that lie at the place, suggested; the only one there is, filled in.
function lots(line, here, lot) {
  const input = line.querySelector('[data-field="lot"]');
  const named = here.filter((one) => one.lot);
  let list = line.querySelector("datalist");
  if (!list) {
    list = document.createElement("datalist");
    line.append(list);
  }
  list.id = `${input.id}-here`;
  input.setAttribute("list", list.id);
  list.replaceChildren(...named.map((one) => new Option(`${one.on_hand}`, one.lot)));
  if (form.dataset.post === "receipt" || lot || here.length !== 1 || !named.length || input.dataset.offered === named[0].lot) return;
  input.value = input.dataset.offered = named[0].lot;
  update(line);
}

// What was understood of a quantity, or null: "," and "." both; the server has the last word.
function read(text) {
  const plain = text.replace("\u2212", "-").replace(/\s/g, "");
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(plain)) return null;
  const dotted = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(",", "")
    : /^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(plain) ? plain.replaceAll(".", "").replace(",", ".") : plain.replace(",", ".");
  return /^[+-]?\d+(\.\d+)?$/.test(dotted) ? Number(dotted) : null;
}

function tell(preview, line, { item: it, stock }) {
  const place = value(line, "location") || value(line, "from");
  const lot = value(line, "lot") || null;
  const name = document.createElement("span");
  name.textContent = `${it.name}. `;
  preview.append(name);
  const quantity = read(value(line, "quantity"));
  if (!place) return;
  const level = stock.find((one) => one.location === place && (one.lot ?? null) === lot);
  const now = level?.on_hand ?? 0;
  const pack = it.packs.find((one) => one.unit === value(line, "unit"));
  const moved = quantity === null ? null : quantity * (pack?.factor ?? 1) * signs[form.dataset.post];
  const show = (number) => number.toLocaleString("en-US", { maximumFractionDigits: it.decimals }).replace("-", "\u2212");
  const after = moved === null ? null : Number((now + moved).toFixed(it.decimals + 2));
  const figure = document.createElement("b");
  figure.textContent = after === null ? `${show(now)} ${it.unit}` : `${show(now)} → ${show(after)} ${it.unit}`;
  if (after !== null && after < 0) figure.className = "short";
  preview.append(`At ${place}${lot ? `, lot ${lot}` : ""}: `, figure);
  lots(line, stock.filter((one) => one.location === place), lot);
  const others = stock.filter((one) => one.location === place && one.lot && (one.lot ?? null) !== lot).map((one) => `${one.lot} (${show(one.on_hand)})`);
  if (!lot && others.length) preview.append(`. Lots here: ${others.slice(0, 4).join(", ")}`);
}

function label() {
  const button = form.querySelector("[data-submit]");
  const all = lines().filter((line) => value(line, "item"));
  const [only] = all;
  const quantity = only && read(value(only, "quantity"));
  const verb = form.dataset.verb;
  if (all.length > 1) button.textContent = `${verb} ${all.length} lines`;
  else if (quantity) {
    known.get(value(only, "item").toUpperCase())?.then((page) => {
      const unit = value(only, "unit") || page?.item.unit || "";
      button.textContent = `${verb} ${String(quantity).replace("-", "\u2212")} ${unit}`;
    });
  } else button.textContent = verb;
}
