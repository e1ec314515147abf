// What scripts say, in the language of the page: base.html carries the texts of another language.
// Numbers and times are as the person reads them.
const page = document.documentElement;
const texts = JSON.parse(document.body?.dataset.words || "{}");
const SIGNS = { comma: { ",": ".", ".": "," }, space: { ",": "\u00a0", ".": "," } }[page.dataset.numbers] ?? {};
const ZONE = page.dataset.zone || undefined;

export const worded = (text, values = {}) => (texts[text] ?? text).replace(/%\((\w+)\)s/g, (_, name) => values[name]);
export const number = (value) => value.toLocaleString("en-GB", { maximumFractionDigits: 9 }).replace(/[.,]/g, (sign) => SIGNS[sign] ?? sign);
export const clock = (at) => at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: ZONE });
export const day = (at) => at.toLocaleDateString(page.lang, { dateStyle: "medium", timeZone: ZONE });
// A number as one types it, and what was understood of one, or null: as web/forms.py has it, which has the last word.
export const asTyped = (value) => value.toLocaleString("en-GB", { maximumFractionDigits: 9, useGrouping: false }).replace(".", SIGNS["."] ?? ".");
export function read(text) {
  const plain = String(text).replace("\u2212", "-").replace(/\s/g, ""), comma = SIGNS["."] === ",";
  if ((comma ? /^[+-]?[1-9]\d{0,2}\.\d{3}$/ : /^[+-]?[1-9]\d{0,2},\d{3}$/).test(plain)) return null;
  const dotted = /^[+-]?\d{1,3}(,\d{3})+\.\d+$|^[+-]?\d{1,3}(,\d{3}){2,}$/.test(plain) ? plain.replaceAll(",", "")
    : /^[+-]?\d{1,3}(\.\d{3})+,\d+$|^[+-]?\d{1,3}(\.\d{3}){2,}$/.test(plain) ? plain.replaceAll(".", "").replace(",", ".") : plain.replace(",", ".");
  return /^[+-]?\d+(\.\d+)?$/.test(dotted) ? Number(dotted) : null;
}
