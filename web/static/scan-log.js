// What was posted by scanning, what waits and what was refused, as rows under the form. What is not
// posted can be looked into, taken back into the form, sent again or thrown away.
import { number as asRead, worded } from "./words.js";

const ICONS = { posted: "circle-check", waiting: "clock", refused: "circle-alert" };
const SPRITE = "./vendor/icons.svg";
const WORDS = { posted: worded("posted"), waiting: worded("waiting"), refused: worded("not posted") };
const FLIGHT = 2000; // ms in which what was just sent is usually answered

export function part(tag, names = "", text = "") {
  const made = document.createElement(tag);
  if (names) made.className = names;
  if (text) made.textContent = text;
  return made;
}

export function waits({ at }) {
  const minutes = Math.floor((Date.now() - at) / 60_000);
  return minutes < 1 ? worded("just now") : minutes < 60 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

// What was done, or is to be: {receive, issue, transfer}.
const DONE = {
  receive: (n) => worded("Received %(n)s lines", n), issue: (n) => worded("Issued %(n)s lines", n), transfer: (n) => worded("Transferred %(n)s lines", n),
};
const TO_DO = {
  receive: (n) => worded("Receive %(n)s lines", n), issue: (n) => worded("Issue %(n)s lines", n), transfer: (n) => worded("Transfer %(n)s lines", n),
};
const DONE_AT = {
  receive: (at) => worded("Received at %(place)s", at), issue: (at) => worded("Issued from %(place)s", at), transfer: (at) => worded("Transferred from %(place)s to %(to)s", at),
};
const TO_DO_AT = {
  receive: (at) => worded("Receive at %(place)s", at), issue: (at) => worded("Issue from %(place)s", at), transfer: (at) => worded("Transfer from %(place)s to %(to)s", at),
};

// `deeds`: paused, again, drop, takeBack, and linking where the person links codes.
export function entry(one, deeds) {
  const row = part("li", `is-${one.state}`), { shown } = one, isDone = one.state === "posted";
  const [first] = shown.lines, several = shown.lines.length > 1, mark = shown.mode === "transfer" ? "" : shown.sign < 0 ? "\u2212" : "+";
  const name = part("span", "grow", several ? (isDone ? DONE : TO_DO)[shown.mode]({ n: shown.lines.length }) : first.name);
  const at = { place: places(shown), to: shown.to };
  const about = !several ? (isDone ? DONE_AT : TO_DO_AT)[shown.mode](at) : shown.to ? worded("%(place)s to %(to)s", at) : at.place;
  name.append(part("span", "sub", one.state === "waiting" ? `${about} · ${worded("waiting %(ago)s", { ago: waits(one) })}` : about));
  row.append(icon(one.state), part("b", "", several ? "" : `${mark}${amount(first)}`), name);
  if (isDone) row.append(link(worded("Reverse"), `/reverse_document/${one.document}`));
  if (several || first.lot) row.append(contents(one));
  const isStuck = deeds.paused || !navigator.onLine || Date.now() - one.at > FLIGHT;
  if (one.state === "refused" || (one.state === "waiting" && isStuck)) row.append(todo(one, deeds));
  return row;
}

function places({ lines, place }) {
  const all = [...new Set(lines.map((line) => line.place ?? place))]; // an earlier release kept one
  return all.length > 2 ? worded("%(n)s places", { n: all.length }) : all.join(", ");
}
const amount = (line) => `${line.quantity === null ? "" : asRead(line.quantity)} ${line.unit}`;

function icon(state) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  made.setAttribute("class", "icon");
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", WORDS[state]);
  use.setAttribute("href", `${SPRITE}#${ICONS[state]}`);
  made.append(use);
  return made;
}
function link(text, href) {
  const made = part("a", "", text);
  made.href = href;
  return made;
}

// Each line: how much of what, where, and what is wrong with it.
const opened = new Set(); // rows are drawn anew, and stay open
function contents({ id, shown, problem }) {
  const box = part("details"), list = part("ul");
  box.open = opened.has(id);
  box.addEventListener("toggle", () => { if (box.open) opened.add(id); else opened.delete(id); });
  shown.lines.forEach((line, at) => {
    const row = part("li"), name = part("span", "grow", line.name);
    name.append(part("span", "sub", [line.place ?? shown.place, line.lot].filter(Boolean).join(" · ")));
    for (const wrong of problem?.lines?.filter((said) => said.line === at + 1) ?? []) name.append(part("span", "problem", wrong.message));
    row.append(part("b", "", amount(line)), name);
    list.append(row);
  });
  box.append(part("summary", "", worded("What is in it")), list);
  return box;
}

function todo(one, deeds) {
  const box = part("div", "todo");
  const button = (text, work) => { const made = part("button", "button", text); made.type = "button"; made.addEventListener("click", work); box.append(made); };
  if (one.problem) box.append(part("p", "", `${one.problem.message} ${one.problem.hint ?? ""}`));
  if (["IN002", "IN008"].includes(one.problem?.code)) {
    button(worded("It was posted before: done"), () => deeds.drop(one));
    return box;
  }
  const code = one.problem?.code === "unknown" && one.lines.find((line) => line.code === one.problem.unknown)?.code;
  if (code && deeds.linking) box.append(deeds.linking(code));
  if (one.sent) box.append(part("p", "", worded("It was sent, and no answer came: whether it was posted is found out first, then it can be changed.")));
  else button(worded("Change"), () => deeds.takeBack(one));
  if (one.state === "refused") {
    button(worded("Send again"), () => deeds.again(one));
    button(worded("Throw away"), () => { if (confirm(one.sent ? worded("Throw this away? It may have been posted.") : worded("Throw this away? It is posted nowhere."))) deeds.drop(one); });
  }
  return box;
}
