// Scan mode: a place, then items, then one button. Sends through a queue that outlives a bad
// network, a reload and a closed browser (scan-queue.js).
import * as kept from "./scan-kept.js";
import { entry, part, waits } from "./scan-log.js";
import { ask, Away, Queue } from "./scan-queue.js";
import { onScan } from "./wedge.js";
import { asTyped, number as asRead, read, worded } from "./words.js";

const root = document.querySelector("[data-scan]");
const $ = (name) => root.querySelector(`[data-${name}]`);
const COMMANDS = { receive: "post_receipt", issue: "post_issue", transfer: "post_transfer" };
const SIGN = { receive: 1, issue: -1, transfer: -1 };
const PATIENCE = 4000; // for an answer about a code, while somebody waits

let state = null; // who, where they post, what they may
// What is being scanned: where the lines that follow are, and those that are there, each of its own
// place; beside them what is looked at, for to look is no reason to lose them.
const NOTHING = { location: "", to: "", lines: [], looked: null, at: null, form: null };
let queue, camera, work, answers = new Map(); // answers: what is on hand, of an item at a place

// What is scanned while the page is still finding out where one is waits for it, and scans are taken
// in their order, whichever is answered first: an item is at the place that was scanned before it.
let begun;
let turn = new Promise((done) => { begun = done; });
function inTurn(code) {
  const done = turn.then(() => scanned(code));
  turn = done.catch(() => {}); // told by `done`
  return done;
}
if (root) onScan(inTurn, { gap: 80, pause: 600 });

if (root && (root.dataset.person || "shell" in root.dataset)) start();

async function start() {
  if (root.dataset.person) await kept.begin(root.dataset.person);
  state = await fresh() ?? await kept.get("state");
  const person = root.dataset.person || state?.person;
  if (!person) return tell(worded("Nobody is signed in on this device."), worded("Open this page once with a network and sign in; from then on it works without one."));
  navigator.serviceWorker?.register("/scan-worker.js").catch((error) => console.warn("works with a network only:", error));
  queue = new Queue(person);
  queue.addEventListener("change", log);
  work = { ...NOTHING, mode: root.dataset.mode, ...(await kept.get("work")) };
  if (looks()) work.lines = work.lines.filter((line) => line.location); // an earlier release kept here what it looked at
  for (const line of work.lines) line.location ??= work.location;
  const said = new URLSearchParams(location.search);
  if (said.get("mode")) work.mode = said.get("mode");
  for (const name of ["location", "to"]) if (said.get(name)) work[name] = said.get(name).toUpperCase();
  places();
  wire();
  wanted(said.get("wanted"));
  // What the server drew of a code stays until it was asked about here.
  const code = said.get("code");
  if (code) { history.replaceState(null, "", "/scan"); $("code").value = ""; await scanned(code); }
  draw();
  lines().forEach(stock);
  begun();
  await log();
  queue.deliver();
  setInterval(log, 20_000);
}

// -- what is known of the person -----------------------------------------------------------------
async function fresh() {
  try {
    const answer = await ask("/scan/state.json");
    if (!answer.ok) return null;
    const { form_token: _, ...told } = await answer.json();
    if (root.dataset.person && told.person !== root.dataset.person) return null;
    await kept.begin(told.person);
    await kept.set("state", told);
    return told;
  } catch (error) {
    if (error instanceof Away) return null;
    throw error;
  }
}
const looks = () => work.mode === "look-up";
const lines = () => (looks() ? [work.looked].filter(Boolean) : work.lines);
const place = (code) => state?.places.find((one) => one.location === code?.trim().toUpperCase());

function places() {
  for (const field of root.querySelectorAll("[data-place]")) {
    if (field.tagName === "SELECT" && field.options.length < 2) {
      for (const one of state?.places ?? []) field.append(new Option(`${one.location} · ${one.path.split(" / ").slice(-2).join(" / ")}`, one.location));
    }
  }
}

// A page that was asked for without a network: which, and the way to it.
function wanted(path) {
  if (!path?.startsWith("/") || new URL(path, location.href).origin !== location.origin) return;
  const link = part("a", "", worded("Open it"));
  link.href = path;
  $("wanted").replaceChildren(worded("%(page)s needs the network. Scanning works without one.", { page: path.split("?")[0] }), " ", link);
  $("wanted").hidden = false;
}

