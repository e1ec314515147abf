// What was typed survives a closed tab, an ended session, a dead network: kept in this browser for
// this person and form, offered when the form is opened again, forgotten at sign-out. The key of a
// posting is kept with it, so what was sent and never answered cannot be posted twice.
import { clock, day, worded } from "./words.js";
const STORE = "drafts";
const SECONDS = 0.4;
const kept = (name, person) => `${person} ${name}`;
let opened;

function store(mode) {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("stockroom-drafts", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened.then((db) => db.transaction(STORE, mode).objectStore(STORE));
}

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Drop one form's draft.
export const drop = async (key) => answer((await store("readwrite")).delete(key));

// Drop all drafts of a person.
export async function forget(person) {
  const range = IDBKeyRange.bound(`${person} `, `${person} \uffff`);
  return answer((await store("readwrite")).delete(range));
}

// Each field's name and value, in their order; nothing secret and no files.
function fields(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "form_token" && !form.elements[name]?.matches?.('[type="password"]'));
}

// Without its key an untouched form is like any other.
const content = (entries) => JSON.stringify(entries.filter(([name]) => !name.endsWith("idempotency_key")));

function fill(form, entries) {
  form.dispatchEvent(new CustomEvent("draft-restore", { detail: entries }));
  const taken = {};
  for (const [name, value] of entries) {
    const same = [...form.elements].filter((element) => element.name === name && element.type !== "submit");
    const one = same[taken[name] ?? 0];
    taken[name] = (taken[name] ?? 0) + 1;
    if (!one) continue;
    if (one.type === "checkbox" || one.type === "radio") same.forEach((box) => { box.checked ||= box.value === value; });
    else one.value = value;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

async function offer(form, key) {
  if (sessionStorage.getItem("draft-taken") === key) return; // app.js is dropping it
  const draft = await answer((await store("readonly")).get(key));
  const note = document.querySelector(`[data-draft-offer="${CSS.escape(form.dataset.draft)}"]`);
  if (!draft || !note || form.hasAttribute("data-draft-filled")) return;
  const at = new Date(draft.at);
  const sameDay = at.toDateString() === new Date().toDateString();
  note.querySelector("time").textContent = sameDay ? clock(at) : `${day(at)} ${clock(at)}`;
  note.querySelector("time").dateTime = at.toISOString();
  note.querySelector("[data-draft-sent]").hidden = !draft.sent;
  note.hidden = false;
  const done = () => { note.hidden = true; form.querySelector("[autofocus], input:not([type=hidden])")?.focus(); };
  note.querySelector("[data-draft-continue]").addEventListener("click", () => { fill(form, draft.entries); done(); });
  note.querySelector("[data-draft-discard]").addEventListener("click", () => {
    if (confirm(worded("Throw away what was kept? It cannot be brought back."))) { drop(key); done(); }
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = kept(form.dataset.draft, form.dataset.draftOf);
  const empty = content(fields(form));
  let timer;
  const keep = async (sent = false) => {
    clearTimeout(timer);
    const entries = fields(form);
    if (content(entries) === empty && !form.hasAttribute("data-draft-filled")) return;
    await answer((await store("readwrite")).put({ at: Date.now(), entries, sent }, key));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, SECONDS * 1000);
  });
  addEventListener("pagehide", () => { if (timer) keep(form.dataset.sent === "yes"); });
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.name === "do" && event.submitter.value !== "post") return;
    form.dataset.sent = "yes";
    keep(true);
    sessionStorage.setItem("draft-sent", JSON.stringify([form.dataset.draft, key]));
  });
  offer(form, key);
}
