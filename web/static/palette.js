// Ctrl-K goes anywhere this person may: rooms and actions are those the page offers, what has a name
// is asked of the database as them. "?" shows the keys.
const dialog = document.querySelector("[data-palette]");
const field = dialog?.querySelector("input");
const list = dialog?.querySelector("[role=listbox]");
const KEYS = { "/": "G O", "/items": "G I", "/movements": "G M", "/alerts": "G A", "/health": "G H" };
const ROOM = { item: ["/items/", "box"], view: ["/saved_views/", "search"], location: ["/locations/", "warehouse"], person: ["/people/", "users"] };
const WAIT_MS = 120;
const MOST = 30; // it scrolls
let waiting, asked, known = [];

export function open() {
  if (!dialog || dialog.open) return;
  known = offered();
  field.value = "";
  show(known);
  dialog.showModal();
}

export async function keys() {
  const answer = await fetch("/keys");
  const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#keys");
  if (!answer.ok || !found) return location.assign("/keys");
  const shown = document.querySelector("[data-keys-shown]");
  shown.querySelector("#keys")?.remove();
  shown.append(found);
  shown.showModal();
}

if (dialog) {
  field.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
  field.addEventListener("compositionend", typed);
  field.addEventListener("keydown", choose);
  list.addEventListener("click", (event) => run(event.target.closest("[role=option]")));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  dialog.addEventListener("close", () => { clearTimeout(waiting); asked?.abort(); });
}
for (const one of document.querySelectorAll("dialog.above")) {
  one.addEventListener("click", (event) => { if (event.target === one) one.close(); });
}

// What the page itself offers: nobody is offered what they may not do. Each address once.
function offered() {
  const found = new Map();
  const add = (link, before = "") => {
    const { href, pathname: url } = new URL(link.getAttribute("href"), location);
    const name = before + (link.dataset.name ?? words(link));
    if (!found.has(url)) found.set(url, { name, url: href, icon: sign(link), key: KEYS[url] ?? link.dataset.key?.toUpperCase() });
  };
  const recent = seen().filter((one) => one.url !== location.pathname + location.search);
  for (const link of document.querySelectorAll(".side li a")) add(link);
  for (const link of document.querySelectorAll(".post-menu a[data-key]")) add(link, `${dialog.dataset.posting} `);
  for (const link of document.querySelectorAll(".top .actions > a, .person .menu-panel a")) add(link);
  for (const link of dialog.querySelector("template").content.querySelectorAll("a")) add(link);
  // What is pressed where one is: theme, sign out, print.
  const buttons = [...document.querySelectorAll(".person [data-press]"), ...dialog.querySelector("template").content.querySelectorAll("[data-press]")];
  for (const button of buttons) {
    const print = button.dataset.press === "print", name = print ? words(button) : button.dataset.press || words(button);
    found.set(name, { name, icon: sign(button), press: () => (print ? setTimeout(() => window.print()) : button.click()) });
  }
  const all = [...found.values()];
  return [...recent.map((one) => ({ ...one, icon: one.url.includes("?q=") ? "search" : "clock" })), ...all.filter((one) => one.key), ...all.filter((one) => !one.key)];
}

const words = (link) => [...link.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join("").trim();
const sign = (link) => link.querySelector("use")?.getAttribute("href").split("#")[1] ?? "chevron-right";

// What was looked at last in this tab.
function seen() {
  const { person, pages } = JSON.parse(sessionStorage.getItem("seen") ?? "{}");
  if (person !== dialog.dataset.person) return [];
  const isSearch = (one) => one.url.includes("?q=");
  return [...pages.filter((one) => !isSearch(one)).slice(0, 5), ...pages.filter(isSearch).slice(0, 3)];
}

function typed() {
  clearTimeout(waiting);
  asked?.abort();
  const said = field.value.trim().toLowerCase();
  const here = fitting(said);
  show(here);
  if (said.length > 1) waiting = setTimeout(() => ask(said, here), WAIT_MS);
}

// Every word typed begins a word of the name.
function fitting(said) {
  const parts = said.split(/\s+/).filter(Boolean);
  return known.filter(({ name }) => parts.every((part) => ` ${name.toLowerCase()}`.includes(` ${part}`)));
}

async function ask(said, here) {
  asked = new AbortController();
  try {
    const answer = await fetch(`/suggest_anything.json?${new URLSearchParams({ query: said })}`, {
      headers: { Accept: "application/json" }, signal: asked.signal,
    });
    if (!answer.ok) return;
    const { rows } = await answer.json();
    const named = rows.map(({ kind, key, name, about }) => ({ name, about, url: ROOM[kind][0] + encodeURIComponent(key), icon: ROOM[kind][1] }));
    const urls = new Set(named.map((one) => one.url));
    show([...here.filter((one) => !urls.has(one.url)).slice(0, 8), ...named]);
  } catch { /* a newer letter was typed, or the network is away: the page's own are offered */ }
}

function show(entries) {
  const shown = entries.slice(0, MOST);
  list.replaceChildren(...shown.map((entry, at) => row(entry, at)));
  dialog.querySelector("[data-none]").hidden = shown.length > 0;
  mark(0);
}

const pressed = new WeakMap();
function row({ name, about, url, icon, key, press }, at) {
  const option = document.createElement("div");
  option.id = `palette-${at}`;
  option.role = "option";
  if (press) pressed.set(option, press);
  else option.dataset.url = url;
  option.append(drawn(icon), text("span", name));
  if (about) option.append(text("code", about));
  if (key) option.append(text("kbd", key));
  return option;
}

function text(tag, said) {
  const element = document.createElement(tag);
  element.textContent = said;
  return element;
}

function drawn(name) {
  const icon = dialog.querySelector("svg").cloneNode(true);
  const use = icon.querySelector("use");
  use.setAttribute("href", `${use.getAttribute("href").split("#")[0]}#${name}`);
  return icon;
}

function mark(at) {
  const options = [...list.children];
  options.forEach((option, number) => { option.ariaSelected = String(number === at); });
  options[at]?.scrollIntoView({ block: "nearest" });
  if (options[at]) field.setAttribute("aria-activedescendant", options[at].id);
  else field.removeAttribute("aria-activedescendant");
}

function choose(event) {
  if (event.isComposing) return;
  const at = [...list.children].findIndex((option) => option.ariaSelected === "true");
  const count = list.children.length;
  if (event.key === "ArrowDown" && count) mark((at + 1) % count);
  else if (event.key === "ArrowUp" && count) mark((at - 1 + count) % count);
  else if (event.key === "Enter") run(list.children[at]);
  else return;
  event.preventDefault();
}

function run(option) {
  const press = option && pressed.get(option);
  if (press) { dialog.close(); press(); }
  else if (option) location.assign(option.dataset.url);
}
