"""`make audit`: a known hole fails; data out of reach is said and does not."""

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import holes

PACKAGE = {"name": "aiohttp", "version": "3.0.0"}
HOLE = {"id": "PYSEC-1", "fix_versions": ["3.14.4"], "aliases": [], "description": "x"}


def test_a_known_hole_fails() -> None:
    fine, said = holes.verdict({"dependencies": [PACKAGE | {"vulns": [HOLE]}]})
    assert not fine
    assert said[0] == "aiohttp 3.0.0: PYSEC-1, mended in 3.14.4"


def test_what_could_not_be_judged_is_said() -> None:
    """pip-audit itself exits 0 where a mirror knows packages and no holes: that is no all-clear."""
    skipped = {"name": "yarl", "skip_reason": "not found"}
    assert holes.verdict({"dependencies": [skipped]}) == (True, [holes.NOT_REACHED])
    assert holes.verdict(None) == (True, [holes.NOT_REACHED])
    fine, said = holes.verdict({"dependencies": [PACKAGE | {"vulns": []}, skipped]})
    assert fine
    assert said == ["1 packages, 0 known holes, 1 could not be judged"]


class Index(http.server.BaseHTTPRequestHandler):
    """An index that knows one hole of one package, as PyPI words it."""

    def do_GET(self) -> None:
        """Answer /pypi/NAME/VERSION/json."""
        hole = HOLE | {"fixed_in": ["3.14.4"], "details": "x", "summary": "x", "withdrawn": None}
        body = json.dumps({"info": {}, "urls": [], "vulnerabilities": [hole]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def index() -> Iterator[str]:
    """Address of such an index on loopback."""
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()


def test_pip_audits_own_report_is_read(tmp_path: Path, index: str) -> None:
    """The real program, its PyPI replaced by the one above: its JSON is what verdict() reads."""
    pytest.importorskip("pip_audit", reason="one of the tools: make .venv/.tools")
    lock = tmp_path / "x.lock"
    lock.write_text(f"aiohttp==3.0.0 --hash=sha256:{'a' * 64}\n")
    program = (
        "import sys, requests\n"
        "real = requests.Session.get\n"
        "requests.Session.get = lambda s, url, **k: "
        f"real(s, url.replace('https://pypi.org', {index!r}), **k)\n"
        "from pip_audit._cli import audit\n"
        "sys.argv = ['pip-audit', *sys.argv[1:]]\naudit()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "-r", str(lock), "--require-hashes", "--disable-pip",
         "--format", "json", "--progress-spinner", "off", "--cache-dir", str(tmp_path / "c")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    fine, said = holes.verdict(json.loads(done.stdout))
    assert not fine
    assert said[-1] == "1 packages, 1 known holes"
