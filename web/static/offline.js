// Without a network: said on every page, and nothing is sent into the void. Pages with live figures
// say it by themselves (live.js), as they notice a dead server too; scan mode keeps what it cannot
// send, and shows that.
const banner = document.querySelector("[data-offline]");
const live = document.querySelector("main[data-live]");
const loaded = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const lost = () => !navigator.onLine || document.querySelector("[data-live-state]")?.dataset.liveState === "lost";

function show() {
  const away = !navigator.onLine;
  banner.hidden = !away;
  banner.querySelector("[data-offline-text]").textContent = `Connection lost. Figures are as of ${loaded}. You can keep reading; posting is paused.`;
  for (const button of document.querySelectorAll("[data-posting]")) {
    button.ariaDisabled = String(away);
    button.title = away ? "Posting is paused: the connection is lost." : "";
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
    banner.querySelector("[data-offline-text]").textContent = "Not sent: the connection is lost. What you typed stays here; send it when it is back.";
    banner.focus();
  }, true);
}
