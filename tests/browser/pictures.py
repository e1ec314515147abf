"""The pictures of the README and docs: `make pictures`. Starts its own demo company."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from ops.places import free_port

HOME = Path(__file__).parents[2]
TARGET = HOME / "docs" / "pictures"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# name, path, theme, size
SHOTS = (
    ("items", "/items", "light", DESK),
    ("item", "/items/ESP-1KG", "light", DESK),
    ("item-dark", "/items/HLM-WHT", "dark", DESK),
    ("overview", "/", "light", DESK),
    ("overview-dark", "/", "dark", DESK),
    ("inventory", "/reports/inventory", "light", DESK),
    ("why", "/why?person=demo_staff&action=set threshold&object=location:MAIN", "light", DESK),
    ("labels", "/labels?q=category:COFFEE&code=qr", "light", DESK),
    ("issue", "/post_issue?item=TPE-BRN&location=MAIN-A-04&quantity=6", "light", DESK),
    ("items-phone", "/items?q=status:low,out,over", "light", PHONE),
    ("item-phone", "/items/ESP-1KG", "dark", PHONE),
    ("scan-phone", "/scan?mode=issue&location=MAIN-A-04&code=TPE-BRN", "light", PHONE),
    ("overview-phone", "/", "dark", PHONE),
)
START_SECONDS = 300.0  # the demo is loaded first, on whatever machine
FLAGS = ["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"]


def main() -> None:
    """Start everything, take the pictures, stop everything."""
    data, port = Path(tempfile.mkdtemp(prefix="stockroom-pictures-")), free_port(8290)
    data.chmod(0o711)
    environment = os.environ | {
        "STOCKROOM_DATA": str(data), "STOCKROOM_PORT": str(port), "STOCKROOM_DEMO": "1",
    }  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    running = subprocess.Popen(
        [Path(sys.executable).with_name("stockroom"), "up"], env=environment, cwd=HOME
    )
    try:
        wait(base)
        password = json.loads((data / "secrets" / "people.json").read_text())["demo_manager"]
        TARGET.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for shot in SHOTS:
                take(browser, base, password, *shot)
            browser.close()
    finally:
        running.terminate()
        running.wait(60)
        shutil.rmtree(data, ignore_errors=True)


def wait(base: str) -> None:
    """Until the web answers."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            urlopen(f"{base}/readyz", timeout=2).close()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The web does not start.")


def take(
    browser: Browser, base: str, password: str, name: str, path: str, theme: str, size: dict
) -> None:
    """One picture, by a person who has just signed in."""
    context = browser.new_context(
        viewport=size, color_scheme=theme, locale="en-GB", timezone_id="UTC",
        device_scale_factor=2 if size is PHONE else 1,
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.get_by_label("Name").fill("demo_manager")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/$"))
    guide = page.get_by_role("button", name="Hide the guide")
    if guide.count():  # a new company's: once read, it is put away
        guide.click()
    page.goto(base + path)
    page.wait_for_timeout(500)
    page.screenshot(path=TARGET / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
