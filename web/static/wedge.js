// Scanners that type: keys faster than fingers, ended by Enter or Tab, wherever the cursor stands.
const SHORTEST = 4;
const FNC1 = "\u001d"; // which scanners type as Ctrl-]

// Calls take(code) for each scan; what it typed into a field is taken out again. `gap`: ms at most
// between two keys where a person may be typing too. `pause`: anywhere else; longer than `gap` on a
// page whose letters mean nothing there, as half a code is another code.
export function onScan(take, { gap = 35, pause = gap } = {}) {
  let text = "", at = 0, field = null, before = "";
  document.addEventListener("keydown", (event) => {
    const now = event.timeStamp;
    const key = event.ctrlKey && event.key === "]" ? FNC1 : event.key;
    const quick = now - at <= gap;
    if (!quick && (field || now - at > pause)) text = "";
    at = now;
    if (key === "Enter" || key === "Tab") {
      if (text.length < SHORTEST) { text = ""; return; }
      stop(event);
      if (field?.isConnected) { field.value = before; field.dispatchEvent(new Event("input", { bubbles: true })); }
      const read = text;
      text = ""; // the next one may come at once
      return take(read.trim());
    }
    if (key.length > 1 || event.metaKey || event.altKey || (event.ctrlKey && key !== FNC1)) return;
    if (!text) {
      field = event.target.closest("input, textarea");
      before = field?.value ?? "";
    }
    text += key;
    if (key === FNC1) event.preventDefault();
    if (field || event.target.closest("select")) return;
    // Beside a field its letters would be keys of the page; the first alone may be meant as one.
    if (text.length > 1 || pause > gap) event.stopImmediatePropagation();
    if (quick && text.length > 1) event.preventDefault(); // a space would press a button
  }, true);
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