// -- scanning ------------------------------------------------------------------------------------
async function scanned(code) {
  code = code.trim();
  if (!code) return;
  $("read").textContent = worded("%(code)s read", { code });
  const here = place(code);
  if (here && !looks()) return go(here.location);
  const where = work.location, found = await resolve(code);
  if (found === undefined) return; // not in time: told already
  if (!found) return offline(code, where);
  if (found.location && place(found.location.location) && !found.item) return go(found.location.location);
  if (!found.item) return unknown(found);
  if (found.item.retired_at) return tell(worded("%(name)s is retired.", { name: found.item.name }), worded("It takes no more movements."), true);
  if (!looks() && !where) return tell(worded("Scan a location first."), worded("Then items: they are posted there."), true);
  tell("");
  add(found, code, where);
}

// Where the lines that follow are; those that are there stay where they were scanned.
// Of a transfer the first is where it comes from, the next where it goes to; behind one that was posted
// it begins anew, unless items were scanned, which go the same way.
function go(location_) {
  const isNext = work.mode === "transfer" && work.posted && !work.lines.length;
  if (isNext) Object.assign(work, { location: "", to: "", posted: false });
  const isTarget = work.mode === "transfer" && work.location && work.location !== location_;
  work[isTarget ? "to" : "location"] = location_;
  hit();
  moved(isTarget);
}
function moved(isTarget = false) {
  tell("");
  const elsewhere = looks() || isTarget ? [] : work.lines.filter((line) => line.location !== work.location);
  if (elsewhere.length && work.location) {
    const where = { place: work.location };
    const button = part("button", "button", worded("Put all of them at %(place)s", where));
    button.type = "button";
    button.addEventListener("click", () => {
      for (const line of work.lines) Object.assign(line, { location: work.location, lot: line.lot === line.offered ? "" : line.lot });
      work.lines = merged(work.lines);
      tell("");
      draw();
      work.lines.forEach(stock);
    });
    tell(worded("What is scanned now is at %(place)s.", where), worded("What was scanned before stays where it was.")).append(button);
  }
  draw();
}
const isSame = (one, line) => one.location === line.location && one.unit === line.unit && (one.item ? one.item === line.item && (one.lot === line.lot || !line.lot) : !line.item && one.code === line.code);
const sum = (one, line) => asTyped((number(one.quantity) ?? 0) + (number(line.quantity) ?? 0));
function merged(all) {
  const left = [];
  for (const line of all) {
    const same = left.find((one) => isSame(one, line) && one.lot === line.lot);
    if (same) same.quantity = sum(same, line);
    else left.push(line);
  }
  return left;
}
// On top, where its quantity is changed; the same once more adds to it.
function put(line) {
  work.form ??= kept.key(); // of the document that it becomes, whichever tab posts it
  const same = work.lines.findIndex((one) => isSame(one, line));
  const [old] = same < 0 ? [] : work.lines.splice(same, 1);
  work.lines.unshift(old ? { ...old, quantity: sum(old, line) } : line);
}

// What a code stands for: asked, or as it was asked before; null where neither is.
async function resolve(code) {
  const query = new URLSearchParams({ code });
  if (work.location && !looks()) query.set("location", work.location);
  const known = kept.recall(code);
  const asked = ask(`/read_barcode.json?${query}`).then(async (answer) => {
    if (answer.status === 401) { queue.paused = "signed-out"; log(); return null; }
    if (!answer.ok) return null;
    const found = await answer.json();
    const { stock: _, ...lasting } = found;
    if (found.item || found.location) kept.remember(code, lasting);
    return found;
  }).catch((error) => { if (error instanceof Away) return null; throw error; });
  const patience = new Promise((done) => setTimeout(done, PATIENCE, null));
  return await Promise.race([asked, patience]) ?? (await known) ?? null;
}

function meant(found, code) {
  const { sku: item, name, unit: base, decimals, packs } = found.item;
  const factor = Number(packs.find((pack) => pack.unit === found.unit)?.factor ?? 1);
  return { item, name, base, decimals, unit: found.unit ?? "", factor, lot: found.lot ?? "", expires_on: found.expires_on ?? "", code };
}
const at = (line) => `${line.item} ${looks() ? "" : line.location}`;

