// The service worker, on devices that scan: opens /scan without a network, from a shell that holds
// nobody's data. Pages come from the network always; only files that never change are kept.
const FILES = ["./app.css", "./scan.css", "./scan.js", "./app.js", "./mark.svg", "./vendor/htmx.js", "./vendor/icons.svg", "./vendor/inter.woff2", "./scan-camera.js"];
const SHELL = "/scan/shell";
const CACHE = `scan ${FILES.map((url) => url.split(".").at(-2)).join("")}`;
const NAMED = /["'](\/static\/[\w-]+\.[0-9a-f]{12}\.js)["']/g;
const PATIENCE = 4000; // ms for the page itself; a shell that works is better than a network that does not

addEventListener("install", (event) => event.waitUntil(install()));
async function install() {
  const cache = await caches.open(CACHE);
  await cache.add(new Request(SHELL, { credentials: "omit", cache: "reload" }));
  const left = [...FILES], done = new Set();
  for (const url of left) {
    if (done.has(url)) continue;
    done.add(url);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    await cache.put(url, answer.clone());
    if (url.endsWith(".js") && !url.includes("/vendor/")) for (const [, named] of (await answer.text()).matchAll(NAMED)) if (!named.includes("barcode-detector")) left.push(named);
  }
  await skipWaiting();
}

addEventListener("activate", (event) => event.waitUntil(activate()));
async function activate() {
  for (const name of await caches.keys()) if (name.startsWith("scan ") && name !== CACHE) await caches.delete(name);
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin) return;
  if (event.request.method === "POST" && url.pathname === "/sign-out") event.waitUntil(forget());
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(event.request));
});

async function page(request, url) {
  const scans = url.pathname === "/scan";
  try {
    return await (scans ? Promise.race([fetch(request), late()]) : fetch(request));
  } catch (error) {
    const kept = await caches.match(SHELL);
    if (!kept) throw error;
    return scans ? kept : Response.redirect(`/scan?${new URLSearchParams({ wanted: url.pathname + url.search })}`, 302);
  }
}
const late = () => new Promise((_, fail) => setTimeout(fail, PATIENCE, new Error("too late")));

// A file's name holds its content's hash: one that is kept is the right one.
async function file(request) {
  const kept = await caches.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request.url, answer.clone());
  return answer;
}

// Who signs out takes what was kept of them along, but for what waits to be sent under their name.
function forget() {
  return new Promise((done) => {
    const asked = indexedDB.open("stockroom-scan", 1);
    asked.onerror = done;
    asked.onupgradeneeded = () => asked.transaction.abort(); // nothing was kept yet
    asked.onsuccess = () => {
      const transaction = asked.result.transaction(["kept", "codes"], "readwrite");
      transaction.objectStore("kept").clear();
      transaction.objectStore("codes").clear();
      transaction.oncomplete = transaction.onabort = () => { asked.result.close(); done(); };
    };
  });
}
