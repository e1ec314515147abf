// Without a network: said on every page, and nothing is sent into the void. Pages with live figures
// worded it by themselves (live.js), as they notice a dead server too; scan mode keeps what it cannot
// send, and shows that.
import { clock, worded } from "./words.js";
const banner = document.querySelector("[data-offline]");
const live = document.querySelector("main[data-live]");
const loaded = clock(new Date());
const lost = () => !navigator.onLine || document.querySelector("[data-live-state]")?.dataset.liveState === "lost";

function show() {
  const away = !navigator.onLine;
  banner.hidden = !away;
  banner.querySelector("[data-offline-text]").textContent = worded("Connection lost. Figures are as of %(since)s. You can keep reading; posting is paused.", { since: loaded });
  for (const button of document.querySelectorAll("[data-posting]")) {
    button.ariaDisabled = String(away);
    button.title = away ? worded("Posting is paused: the connection is lost.") : "";
  }
}

if (banner && !document.querySelector("[data-scan]")) {
  if (!live) {
    for (const event of ["online", "offline"]) addEventListener(event, show);
    if (!navigator.onLine) show();
    document.addEventListener("click", (event) => {
      if (event.target.closest('[data-posting][aria-disabled="true"]')) event.preventDefault();
    }, true);
  }
  // Sent now, a form would be lost with the page that held it.
  document.addEventListener("submit", (event) => {
    if (!lost() || event.target.method !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    banner.tabIndex = -1;
    banner.hidden = false;
    banner.querySelector("[data-offline-text]").textContent = worded("Not sent: the connection is lost. What you typed stays here; send it when it is back.");
    banner.focus();
  }, true);
}