function add(found, code, location_) {
  const line = { ...meant(found, code), location: location_, quantity: asTyped(Number(found.quantity ?? 1)) };
  if (looks()) work.looked = line;
  else put(line);
  if (found.stock) answers.set(at(line), found.stock);
  const [first] = lines(), lots = (found.stock ?? []).filter((one) => one.lot);
  if (!looks() && !first.lot && work.mode !== "receive" && lots.length === 1 && found.stock.length === 1) first.lot = first.offered = lots[0].lot;
  hit();
  draw();
}

// A code that nobody could be asked about: kept as it is, and asked when it is sent.
function offline(code, location_) {
  if (looks()) return tell(worded("There is no network, and this code was not seen here lately."), worded("Look again when it is back."), true);
  if (!location_) return tell(worded("Scan a location first."), worded("Then items: they are posted there."), true);
  put({ code, item: "", name: code, base: "", unit: "", lot: "", expires_on: "", factor: 1, quantity: "1", location: location_ });
  tell(worded("No network: what this code stands for is asked when it is back."));
  hit();
  draw();
}

function unknown(found) {
  buzz(false);
  const box = tell(worded("No item has the code %(code)s.", { code: found.code }), "");
  const tools = part("div", "buttons");
  const search = part("a", "button", worded("Search"));
  search.href = `/items?${new URLSearchParams({ q: found.code })}`;
  if (state?.link) tools.append(linking(found.code));
  tools.append(search);
  box.append(tools);
}
function linking(code) {
  const button = part("button", "button", worded("Link to item"));
  button.type = "button";
  button.addEventListener("click", () => {
    const form = part("form", "link"), field = part("div", "field"), label = part("label", "", worded("Item (SKU)"));
    const input = Object.assign(part("input", "code"), { id: "link-sku", maxLength: 60, autocomplete: "off", autocapitalize: "characters" });
    label.htmlFor = input.id;
    input.setAttribute("list", "link-items");
    const list = Object.assign(part("datalist"), { id: "link-items" });
    field.append(label, input, list);
    form.append(field, part("button", "button", worded("Link")));
    input.addEventListener("input", () => suggest(input.value, list));
    form.addEventListener("submit", (event) => { event.preventDefault(); link(code, input.value, Boolean(form.closest(".todo"))); });
    button.closest(".told, .todo").append(form);
    button.remove();
    input.focus();
  });
  return button;
}
async function suggest(text, list) {
  if (text.length < 2) return;
  const answer = await ask(`/items.json?${new URLSearchParams({ q: `"${text.replaceAll('"', "")}"` })}`).catch(() => null);
  if (answer?.ok) list.replaceChildren(...(await answer.json()).rows.slice(0, 20).map((row) => new Option(row.name, row.sku)));
}
async function link(code, item, waits = false) {
  try {
    const session = await queue.session();
    if (!session) return log();
    const answer = await ask("/link_barcode", { method: "POST", body: JSON.stringify({ code, item }),
      headers: { "Content-Type": "application/json", "X-Form-Token": session.form_token } });
    const told = await answer.json();
    if (!answer.ok) return tell(told.error.message, told.error.hint, true);
    tell(waits ? `${code} is linked. Send it again.` : "");
    return waits ? log() : scanned(code);
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    return tell(worded("There is no network."), worded("Link it when it is back."), true);
  }
}

async function stock(line) {
  if (!line.item) return;
  const key = at(line), location_ = looks() ? "" : line.location;
  const answer = await ask(`/read_barcode.json?${new URLSearchParams({ code: line.item, location: location_ })}`).catch(() => null);
  if (answer?.ok) { answers.set(key, (await answer.json()).stock); draw(true); }
}

// -- posting -------------------------------------------------------------------------------------
function reason() {
  if (!work.lines.length) return worded("Scan an item first.");
  if (!work.lines.every((line) => line.location)) return worded("Scan a location first.");
  if (work.mode === "transfer" && !work.to) return worded("Scan where it goes to.");
  if (work.mode === "transfer" && work.lines.some((line) => line.location === work.to)) return worded("From and to are the same place.");
  if (work.lines.some((line) => !(number(line.quantity) > 0))) return worded("Enter a quantity above zero.");
  return "";
}
async function submit() {
  if (reason()) return tell(reason(), "", true);
  const { mode, to, lines: form } = work;
  const said = form.map((line) => {
    const told = { quantity: number(line.quantity), ...(mode === "transfer" ? { from: line.location, to } : { location: line.location }) };
    if (!line.item) return { ...told, code: line.code, ...(mode === "receive" && { receipt: true }) };
    for (const name of ["unit", "lot"]) if (line[name]) told[name] = line[name];
    if (mode === "receive" && line.lot && line.expires_on) told.expires_on = line.expires_on;
    return { item: line.item, ...told };
  });
  const shown = { mode, to: mode === "transfer" ? to : "", sign: SIGN[mode], lines: form.map((line) => ({ name: line.name, quantity: number(line.quantity), unit: line.unit || line.base, place: line.location, lot: line.lot })) };
  const made = { id: work.form ?? kept.key(), command: COMMANDS[mode], lines: said, shown, form: { mode, to, lines: form }, at: work.at ?? Date.now() };
  work = { ...work, lines: [], at: null, form: null, posted: true };
  answers = new Map();
  tell("");
  const sent = queue.add(made, work);
  draw();
  if (await sent) tell(worded("It was posted in another tab."), "", true);
}

// Back into the form, to be changed: it gets a new key when it is posted, so only what is posted
// nowhere is given back.
async function takeBack(one) {
  if (work.lines.length) return tell(worded("The form holds something else."), worded("Post it or remove its lines, then take this back."), true);
  const { mode, to, lines: back } = one.form ?? formOf(one);
  const next = { ...work, mode, to, lines: back, location: back[0].location, at: one.at, form: kept.key() };
  if (!(await kept.takeBack(one.id, next))) {
    tell(worded("It was sent meanwhile."), "", true);
    return log();
  }
  work = next;
  answers = new Map();
  tell(worded("Taken back: it is posted nowhere until you post it."), one.problem ? `${one.problem.message} ${one.problem.hint ?? ""}` : "");
  draw();
  await log();
  $("line").scrollIntoView({ block: "nearest" });
  await Promise.all(back.map(async (line) => { if (!line.item) await identify(line); await stock(line); }));
}
// What was scanned without a network is asked about as soon as there is one.
async function identify(line) {
  const found = await resolve(line.code);
  if (!found?.item) return;
  Object.assign(line, meant(found, line.code), { quantity: asTyped((number(line.quantity) ?? 0) * Number(found.quantity ?? 1)) });
  draw();
}
// Of an entry that an earlier release queued.
function formOf({ lines: said, shown }) {
  const form = said.map((line, n) => ({ item: "", unit: "", lot: "", expires_on: "", factor: 1, code: line.item, ...line,
    name: shown.lines[n].name, base: shown.lines[n].unit, quantity: asTyped(line.quantity), location: line.location ?? line.from }));
  return { mode: shown.mode, to: shown.to ?? "", lines: form };
}
// What was understood of a quantity, or null: none below zero, and none that no shelf holds.
function number(text) {
  const value = read(text);
  return value !== null && value >= 0 && value < 1e12 ? value : null;
}

// -- drawing -------------------------------------------------------------------------------------
function wire() {
  $("ask").addEventListener("submit", (event) => { event.preventDefault(); const field = $("code"); inTurn(field.value); field.value = ""; });
  for (const field of root.querySelectorAll("[data-place]")) field.addEventListener("change", () => {
    work[field.dataset.place] = field.value.trim().toUpperCase();
    moved(field.dataset.place === "to");
  });
  for (const tab of root.querySelectorAll("[data-tab]")) tab.addEventListener("click", (event) => {
    event.preventDefault();
    work.mode = tab.dataset.tab;
    answers = new Map();
    tell("");
    draw();
    lines().forEach(stock);
  });
  for (const button of root.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = Math.max((number($("quantity").value) ?? 0) + Number(button.dataset.step), 0);
      if (next === 0) dropLine(work.lines[0]);
      else work.lines[0].quantity = asTyped(next);
      draw();
    });
  }
  $("quantity").addEventListener("input", () => { if (work.lines[0]) work.lines[0].quantity = $("quantity").value; draw(true); });
  $("quantity").addEventListener("focus", () => $("quantity").select());
  $("lot").addEventListener("input", () => { if (work.lines[0]) work.lines[0].lot = $("lot").value.trim(); draw(true); });
  $("line").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  if (!navigator.mediaDevices?.getUserMedia) $("camera").hidden = true; // not over plain HTTP
  $("camera-on").addEventListener("click", film);
  $("camera-off").addEventListener("click", () => { camera?.stop(); films(null); });
  $("torch").addEventListener("click", () => camera?.light());
  for (const event of ["online", "offline"]) addEventListener(event, log);
  $("plain")?.remove();
}

