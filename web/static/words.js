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
