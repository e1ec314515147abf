"""The table of settings is the truth: the code reads no other variable, and the page is renewed."""

import re
from pathlib import Path

import pytest

from ops import settings
from ops.errors import Trouble

ROOT = Path(__file__).parents[2]
NAMES = re.compile(r"[\"'](STOCKROOM_[A-Z_]+|DATABASE_URL[A-Z_]*)[\"']")
PYTHON = [path for part in ("ops", "web", "worker") for path in (ROOT / part).rglob("*.py")]


def test_the_page_is_up_to_date() -> None:
    text = settings.DOCUMENT.read_text()
    assert settings.document(text) == text, "run: make docs"


def test_the_code_names_no_variable_that_is_not_declared() -> None:
    declared = {*settings.BY_NAME, "DATABASE_URL_FILE"}
    named = {name: path for path in PYTHON for name in NAMES.findall(path.read_text())}
    assert {name: path.name for name, path in named.items() if name not in declared} == {}


def test_every_declared_variable_is_used() -> None:
    files = [*PYTHON, *(ROOT / "tests").rglob("*.py"), ROOT / "Makefile"]
    own = ROOT / "ops" / "settings.py"
    text = "".join(path.read_text() for path in files if path != own)
    assert [name for name in settings.BY_NAME if name not in text] == []


def test_every_setting_says_what_it_does() -> None:
    for setting in settings.SETTINGS:
        assert setting.help.endswith("."), setting.name
        assert "|" not in setting.help, setting.name


def test_defaults_hold_and_empty_counts_as_not_set() -> None:
    values = settings.read({"STOCKROOM_PORT": ""})
    assert values["STOCKROOM_PORT"] == "8000"
    assert values["STOCKROOM_BASE_URL"] == "http://127.0.0.1:8000"


def test_a_secret_may_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from the file\n")
    values = settings.read({"STOCKROOM_SMTP_PASSWORD_FILE": str(tmp_path / "password")})
    assert values["STOCKROOM_SMTP_PASSWORD"] == "from the file"
    with pytest.raises(Trouble, match="cannot be read"):
        settings.read({"DATABASE_URL_FILE": str(tmp_path / "missing")})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STOCKROOM_PORT", "0"),
        ("STOCKROOM_PORT", "65536"),
        ("STOCKROOM_DB_PORT", "5e3"),
        ("STOCKROOM_DEMO", "yes"),
        ("STOCKROOM_SMTP_TLS", "maybe"),
        ("STOCKROOM_BASE_URL", "http://stock.example.org"),
        ("STOCKROOM_BASE_URL", "http://192.168.1.5:8000"),
        ("STOCKROOM_BASE_URL", "http://localhost.example.org"),
        ("STOCKROOM_BASE_URL", "stock.example.org"),
        ("STOCKROOM_BASE_URL", "https://"),
        ("STOCKROOM_BASE_URL", "http://[half"),
        ("STOCKROOM_TRUSTED_PROXIES", "the proxy"),
        ("STOCKROOM_TRUSTED_PROXIES", "10.0.0.1/8"),
    ],
)
def test_values_of_the_wrong_kind_are_refused(name: str, value: str) -> None:
    with pytest.raises(Trouble, match=name):
        settings.read({name: value})


def test_slips_of_the_pen_are_found() -> None:
    given = {"STOCKROOM_PROT": "1", "STOCKROOM_PORT": "1", "STOCKROOM_SMTP_PASSWORD_FILE": "/x"}
    assert settings.unknown(given) == ["STOCKROOM_PROT"]


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"STOCKROOM_HOST": "0.0.0.0"}, "http://127.0.0.1:8000"),  # noqa: S104
        ({"STOCKROOM_HOST": "::1"}, "http://[::1]:8000"),
        ({"STOCKROOM_BASE_URL": "http://localhost:81"}, "http://localhost:81"),
        ({"STOCKROOM_BASE_URL": "https://stock.example.org"}, "https://stock.example.org"),
    ],
)
def test_only_the_machine_itself_is_reached_without_tls(given: dict[str, str], url: str) -> None:
    assert settings.read(given)["STOCKROOM_BASE_URL"] == url
    with pytest.raises(Trouble, match="unencrypted") as refused:
        settings.read({"STOCKROOM_HOST": "192.168.1.5"})
    assert "https://" in refused.value.to_do
