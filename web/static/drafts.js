// What was typed survives a closed tab, an ended session, a dead network: kept in this browser for
// this person and form, offered when the form is opened again, forgotten at sign-out. The key of a
// posting is kept with it, so what was sent and never answered cannot be posted twice.
import { clock, day, worded } from "./words.js";
const STORE = "drafts";
const SECONDS = 0.4;
const MOST = 20; // of one form
const kept = (name, person) => `${person} ${name}`;
// Each form that is filled in has a draft of its own: another tab, or what is typed while an older
// one is still offered, takes nothing of another's place.
const all = (key) => IDBKeyRange.bound(key, `${key}\n\uffff`);
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
const isKey = ([name]) => name.endsWith("idempotency_key");
const content = (entries) => JSON.stringify(entries.filter((one) => !isKey(one)));

// The drafts of a form, newest first; each with the key that it is kept under.
async function drafts(key) {
  const asked = await store("readonly"), range = all(key);
  const [keys, values] = await Promise.all([answer(asked.getAllKeys(range)), answer(asked.getAll(range))]);
  return values.map((draft, at) => ({ ...draft, slot: keys[at] })).sort((one, other) => other.at - one.at);
}

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

// Offers them one after the other, until one is continued; `take` makes it this form's own.
async function offer(form, key, take) {
  const taken = sessionStorage.getItem("draft-taken"); // app.js is dropping it
  const note = document.querySelector(`[data-draft-offer="${CSS.escape(form.dataset.draft)}"]`);
  const found = (await drafts(key)).filter((draft) => draft.slot !== taken);
  found.splice(MOST).forEach((draft) => drop(draft.slot));
  if (!note || form.hasAttribute("data-draft-filled")) return;
  let draft;
  const next = () => {
    draft = found.shift();
    note.hidden = !draft;
    if (!draft) return;
    const at = new Date(draft.at);
    const sameDay = at.toDateString() === new Date().toDateString();
    note.querySelector("time").textContent = sameDay ? clock(at) : `${day(at)} ${clock(at)}`;
    note.querySelector("time").dateTime = at.toISOString();
    note.querySelector("[data-draft-sent]").hidden = !draft.sent;
    note.querySelector("[data-draft-spent]").hidden = !draft.spent;
  };
  const focus = () => form.querySelector("[autofocus], input:not([type=hidden])")?.focus();
  note.querySelector("[data-draft-continue]").addEventListener("click", async () => {
    await take(draft.slot);
    // A key that made a document makes no other: the form's own is for what it becomes.
    fill(form, draft.spent ? draft.entries.filter((one) => !isKey(one)) : draft.entries);
    note.hidden = true;
    focus();
  });
  note.querySelector("[data-draft-discard]").addEventListener("click", () => {
    if (confirm(worded("Throw away what was kept? It cannot be brought back."))) { drop(draft.slot); next(); focus(); }
  });
  next();
}

const SPENT = ["IN002", "IN008"]; // the key made a document, of other lines or out of sight
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = kept(form.dataset.draft, form.dataset.draftOf), refused = form.dataset.draftRefused;
  const [sentForm, sentSlot] = JSON.parse(sessionStorage.getItem("draft-sent") ?? "[]");
  sessionStorage.removeItem("draft-sent");
  // Refused, or with the rows of a spreadsheet: the same form once more, and not a copied document.
  const isAnswer = form.hasAttribute("data-draft-filled") && sentForm === form.dataset.draft && !new URLSearchParams(location.search).has("like");
  let slot = isAnswer ? sentSlot : `${key}\n${Date.now().toString(36)}`;
  const empty = content(fields(form));
  let timer, isKept = isAnswer;
  const keep = async (sent = false) => {
    clearTimeout(timer);
    timer = 0;
    const entries = fields(form);
    if (content(entries) === empty && !form.hasAttribute("data-draft-filled")) return isKept && drop(slot);
    isKept = true;
    const spent = SPENT.includes(refused) && form.elements["document.idempotency_key"]?.value === spentKey;
    await answer((await store("readwrite")).put({ at: Date.now(), entries, sent, spent }, slot));
  };
  const spentKey = form.elements["document.idempotency_key"]?.value;
  if (isAnswer) keep(); // it is not posted
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, SECONDS * 1000);
  });
  addEventListener("pagehide", () => { if (timer) keep(form.dataset.sent === "yes"); });
  form.addEventListener("submit", ({ submitter }) => {
    sessionStorage.setItem("draft-sent", JSON.stringify([form.dataset.draft, slot]));
    if (submitter?.name === "do" && submitter.value !== "post") return;
    if (submitter?.name === "new_key") form.elements["document.idempotency_key"].value = submitter.value;
    form.dataset.sent = "yes";
    keep(true);
  });
  offer(form, key, async (continued) => {
    if (timer) await keep(); // what was typed beside it is offered the next time
    slot = continued;
    isKept = true;
  });
}
