"""Each main task by keys alone, by touch on a phone, and without JavaScript; what the database then
holds is what was meant, and nothing was complained of meanwhile."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Company, Stand, Visitor, served
from tests.browser.drivers import WAYS
from tests.browser.walk import MOVED, TASKS, Task

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """How the tasks are walked."""
    return str(request.param)


@pytest.fixture(scope="module")
def stand(
    way: str, company: Company, new_database: Callable, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stand]:
    """A company for each way: what one does is not there for the next."""
    data: Path = tmp_path_factory.mktemp(way)
    with served(company, new_database, data) as one:
        yield one


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task(visit: Visit, way: str, task: Task) -> None:
    if way in task.unless:
        return
    driver = WAYS[way]
    visitor = visit(task.person or None, **driver.options)
    if not task.person:
        visitor.go("/")
    words = {
        "password": visitor.stand.passwords["demo_viewer"],
        "scanned": "Posted." if way == "plain" else "Reverse",
        "moved": MOVED,
    }
    walker = driver(visitor, words)
    for step in task.steps:
        try:
            walker.walk(step)
        except Exception as error:
            error.add_note(f"{step} at {visitor.page.url}")
            raise
    if task.agrees:
        task.agrees(visitor)
    if task.asks:
        with visitor.stand.database.connect() as db:
            row = db.execute(task.asks.replace("{moved}", MOVED)).fetchone()
        assert tuple(row.values()) == task.answer
    assert visitor.complaints == []
