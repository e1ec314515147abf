// A scanner that types: keys faster than anybody's, then Enter; wherever the cursor stands.
const FAST = 35; // ms between two keys
const SHORTEST = 4;

// Calls take(code) for each scan. What it typed into a field is taken out again.
export function onScan(take) {
  let keys = "", at = 0, field = null, before = "";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const fast = event.timeStamp - at < FAST;
    if (event.key === "Enter") {
      if (fast && keys.length >= SHORTEST) {
        stop(event);
        if (field.matches("input, textarea")) field.value = before;
        take(keys.trim());
      }
      [keys, field] = ["", null]; // the next one may come at once
    } else if (event.key.length === 1) {
      if (!fast || event.target !== field) {
        [keys, field, before] = ["", event.target, event.target.value ?? ""];
      }
      at = event.timeStamp;
      keys += event.key;
      // Beside a field its letters would be keys of the page.
      if (keys.length > 1 && !field.closest("input, textarea, select")) stop(event);
    }
  }, true);
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
