// The camera: reads codes by a WebAssembly reader that is fetched when it is first needed.
const READER = "./vendor/barcode-detector.js";
const WASM = "./vendor/zxing-reader.wasm";
const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "code_39", "itf", "databar", "databar_expanded", "qr_code", "data_matrix"];
const LOOK = 120; // ms between two looks
const SAME = 1500; // ms that a code is out of sight before it counts again

let detector;
async function reader() {
  if (detector) return detector;
  await new Promise((done, fail) => {
    const script = document.createElement("script");
    Object.assign(script, { src: READER, onload: done, onerror: fail });
    document.head.append(script);
  });
  const { BarcodeDetector, prepareZXingModule } = globalThis.BarcodeDetectionAPI;
  await prepareZXingModule({ overrides: { locateFile: () => WASM }, fireImmediately: true });
  detector = new BarcodeDetector({ formats: FORMATS });
  return detector;
}

// Shows the camera in `video` and tells each code once until it was out of sight; what it answers
// stops it, and switches its light where there is one. Throws what the browser says of a refusal.
export async function watch(video, tell) {
  const asked = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: asked, audio: false });
  video.srcObject = stream;
  await video.play();
  const [track] = stream.getVideoTracks();
  const seen = new Map(); // code to when it was last in sight
  let going = true, lit = false;

  async function look() {
    if (!going) return;
    try {
      if (!document.hidden) for (const { rawValue } of await (await reader()).detect(video)) see(rawValue);
    } catch (error) {
      console.warn("no code read:", error);
    }
    setTimeout(look, LOOK);
  }
  function see(code) {
    const now = performance.now(), before = seen.get(code) ?? -SAME;
    seen.set(code, now);
    if (now - before >= SAME && code) tell(code);
  }
  look();
  return {
    stop() { going = false; stream.getTracks().forEach((one) => one.stop()); video.srcObject = null; },
    get hasLight() { return Boolean(track.getCapabilities?.().torch); },
    light() { lit = !lit; return track.applyConstraints({ advanced: [{ torch: lit }] }); },
  };
}