function films(now) {
  camera = now;
  $("camera").classList.toggle("on", Boolean(now));
  $("camera-on").hidden = Boolean(now);
  $("video").hidden = $("camera-off").hidden = !now;
  $("torch").hidden = !now?.hasLight;
  $("read").textContent = now ? worded("Hold a code in the frame") : "";
}
async function film() {
  $("camera-on").hidden = true;
  try {
    const { watch } = await import("./scan-camera.js");
    films(await watch($("video"), inTurn));
  } catch (error) {
    films(null);
    const refused = error.name === "NotAllowedError";
    tell(refused ? worded("The camera is not allowed for this page.") : worded("There is no camera to use."),
      refused ? worded("Allow it in the browser's settings of this site, or type the code.") : worded("Type the code, or use a scanner."), true);
  }
}

function draw(typing = false) {
  kept.set("work", work);
  const tab = root.querySelector(`[data-tab="${work.mode}"]`) ?? root.querySelector("[data-tab]");
  work.mode = tab.dataset.tab;
  for (const one of root.querySelectorAll("[data-tab]")) one.toggleAttribute("aria-current", one === tab);
  tab.setAttribute("aria-current", "true");
  const look = looks(), [line, ...others] = lines();
  document.querySelector("[data-title]").textContent = tab.dataset.verb;
  const where = place(work.location)?.name ?? work.location;
  document.querySelector("[data-where]").textContent = look || !where ? "" : work.mode === "receive" ? worded("at %(place)s", { place: where }) : worded("from %(place)s", { place: where });
  $("places").hidden = look;
  $("to").hidden = work.mode !== "transfer";
  $("ask").elements.mode.value = work.mode;
  root.querySelector('label[for="location"]').textContent = work.mode === "transfer" ? worded("From") : worded("Location");
  for (const field of root.querySelectorAll("[data-place]")) field.value = work[field.dataset.place] ?? "";
  $("line").hidden = !line;
  root.classList.toggle("has-item", Boolean(line));
  $("first").hidden = Boolean(line) || Boolean($("told").textContent.trim());
  if (!line) return;
  $("name").textContent = line.name;
  const about = [!look && part("b", "at", line.location), line.item && part("code", "", line.item), line.unit && line.factor !== 1 && `${line.unit} of ${line.factor} ${line.base}`, line.expires_on && `expires ${line.expires_on}`];
  $("about").replaceChildren(...about.filter(Boolean).flatMap((one, at) => (at ? [" · ", one] : [one])));
  $("amounts").hidden = look;
  $("go").hidden = look;
  if (!typing) { $("quantity").value = line.quantity; $("lot").value = line.lot; }
  const here = answers.get(at(line));
  $("lot-field").hidden = !line.item || (!line.lot && work.mode !== "receive" && !here?.some((one) => one.lot));
  root.querySelector("#lots").replaceChildren(...(here ?? []).filter((one) => one.lot).map((one) => new Option(`${one.on_hand}`, one.lot)));
  $("preview").replaceChildren(...(look ? table(line, here) : before(line, here)));
  $("others").replaceChildren(...others.map(other));
  const many = work.lines.length, unit = line.unit || line.base;
  $("go").textContent = many > 1 ? `${tab.dataset.verb} ${many} lines` : `${tab.dataset.verb} ${said(number(line.quantity))} ${unit}`.trim();
  $("go").setAttribute("aria-disabled", String(Boolean(reason())));
  $("go").title = reason();
}
const said = (value) => (value === null ? "" : asRead(value));

