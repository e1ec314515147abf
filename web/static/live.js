// Live figures. The stream tells ids only; what the page shows of them it reads again, under the
// person's own role. One tab of a browser holds the stream and tells the others.
import { clock, worded } from "./words.js";
const main = document.querySelector("main[data-live]");
const GATHER = 250, SILENCE = 40_000, ERRORS = 3;

if (main) {
  const heard = { skus: new Set(), all: false, alerts: false };
  let timer = 0, reading = false, lastWord = Date.now(), errors = 0, figuresAt = new Date();

  const state = document.querySelector("[data-live-state]");
  const banner = document.querySelector("[data-offline]");
  function show(kind) {
    if (state.dataset.liveState === kind) return;
    state.dataset.liveState = kind;
    state.querySelector("[data-live-word]").textContent = { on: worded("Live"), lost: worded("Offline"), over: worded("Signed out") }[kind];
    const lost = kind !== "on";
    banner.hidden = !lost;
    const since = clock(figuresAt);
    banner.querySelector("[data-offline-text]").textContent = kind === "over"
      ? worded("Your session is over. Figures are as of %(since)s. Load the page again to sign in.", { since })
      : worded("Connection lost. Figures are as of %(since)s. You can keep reading; posting is paused.", { since });
    for (const button of document.querySelectorAll("[data-posting]")) {
      button.ariaDisabled = String(lost);
      button.title = lost ? worded("Posting is paused: the connection is lost.") : "";
    }
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-posting][aria-disabled="true"]')) event.preventDefault();
  }, true);

  const isOver = () => state.dataset.liveState === "over";
  function hear(kind, data) {
    if (isOver() || (!navigator.onLine && kind !== "over")) return;
    lastWord = Date.now();
    errors = 0;
    if (kind === "over") return show("over");
    show("on");
    if (kind === "hello") heard.all = true;
    else if (kind === "changed") {
      if (data.all) heard.all = true;
      data.skus?.forEach((sku) => heard.skus.add(sku));
      heard.alerts ||= Boolean(data.alerts);
      if (data.alerts) document.dispatchEvent(new Event("alerts-changed"));
    } else return;
    if (!timer) timer = setTimeout(read, kind === "hello" ? 0 : GATHER);
  }

  async function read() {
    if (reading) { timer = setTimeout(read, 50); return; }
    timer = 0;
    reading = true;
    const told = { skus: new Set(heard.skus), all: heard.all, alerts: heard.alerts };
    heard.skus.clear();
    heard.all = heard.alerts = false;
    try {
      await ({ rows: readRows, page: readPage, fresh: countFresh })[main.dataset.live](told);
      figuresAt = new Date();
    } catch {
      // Told again when the stream is back; until then the figures' age is shown.
    } finally {
      reading = false;
    }
  }

  async function get(url) {
    const response = await fetch(url, { headers: { "X-Live": "1", Accept: "text/html" } });
    if (response.status === 401) {
      channel.postMessage({ kind: "over" });
      hear("over");
    }
    if (!response.ok) throw new Error(`${response.status}`);
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  // A list: only rows that are shown, nothing added, moved or removed under the cursor.
  async function readRows({ skus, all }) {
    const shown = [...document.querySelectorAll("tr[data-sku]")].map((row) => row.dataset.sku);
    const wanted = all ? shown : shown.filter((sku) => skus.has(sku));
    for (let at = 0; at < wanted.length; at += 100) {
      const query = new URLSearchParams(wanted.slice(at, at + 100).map((sku) => ["sku", sku]));
      if (main.dataset.liveColumns) query.set("columns", main.dataset.liveColumns);
      const page = await get(`/items/rows?${query}`);
      for (const row of page.querySelectorAll("tr[data-sku]")) renew(document.getElementById(row.id), row, !all);
    }
  }

  // Any other page: its parts, one by one, where they differ.
  async function readPage({ skus, all, alerts }) {
    const about = main.dataset.liveSkus?.split(" ");
    if (about && !all && !alerts && !about.some((sku) => skus.has(sku))) return;
    const page = await get(location.pathname + location.search);
    for (const part of page.querySelectorAll("[data-part]")) renew(document.getElementById(part.id), part, !all);
  }

  async function countFresh({ skus, all }) {
    const about = main.dataset.liveSkus?.split(" ");
    const news = [...skus].filter((sku) => !about || about.includes(sku));
    const link = document.querySelector("[data-fresh]");
    if ((!news.length && !all) || all && link.hidden && !skus.size) return;
    link.dataset.count = Number(link.dataset.count ?? 0) + Math.max(news.length, 1);
    link.hidden = false;
    link.querySelector("[data-fresh-text]").textContent = worded("New movements · Refresh");
  }

  // Put the new in place of the old where it differs, and mark the cells whose text changed.
  function renew(old, fresh, mark) {
    if (!old || old.isEqualNode(fresh)) return;
    const before = new Map([...old.querySelectorAll("[data-cell]")].map((cell, at) => [cellKey(cell, at), cell.textContent.trim()]));
    const within = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const ticked = old.querySelector("[name=sku]")?.checked;
    old.replaceChildren(...document.adoptNode(fresh).childNodes);
    old.className = fresh.className;
    if (ticked) old.querySelector("[name=sku]").checked = true;
    if (within) old.querySelector(`[href="${CSS.escape(within)}"]`)?.focus();
    [...old.querySelectorAll("[data-cell]")].forEach((cell, at) => {
      if (mark && before.get(cellKey(cell, at)) !== cell.textContent.trim()) cell.classList.add("changed");
    });
  }
  function cellKey(cell, at) {
    const row = cell.closest("tr[id]");
    return row ? `${row.id} ${cell.cellIndex}` : String(at);
  }

  // -- the stream, held by one tab ----------------------------------------------------------
  const channel = new BroadcastChannel("stockroom-live");
  channel.onmessage = ({ data }) => {
    if (data.kind === "who" && leading) channel.postMessage({ kind: "ping" });
    else if (data.kind === "lost") failed();
    else if (data.kind !== "who") hear(data.kind === "ping" && !greeted ? "hello" : data.kind, data.data);
    if (data.kind !== "who" && data.kind !== "lost") greeted = true;
  };
  let leading = false, greeted = false;

  function listen() {
    leading = true;
    const source = new EventSource("/events");
    for (const kind of ["hello", "changed", "ping", "over"]) {
      source.addEventListener(kind, (event) => {
        greeted = true;
        const message = { kind, data: JSON.parse(event.data) };
        channel.postMessage(message);
        hear(message.kind, message.data);
        if (isOver()) source.close();
      });
    }
    source.onerror = () => {
      if (isOver()) return source.close();
      errors += 1;
      if (errors >= ERRORS) { failed(); channel.postMessage({ kind: "lost" }); }
      if (source.readyState === EventSource.CLOSED) {
        source.close();
        setTimeout(listen, 3000);
      }
    };
  }
  function failed() { if (!isOver()) show("lost"); }
  addEventListener("offline", failed); // not after forty seconds of silence only
  addEventListener("online", () => hear("hello")); // what was told meanwhile was not heard: read all
  setInterval(() => { if (Date.now() - lastWord > SILENCE) failed(); }, 5000);

  if (navigator.locks) {
    navigator.locks.request("stockroom-live", () => new Promise(() => listen()));
    channel.postMessage({ kind: "who" });
  } else listen();
}
