// The search field: its text coloured by a mirror behind it, and qualifiers suggested.
const field = document.querySelector("#q");
const mirror = document.querySelector("[data-mirror]");
const list = document.querySelector("#suggestions");
const KEYS = {
  "status:": "low, out, over or ok", "location:": "has stock there, e.g. MAIN", "category:": "with those below",
  "sku:": "begins with", "lot:": "has stock of the lot", "is:": "retired or active",
};
const VALUES = { "status:": ["out", "low", "over", "ok"], "is:": ["retired", "active"] };
const TERM = /(\s+)|(-?)(?:([a-z_]+):)?("[^"]*"?|[^\s"]*)/gy;

if (field) {
  field.addEventListener("input", () => { paint(); suggest(); });
  field.addEventListener("scroll", () => { mirror.scrollLeft = field.scrollLeft; });
  field.addEventListener("keydown", choose);
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(event.target.closest("li"));
  });
  // No request for half a qualifier.
  field.form.addEventListener("htmx:before:request", (event) => { if (!list.hidden) event.preventDefault(); });
  // A search that was understood takes the complaint about the one before away.
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.detail.ctx?.target?.id === "found") document.querySelector("#refusal")?.replaceChildren();
  });
  paint();
}

function paint() {
  const parts = [];
  TERM.lastIndex = 0;
  for (let at = 0; at < field.value.length; at = TERM.lastIndex) {
    TERM.lastIndex = at;
    const match = TERM.exec(field.value);
    if (!match || !match[0]) break;
    const [whole, space, minus, key, value] = match;
    if (space || !key) { parts.push(whole); continue; }
    const term = make("span", minus ? "not" : "");
    const name = make("i", `${key}:` in KEYS ? "" : "wrong");
    name.textContent = `${minus}${key}:`;
    const said = document.createElement("u");
    said.textContent = value;
    term.append(name, said);
    parts.push(term);
  }
  mirror.replaceChildren(...(field.value ? parts : []));
  mirror.scrollLeft = field.scrollLeft;
}

function make(tag, name) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  return element;
}

function suggest() {
  const word = field.value.slice(0, field.selectionStart).match(/\S*$/)[0].replace(/^-/, "");
  const [, key, value] = word.match(/^([a-z_]+:)(.*)$/) ?? [];
  const known = key ? (VALUES[key] ?? []).map((one) => [key + one, ""]) : Object.entries(KEYS);
  const fits = word.length ? known.filter(([text]) => text.startsWith(word) && text !== word) : [];
  if (value?.includes(",")) fits.length = 0;
  list.replaceChildren(...fits.map(([text, about], at) => {
    const option = make("li", "");
    option.id = `suggestion-${at}`;
    option.role = "option";
    option.dataset.text = text;
    option.ariaSelected = "false";
    option.append(text, make("span", ""));
    option.lastChild.textContent = about;
    return option;
  }));
  list.hidden = !fits.length;
  field.ariaExpanded = String(!list.hidden);
}

function choose(event) {
  const options = [...list.children];
  const at = options.findIndex((option) => option.ariaSelected === "true");
  if (list.hidden) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = (at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
    options.forEach((option, place) => { option.ariaSelected = String(place === next); });
    field.setAttribute("aria-activedescendant", options[next].id);
  } else if (event.key === "Enter" || event.key === "Tab") {
    if (event.key === "Enter" && at < 0) return close();
    event.preventDefault();
    take(options[Math.max(at, 0)]);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close();
  }
}

function take(option) {
  if (!option) return;
  const text = option.dataset.text;
  const begin = field.value.slice(0, field.selectionStart).search(/[^\s-]*$/);
  field.setRangeText(text.endsWith(":") ? text : `${text} `, begin, field.selectionStart, "end");
  close();
  paint();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  list.hidden = true;
  field.ariaExpanded = "false";
  field.removeAttribute("aria-activedescendant");
}
