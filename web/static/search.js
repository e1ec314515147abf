// The search field: its text coloured by a mirror behind it; keys and values offered as they are typed.
const field = document.querySelector("#q");
const mirror = document.querySelector("[data-mirror]");
const list = document.querySelector("#suggestions");
const TERM = /(\s+)|(-*)(?:([A-Za-z][A-Za-z0-9_]*):)?("(?:[^"\\]|\\.)*"?|[^\s"]*)/gy;
const WAIT_MS = 60; // well within the 250 ms after which the search itself is asked
let waiting, asked, place;

if (field && list) { // other pages have a search of their own
  field.addEventListener("input", (event) => { paint(); if (!event.isComposing) later(); });
  field.addEventListener("compositionend", later);
  field.addEventListener("scroll", () => { mirror.scrollLeft = field.scrollLeft; });
  field.addEventListener("keydown", choose);
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(event.target.closest("li"));
  });
  // No request for half a qualifier.
  field.form.addEventListener("htmx:before:request", (event) => { if (!list.hidden) event.preventDefault(); });
  document.addEventListener("htmx:after:swap", (event) => {
    // A search that was understood takes the complaint about the one before away.
    const refusal = document.querySelector("#refusal");
    if (event.detail.ctx?.target?.id === "found" && refusal) {
      refusal.replaceChildren();
      delete refusal.dataset.position;
    }
    paint();
  });
  paint();
}

function paint() {
  const parts = [];
  const { position, term: wrong } = document.querySelector("#refusal")?.dataset ?? {};
  TERM.lastIndex = 0;
  for (let at = 0; at < field.value.length; at = TERM.lastIndex) {
    TERM.lastIndex = at;
    const match = TERM.exec(field.value);
    if (!match || !match[0]) break;
    const [whole, space, minus, key, value] = match;
    const refused = Number(position) === at + 1 && wrong.startsWith(whole);
    if (space || (!key && !refused)) { parts.push(whole); continue; }
    const term = make("span", minus ? "not" : "");
    const name = make("i", refused ? "wrong" : "");
    name.textContent = key ? `${minus}${key}:` : whole;
    term.append(name);
    if (key) {
      const said = document.createElement("u");
      said.textContent = value;
      term.append(said);
    }
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

function later() {
  clearTimeout(waiting);
  asked?.abort();
  waiting = setTimeout(suggest, WAIT_MS);
}

async function suggest(event, empty = false) {
  const at = field.selectionStart;
  if (!empty && !/[^\s-]$/.test(field.value.slice(0, at))) return close();
  asked = new AbortController();
  try {
    const answer = await fetch(`/suggest_search.json?${new URLSearchParams({ q: field.value, at: String(at) })}`, {
      headers: { Accept: "application/json" }, signal: asked.signal,
    });
    if (!answer.ok) return close();
    show(await answer.json());
  } catch { /* a newer letter was typed, or the network is away: nothing is offered */ }
}

function show(found) {
  if (!found || document.activeElement !== field) return close();
  place = [found.from, found.from + found.length];
  const word = field.value.slice(...place);
  const fits = found.options.filter((option) => option.text !== word);
  // What is written out is no half qualifier, whatever else it could become.
  if (fits.length !== found.options.length) return close();
  list.replaceChildren(...fits.map(({ text, about }, at) => {
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
  if (event.isComposing) return;
  const options = [...list.children];
  const at = options.findIndex((option) => option.ariaSelected === "true");
  if (list.hidden) {
    // All there is to ask for, from an empty word.
    if (event.key === "ArrowDown") { event.preventDefault(); suggest(null, true); }
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = at < 0 && event.key === "ArrowUp" ? options.length - 1 : (at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
    options.forEach((option, number) => { option.ariaSelected = String(number === next); });
    options[next].scrollIntoView({ block: "nearest" });
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
  field.setRangeText(text.endsWith(":") ? text : `${text} `, ...place, "end");
  close();
  paint();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  clearTimeout(waiting);
  asked?.abort();
  list.hidden = true;
  field.ariaExpanded = "false";
  field.removeAttribute("aria-activedescendant");
}
