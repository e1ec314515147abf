// Scanners that type: keys faster than fingers, ended by Enter, wherever the focus is.
const GAP = 80; // ms at most between two keys of a scanner, where a person may be typing too
const PAUSE = 600; // ms anywhere else, where keys mean nothing: half a code is another code
const SHORTEST = 4;
const FNC1 = "\u001d"; // which scanners type as Ctrl-]

export function listen(tell) {
  let text = "", at = 0, field = null, before = "";
  document.addEventListener("keydown", (event) => {
    const now = event.timeStamp;
    const key = event.ctrlKey && event.key === "]" ? FNC1 : event.key;
    if (now - at > (field ? GAP : PAUSE)) text = "";
    at = now;
    if (key === "Enter" || key === "Tab") {
      if (text.length < SHORTEST) { text = ""; return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      // What it typed into a field was not meant for that.
      if (field?.isConnected) { field.value = before; field.dispatchEvent(new Event("input", { bubbles: true })); }
      const read = text;
      text = "";
      return tell(read);
    }
    if (key.length > 1 || event.metaKey || event.altKey || (event.ctrlKey && key !== FNC1)) return;
    if (!text) {
      field = event.target.closest("input, textarea");
      before = field?.value ?? "";
    }
    text += key;
    if (key === FNC1) event.preventDefault();
    // A letter alone is a shortcut elsewhere; here it may be a code's first.
    if (!field && event.target.closest("select") === null) event.stopImmediatePropagation();
  }, true);
}
