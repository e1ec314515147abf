// The browser's own dialogue prints; without JavaScript its menu does.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