function before(line, here) {
  const problem = reason();
  if (problem) return [part("p", "quiet", problem)];
  if (!here) return [part("p", "quiet", line.item ? worded("What is on hand is not known without a network.") : "")];
  const now = here.filter((one) => one.lot === line.lot).reduce((sum, one) => sum + Number(one.on_hand), 0);
  const after = Number((now + SIGN[work.mode] * number(line.quantity) * line.factor).toFixed(9));
  const row = part("p", after < 0 ? "short" : "");
  row.append(worded("On hand"), " ", part("b", "", said(now)), " → ", part("b", "", `${said(after).replace("-", "\u2212")} ${line.base}`));
  return [row];
}
function table(line, here) {
  const rows = (here ?? []).map((one) => { const row = part("p", "", `${one.location_name}${one.lot ? ` · ${one.lot}` : ""}: `); row.append(part("b", "", `${said(Number(one.on_hand))} ${line.base}`)); return row; });
  const page = part("a", "", worded("The item's page"));
  page.href = `/items/${encodeURIComponent(line.item)}`;
  return [...(rows.length ? rows : [part("p", "quiet", here ? worded("None on hand.") : "")]), page];
}
function other(line) {
  const row = part("li"), name = part("button", "name", line.name);
  name.type = "button";
  name.append(part("span", "sub", [line.location, line.lot].filter(Boolean).join(" · ")));
  name.addEventListener("click", () => { work.lines.splice(work.lines.indexOf(line), 1); work.lines.unshift(line); draw(); });
  const away = part("button", "text", worded("Remove"));
  away.type = "button";
  away.addEventListener("click", () => { dropLine(line); draw(); });
  row.append(name, part("b", "", `${said(number(line.quantity))} ${line.unit || line.base}`), away);
  return row;
}
function dropLine(line) {
  work.lines.splice(work.lines.indexOf(line), 1);
  if (!work.lines.length) work.at = null; // what is scanned next happens now
}

