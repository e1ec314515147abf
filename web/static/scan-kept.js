// What scanning keeps in this browser (IndexedDB): what waits to be sent, by person; and of the
// person at work what is needed without a network: their places, and items seen lately by code.
const CODES = 2000;

let opened;
function open() {
  opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open("stockroom-scan", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("queue", { keyPath: "id" });
      asked.result.createObjectStore("kept", { keyPath: "name" });
      asked.result.createObjectStore("codes", { keyPath: "code" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return opened;
}
async function run(stores, mode, work) {
  const transaction = (await open()).transaction(stores, mode, { durability: "strict" });
  const asked = work(...stores.map((name) => transaction.objectStore(name)));
  return new Promise((done, fail) => {
    transaction.oncomplete = () => done(asked?.result);
    transaction.onabort = transaction.onerror = () => fail(transaction.error);
  });
}

export const get = async (name) => (await run(["kept"], "readonly", (kept) => kept.get(name)))?.value;
export const set = (name, value) => run(["kept"], "readwrite", (kept) => { kept.put({ name, value }); });

// The queue, in the order of its keys, which are those of the times they were made.
export const entries = () => run(["queue"], "readonly", (queue) => queue.getAll());
// What is queued leaves the form with it, in one transaction; and the other way. Answers the entry
// that is there already: the form was open in another tab as well, and is queued once.
export const queue = (entry, work) => run(["queue", "kept"], "readwrite", (queue_, kept) => {
  const there = queue_.get(entry.id);
  there.onsuccess = () => {
    if (!there.result) queue_.put(entry);
    kept.put({ name: "work", value: work });
  };
  return there;
});
export const takeBack = (id, work) => run(["queue", "kept"], "readwrite", (queue_, kept) => found(queue_, id, (entry) => {
  if (entry.state === "posted" || entry.sent) return null;
  queue_.delete(id);
  kept.put({ name: "work", value: work });
  return entry;
}));
// Before it is sent: from here on it may have been posted, until an answer says that it was not.
export const claim = (id, body) => run(["queue"], "readwrite", (queue_) => found(queue_, id, (entry) => {
  if (entry.state !== "waiting") return null;
  queue_.put({ ...entry, sent: true, body });
  return entry;
}));
// What is no longer there stays away.
export const change = (id, values) => run(["queue"], "readwrite", (queue_) => found(queue_, id, (entry) => { queue_.put({ ...entry, ...values }); return entry; }));
function found(store, id, work) {
  const asked = store.get(id), answer = { result: null };
  asked.onsuccess = () => { if (asked.result) answer.result = work(asked.result); };
  return answer;
}
export const remove = (id) => run(["queue"], "readwrite", (queue) => { queue.delete(id); });

export async function recall(code) { return (await run(["codes"], "readonly", (codes) => codes.get(code)))?.found; }
export async function remember(code, found) {
  await run(["codes"], "readwrite", (codes) => { codes.put({ code, found, at: Date.now() }); });
  const count = await run(["codes"], "readonly", (codes) => codes.count());
  if (count > CODES) await run(["codes"], "readwrite", (codes) => { codes.clear(); });
}

// Another person is at work, or nobody: what was known of the last one goes. What waits to be
// sent stays: it is theirs, and goes out when they are back.
export const forget = () => run(["kept", "codes"], "readwrite", (kept, codes) => { kept.clear(); codes.clear(); });
export async function begin(person) {
  if ((await get("person")) === person) return;
  await forget();
  await set("person", person);
}

// Version 7: begins with the time, so that keys are in its order, also within a millisecond.
let last = 0;
export function key() {
  last = Math.max(Date.now(), last + 1);
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let at = 0; at < 6; at += 1) bytes[at] = Math.floor(last / 2 ** (40 - 8 * at)) % 256;
  bytes[6] = (bytes[6] & 15) | 112;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
