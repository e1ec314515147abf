// A button for what the browser's menu does as well.
const button = document.querySelector("[data-print]");
button?.addEventListener("click", () => print());
