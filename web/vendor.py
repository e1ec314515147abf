"""Fetch what other people made for our pages, at exact versions: `python -m web.vendor`.

Needs npm, and only whoever renews the files needs it: the files are in the repository. npm checks
each package against the lock file's hash; manifest.json then records version, licence and SHA-256
of every file we serve, and a test holds the files to it.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
LOCK = HERE / "vendored"
TARGET = HERE / "static" / "vendor"
MANIFEST = LOCK / "manifest.json"

# package, file in it, name we serve it by
FILES = (
    ("htmx.org", "dist/htmx.min.js", "htmx.js"),
    ("@fontsource-variable/inter", "files/inter-latin-wght-normal.woff2", "inter.woff2"),
    # The scan page alone asks for these, when a camera is switched on.
    ("barcode-detector", "dist/iife/ponyfill.js", "barcode-detector.js"),
    ("zxing-wasm", "dist/reader/zxing_reader.wasm", "zxing-reader.wasm"),
)
ICONS = (
    "activity",
    "arrow-down",
    "arrow-left-right",
    "arrow-up",
    "bell",
    "box",
    "camera",
    "camera-off",
    "check",
    "chevron-down",
    "chevron-right",
    "circle-alert",
    "circle-check",
    "clock",
    "cloud-off",
    "copy",
    "download",
    "flashlight",
    "info",
    "key-round",
    "layout-dashboard",
    "link",
    "lock",
    "log-out",
    "mail",
    "map-pin",
    "menu",
    "minus",
    "monitor",
    "moon",
    "package-minus",
    "package-plus",
    "pencil",
    "plus",
    "qr-code",
    "refresh-cw",
    "scan-barcode",
    "search",
    "send",
    "settings",
    "shield",
    "siren",
    "sliders-horizontal",
    "smartphone",
    "sun",
    "trash-2",
    "undo-2",
    "users",
    "warehouse",
    "wifi-off",
    "x",
)
SPRITE = "icons.svg"


def main() -> None:
    """Install into a temporary folder, copy the files, write the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(LOCK / name, folder)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=folder, check=True)
        modules = Path(folder) / "node_modules"
        TARGET.mkdir(exist_ok=True)
        for package, source, name in FILES:
            (TARGET / name).write_bytes(without_map((modules / package / source).read_bytes()))
        (TARGET / SPRITE).write_text(sprite(modules / "lucide-static" / "icons"))
        origins = [(package, name) for package, _, name in FILES] + [("lucide-static", SPRITE)]
        entries = {name: entry(modules / package, name) for package, name in origins}
    MANIFEST.write_text(json.dumps(entries, indent=2, sort_keys=True) + "\n")


def without_map(content: bytes) -> bytes:
    """A script without its last line naming a source map that we do not serve."""
    return re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", content)


def sprite(icons: Path) -> str:
    """One SVG of all icons, each a symbol; stroke and size come from our own CSS."""
    symbols = []
    for name in ICONS:
        inner = re.search(r"<svg[^>]*>(.*)</svg>", (icons / f"{name}.svg").read_text(), re.S)
        if inner is None:
            raise ValueError(f"{name}.svg is no icon")
        shapes = re.sub(r"\s+", " ", inner[1]).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke-linecap="round" '
        'stroke-linejoin="round">' + "\n".join(symbols) + "</svg>\n"
    )


def entry(package: Path, name: str) -> dict[str, str]:
    """Where a served file comes from, under which licence, and its hash."""
    about = json.loads((package / "package.json").read_text())
    return {
        "package": about["name"],
        "version": about["version"],
        "licence": about["license"],
        "sha256": hashlib.sha256((TARGET / name).read_bytes()).hexdigest(),
    }


if __name__ == "__main__":
    main()
