// What makes the pages handier. Everything but live figures works without it.
import { number, worded } from "./words.js";
import "./offline.js";

// Where there is something for them alone: what a phone fetches for scanning is less.
if (document.querySelector("main[data-live]")) import("./live.js");
if (document.querySelector("#suggestions")) import("./search.js");

// Menus: one open at a time; Escape and a click elsewhere close them.
const menus = () => document.querySelectorAll("[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// An error summary is read first, also one that comes into the page.
function readFirst() {
  const summary = document.querySelector("[data-focus]");
  summary?.focus();
  summary?.removeAttribute("data-focus");
}
readFirst();
document.addEventListener("htmx:after:swap", readFirst);
// What a form said is kept elsewhere: whoever goes back finds it as it was.
document.addEventListener("htmx:after:request", ({ detail }) => {
  const kept = detail.ctx.response.headers.get("X-Form-Kept-At");
  if (kept) history.replaceState(history.state, "", kept);
});

// Keys: a letter alone means nothing inside a field.
const rooms = { "g o": "/", "g i": "/items", "g m": "/movements", "g a": "/alerts", "g h": "/health" };
let before = "", beforeAt = 0;
const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog");
const palette = (what) => import("./palette.js").then((module) => module[what]());
document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key === "k" && document.querySelector("[data-palette]")) {
    event.preventDefault(); // the browser's own would search the web
    palette("open");
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.documentElement.dataset.shortcuts === "off") return;
  if (key === "?" && document.querySelector("[data-palette]")) return palette("keys");
  if (key === "/") {
    const field = document.querySelector("#q") ?? document.querySelector(".jump input");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
    return;
  }
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  if (key.length > 1) return;
  const pair = performance.now() - beforeAt < 1000 ? `${before} ${key}` : key;
  before = key; beforeAt = performance.now();
  const link = document.querySelector(`[data-key="${CSS.escape(pair)}"]`);
  const room = rooms[pair] && document.querySelector(`.side a[href="${rooms[pair]}"]`);
  if (link ?? room) location.assign((link ?? room).href);
});

// Help opens beside its "?"; without scripts in the middle.
document.addEventListener("toggle", ({ target: box, newState }) => {
  if (newState !== "open" || !box.matches(".help-box")) return;
  const at = box.previousElementSibling.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = box;
  const top = at.bottom + 6 + height > innerHeight ? Math.max(8, at.top - height - 6) : at.bottom + 6;
  Object.assign(box.style, { inset: "auto", margin: "0", top: `${top}px`, left: `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px` });
}, true);

// What is hard to undo is asked before, in place.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-ask]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  import("./ask.js").then((module) => module.ask(link));
});

// The same from a menu, for who has no keys.
for (const button of document.querySelectorAll("[data-goto]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const menu of menus()) menu.open = false;
    palette(button.dataset.goto);
  });
}

// What was looked at last, in this tab only and for this person only.
const who = document.querySelector("[data-palette]")?.dataset.person;
const about = document.title.replace(/ · Stockroom$/, "");
let signingOut = false;
function remember(name, url) {
  const { person, pages = [] } = JSON.parse(sessionStorage.getItem("seen") ?? "{}");
  const others = person === who ? pages.filter((one) => one.url !== url) : [];
  sessionStorage.setItem("seen", JSON.stringify({ person: who, pages: [{ name, url }, ...others].slice(0, 10) }));
}
if (who && about && /^\/(items|locations|people|documents|categories)\/[^/]+$/.test(location.pathname)) remember(about, location.pathname);
// And what was searched for: as it stands when the page is left, for it changes while one types.
addEventListener("pagehide", () => {
  const said = new URLSearchParams(location.search).get("q")?.trim();
  const isFound = document.querySelector("main .list tbody tr"); // what finds nothing is not worth going back to
  if (who && said && isFound && !signingOut && ["/items", "/movements"].includes(location.pathname)) remember(said, `${location.pathname}?${new URLSearchParams({ q: said })}`);
});

// j and k walk the rows of a list; Enter opens, for the name is a link.
function move(step) {
  const links = [...document.querySelectorAll("main > .list .name, .wide > .list .name, #alert-list > .list .name")];
  const at = links.indexOf(document.activeElement);
  links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
}

// A form is taken where the page that answers it says so: its draft is done with. Whoever goes on
// to another page instead knows nothing of it yet. Whoever signs out leaves none behind.
const [sentForm, sentKey] = JSON.parse(sessionStorage.getItem("draft-sent") ?? "[]");
if (sentKey && document.querySelector(`[data-draft-taken="${sentForm}"]`)) {
  sessionStorage.removeItem("draft-sent");
  sessionStorage.setItem("draft-taken", sentKey); // until it is gone: who goes on at once would be offered it again
}
const taken = sessionStorage.getItem("draft-taken");
if (taken) import("./drafts.js").then((drafts) => drafts.drop(taken)).then(() => sessionStorage.removeItem("draft-taken"));
for (const form of document.querySelectorAll("form[data-forget]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    signingOut = true;
    sessionStorage.removeItem("seen");
    import("./drafts.js").then((drafts) => drafts.forget(form.dataset.forget)).finally(() => form.submit());
  }, { once: true });
}

// Where a page has two forms, sending one leaves what was changed in the other: the browser asks before.
const unsaved = new Set();
let sending = null;
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  form.addEventListener("input", () => unsaved.add(form));
  form.addEventListener("submit", () => { sending = form; });
}
addEventListener("beforeunload", (event) => {
  if ([...unsaved].some((form) => form !== sending)) event.preventDefault();
  sending = null;
});

// How many alerts are open, beside their room on every page: asked every ten seconds at most, as pages
// are opened or the stream tells of them. Without it the room is just not counted.
const counted = document.querySelectorAll("[data-open-alerts]");
const FRESH = 10_000, MOST = 99;
let asking = 0;

function showAlerts({ count }) {
  for (const place of counted) {
    place.textContent = count > MOST ? `${MOST}+` : number(count);
    place.title = worded("Open alerts");
    place.hidden = !count;
  }
}

async function askAlerts() {
  asking = 0;
  const response = await fetch("/count_alerts.json", { headers: { "X-Live": "1" } }).catch(() => null);
  if (!response?.ok) return;
  const { count } = await response.json();
  sessionStorage.setItem("alerts", JSON.stringify({ who, count, at: Date.now() }));
  showAlerts({ count });
}

if (counted.length) {
  const known = JSON.parse(sessionStorage.getItem("alerts") ?? "{}");
  if (known.who === who) showAlerts(known);
  if (known.who !== who || Date.now() - known.at > FRESH || performance.getEntriesByType("navigation")[0]?.type === "reload") askAlerts();
  document.addEventListener("alerts-changed", () => { asking ||= setTimeout(askAlerts, FRESH / 5); });
}
