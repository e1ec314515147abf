// How many alerts are open, beside their room on every page: asked every ten seconds at most,
// as pages are opened or the stream tells of them. Without it the room is just not counted.
import { number, worded } from "./words.js";
const shown = document.querySelectorAll("[data-open-alerts]");
const person = document.querySelector("[data-palette]")?.dataset.person;
const FRESH = 10_000, MOST = 99;
let timer = 0;

function show({ count }) {
  for (const place of shown) {
    place.textContent = count > MOST ? `${MOST}+` : number(count);
    place.title = worded("Open alerts");
    place.hidden = !count;
  }
}

async function ask() {
  timer = 0;
  const response = await fetch("/count_alerts.json", { headers: { "X-Live": "1" } }).catch(() => null);
  if (!response?.ok) return;
  const { count } = await response.json();
  sessionStorage.setItem("alerts", JSON.stringify({ person, count, at: Date.now() }));
  show({ count });
}

if (shown.length) {
  const known = JSON.parse(sessionStorage.getItem("alerts") ?? "{}");
  if (known.person === person) show(known);
  if (known.person !== person || Date.now() - known.at > FRESH || performance.getEntriesByType("navigation")[0]?.type === "reload") ask();
  document.addEventListener("alerts-changed", () => { timer ||= setTimeout(ask, FRESH / 5); });
}