// What was posted, what waits and what was refused, newest first.
async function log() {
  const own = await queue.own(), others = await queue.others();
  $("log").replaceChildren(...own.reverse().map((one) => entry(one, { paused: queue.paused, again, drop, takeBack, linking: state?.link && linking })));
  const waiting = own.filter((one) => one.state === "waiting");
  const words = { offline: worded("No network: sent by itself when it is back."), "signed-out": worded("Your session is over: sign in to send them."), other: worded("Somebody else is signed in: sign in yourself to send them.") };
  const lost = !navigator.onLine || queue.paused === "offline";
  const net = document.querySelector("[data-net]");
  net.dataset.liveState = lost ? "lost" : "on";
  document.querySelector("[data-net-word]").textContent = lost ? worded("Offline") : worded("Online");
  const told = [];
  if (waiting.length) told.push(`${worded("%(n)s waiting, the oldest %(ago)s.", { n: waiting.length, ago: waits(waiting.at(-1)) })} ${words[queue.paused] ?? ""}`);
  else if (lost) told.push(worded("No network: scan on, it is sent when it is back."));
  else if (["signed-out", "other"].includes(queue.paused)) told.push(queue.paused === "other" ? worded("Somebody else is signed in: sign in yourself again.") : worded("Your session is over: sign in again."));
  if (others) told.push(others === 1 ? worded("1 of somebody else waits until they sign in here.") : worded("%(n)s of somebody else wait until they sign in here.", { n: others }));
  $("waiting").hidden = !told.length;
  $("waiting").replaceChildren(told.join(" "));
  if (["signed-out", "other"].includes(queue.paused)) {
    const door = part("a", "", worded("Sign in"));
    door.href = "/sign-in?next=/scan";
    $("waiting").append(" ", door);
  }
}
const again = (one) => queue.again(one);
const drop = (one) => queue.drop(one);

// -- small things --------------------------------------------------------------------------------
function tell(what, hint = "", wrong = false) {
  const box = $("told");
  box.replaceChildren(...(what ? [part("p", "what", what)] : []), ...(hint ? [part("p", "hint", hint)] : []));
  if (what) $("first").hidden = true;
  if (wrong) buzz(false);
  return box;
}
function hit() {
  const frame = $("frame");
  frame.classList.add("hit");
  setTimeout(() => frame.classList.remove("hit"), 400);
  buzz(true);
}
let sound;
function buzz(good) {
  // Before the page was touched browsers refuse, and write so into the console.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(good ? 40 : [60, 60, 60]);
  try {
    sound ??= new AudioContext();
    if (sound.state === "suspended") { sound.resume().catch(() => {}); return; } // until the page was touched
    const tone = sound.createOscillator(), gain = sound.createGain();
    tone.frequency.value = good ? 1320 : 220;
    gain.gain.setValueAtTime(0.15, sound.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + (good ? 0.12 : 0.3));
    tone.connect(gain).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.3);
  } catch { /* no sound here */ }
}
