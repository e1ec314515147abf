// Sends what waits, in order, once each: every entry keeps its key, by which a second delivery is
// answered like the first. Only under the name of the person who scanned it: the token that lets a
// request in is of a session, and is asked for together with whose session it is.
import * as kept from "./scan-kept.js";
import { worded } from "./words.js";

const WAITS = [2, 5, 15, 30, 60].map((seconds) => seconds * 1000);
const PATIENCE = 15_000; // for one answer
const JUST_NOW = 5000; // sent so soon, it happened "now", by the server's clock
const SHOWN = 12; // of those that are posted

export class Queue extends EventTarget {
  paused = ""; // why nothing is sent: "", offline, signed-out, other
  #tries = 0;
  #timer = 0;

  constructor(person) {
    super();
    this.person = person;
    addEventListener("online", () => this.deliver());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.deliver(); });
  }

  async own() { return (await kept.entries()).filter((entry) => entry.person === this.person); }
  async others() { return (await kept.entries()).filter((entry) => entry.person !== this.person && entry.state !== "posted").length; }

  // Queued and out of the form at once: what is in both would be posted twice.
  // Answers what was queued of this form before, in another tab.
  async add(entry, work) {
    const there = await kept.queue({ ...entry, person: this.person, state: "waiting" }, work);
    this.#tell();
    await this.deliver();
    return there;
  }
  async again(entry) { await kept.change(entry.id, { state: "waiting", problem: null }); this.#tell(); return this.deliver(); }
  async drop(entry) { await kept.remove(entry.id); this.#tell(); }

  // One tab at a time; one that comes meanwhile need not wait.
  deliver() {
    if (!navigator.locks) return this.#deliver();
    return navigator.locks.request("stockroom-scan-queue", { ifAvailable: true }, (lock) => (lock ? this.#deliver() : this.#later()));
  }

  async #deliver() {
    clearTimeout(this.#timer);
    const waits = async () => (await this.own()).filter((entry) => entry.state === "waiting");
    try {
      for (let waiting = await waits(); waiting.length; waiting = await waits()) {
        const session = await this.session();
        if (!session) return;
        for (const entry of waiting) await this.#send(entry, session);
        this.#pause("");
      }
      this.#tries = 0;
      await this.#tidy();
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      this.#pause("offline");
      this.#later();
    }
  }
  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.deliver(), WAITS[Math.min(this.#tries++, WAITS.length - 1)]);
  }

  // Who is signed in, asked anew; null where it is nobody, or somebody else.
  async session() {
    const answer = await ask("/scan/state.json");
    if (answer.status === 401) { this.#pause("signed-out"); return null; }
    if (!answer.ok) throw new Away();
    const state = await answer.json();
    if (state.person !== this.person) { this.#pause("other"); return null; }
    return { ...state, serverNow: Date.parse(answer.headers.get("Date")) || Date.now(), phoneNow: Date.now() };
  }

  async #send(waiting, session) {
    const body = waiting.body ?? await this.#body(waiting, session);
    if (!body) return;
    const entry = await kept.claim(waiting.id, body);
    if (!entry) return; // taken back meanwhile
    const answer = await ask(`/${entry.command}`, {
      method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-Form-Token": session.form_token },
    });
    if (answer.ok) {
      const { document: posted } = await answer.json();
      await kept.change(entry.id, { state: "posted", document: posted, body: null });
      return this.#tell();
    }
    const problem = (await answer.json().catch(() => null))?.error ?? { code: "", message: worded("The server answered %(status)s.", { status: answer.status }), hint: "" };
    if (answer.status === 401) { this.#pause("signed-out"); throw new Away(); }
    if ([408, 425, 429, 502, 503, 504].includes(answer.status)) throw new Away();
    if (answer.status === 403 && problem.code.startsWith("HTTP")) throw new Away(); // the session changed meanwhile
    // A fault of the server leaves open whether it was posted; what it refuses is not.
    return this.#refuse(entry, problem, answer.status >= 500 ? {} : { sent: false, body: null });
  }
  // What is sent, made once: the same key with other words would be another document.
  async #body(entry, session) {
    const lines = [];
    for (const line of entry.lines) {
      const known = line.code ? await this.#resolve(line) : line;
      if (!known) {
        await this.#refuse(entry, { code: "unknown", unknown: line.code, message: worded("No item has the code %(code)s.", { code: line.code }), hint: worded("Link it to an item, then send again.") });
        return null;
      }
      lines.push(known);
    }
    // By the server's clock: a phone's may be wrong, and nothing happens in the future.
    const age = session.phoneNow - entry.at;
    const body = { lines, idempotency_key: entry.id };
    if (age > JUST_NOW) body.occurred_at = new Date(session.serverNow - age).toISOString();
    return body;
  }
  async #refuse(entry, problem, more = {}) {
    const lines = Array.isArray(problem.detail) ? problem.detail : [];
    const message = lines.map((line) => line.message).filter(Boolean).join(" ") || problem.message;
    const hint = lines.map((line) => line.hint).find(Boolean) || problem.hint || "";
    const told = { code: problem.code, unknown: problem.unknown, message, hint, lines: lines.map(({ line, message: what }) => ({ line, message: what })) };
    await kept.change(entry.id, { ...more, state: "refused", problem: told });
    this.#tell();
  }
  async #resolve(line) {
    const answer = await ask(`/read_barcode.json?${new URLSearchParams({ code: line.code })}`);
    if (!answer.ok) throw new Away();
    const found = await answer.json();
    if (!found.item) return null;
    await kept.remember(line.code, found);
    const { code, ...rest } = line;
    const quantity = found.quantity ? Number(line.quantity) * found.quantity : line.quantity;
    const told = { unit: found.unit, lot: found.lot, expires_on: rest.location && line.receipt ? found.expires_on : null };
    delete rest.receipt;
    return { ...rest, quantity, item: found.item.sku, ...Object.fromEntries(Object.entries(told).filter(([, value]) => value)) };
  }
  async #tidy() {
    const posted = (await this.own()).filter((entry) => entry.state === "posted");
    for (const entry of posted.slice(0, -SHOWN)) await kept.remove(entry.id);
  }
  #pause(why) { this.paused = why; this.#tell(); }
  #tell() { this.dispatchEvent(new Event("change")); }
}

export class Away extends Error {} // no answer that says anything: try again later

export async function ask(url, options = {}) {
  try {
    return await fetch(url, { ...options, headers: { Accept: "application/json", ...options.headers }, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Away();
  }
}
