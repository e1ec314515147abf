"""Everything is killed in the middle of an import; the next run brings the rest, nothing twice."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from tests.faults import loading
from tests.faults.figures import Figures
from tests.faults.program import Program
from tests.faults.stockroom import Stockroom
from tests.faults.storm import found

ROWS = 2_000  # of each file in the short form; the long one has MANY times as many
MANY = 10
SHORT = 5
LINES = 100  # rows with the same reference: one document
Check = Callable[[psycopg.Connection, str, int], list[str]]


@dataclass(frozen=True)
class Kind:
    """A kind of import: makes its file, says how it is run and what must be there afterwards."""

    module: str
    words: Callable[[str, Path, int], Sequence[str]]
    check: Check


def run(folder: Path, figures: Figures, times: int, seed: int) -> None:
    """Items and movements from files, and a data set, in turn; each cut at a random instant."""
    rows = ROWS * (MANY if times > SHORT else 1)
    draw, stockroom = random.Random(seed), Stockroom(folder / "data", folder / "log")
    assert stockroom.run("migrate").returncode == 0
    with stockroom.started():
        found(stockroom)
    lengths = {
        name: Program(stockroom, kind.module, kind.words(f"W{name[0].upper()}", folder, rows))
        .to_its_end()[-1][1]
        for name, kind in KINDS.items()
    }  # fmt: skip
    cuts = []
    for number in range(times):
        name = list(KINDS)[number % len(KINDS)]
        length = draw.uniform(0.2, 0.9) * lengths[name]
        cuts.append(_cut(stockroom, KINDS[name], folder, f"R{number}", rows, length))
    problems = [f"{cut.mark}: {problem}" for cut in cuts for problem in cut.problems]
    figures.tell("kills", times, "kills", seed=seed, while_running=sum(c.running for c in cuts))
    figures.tell("rows", rows, "rows each")
    figures.seconds("next_import", [cut.seconds for cut in cuts])
    figures.must("problems", len(problems), "problems", first=problems[:3])
    figures.must("prove_command", stockroom.proved(), "proved", wanted=True)


@dataclass(frozen=True)
class Cut:
    """An import that was cut and run again."""

    mark: str
    running: bool  # whether it still ran when it was cut
    seconds: float  # of the next run
    problems: list[str]


def _cut(
    stockroom: Stockroom, kind: Kind, folder: Path, mark: str, rows: int, length: float
) -> Cut:
    """Kill one import after so many seconds, run it again, and once more than needed."""
    words = kind.words(mark, folder, rows)
    running = Program(stockroom, kind.module, words).cut_after(length)
    begun = time.monotonic()
    Program(stockroom, kind.module, words).to_its_end()
    seconds = time.monotonic() - begun
    Program(stockroom, kind.module, words).to_its_end()
    with (
        stockroom.started() as server,
        psycopg.connect(server.superuser_dsn(), row_factory=dict_row) as db,
    ):
        return Cut(mark, running, seconds, kind.check(db, mark, rows))


# -- the kinds ---------------------------------------------------------------------------------


def _items(mark: str, folder: Path, size: int) -> list[str]:
    path = folder / f"{mark}-items.csv"
    rows = "".join(f"{mark}-{n},Item {n},PARTS,ea\n" for n in range(size))
    path.write_text("sku,name,category,unit\n" + rows)
    return ["import", "items", str(path), "--as", "bob_boss"]


def _movements(mark: str, folder: Path, size: int) -> list[str]:
    path = folder / f"{mark}-movements.csv"
    rows = "".join(
        f"ITEM-{n % LINES % 40:02},MAIN-A,1,receipt,{mark}/{n // LINES}\n" for n in range(size)
    )
    path.write_text("item,location,quantity,kind,reference\n" + rows)
    return ["import", "movements", str(path), "--as", "bob_boss"]


def _same(db: psycopg.Connection, query: str, value: str, wanted: dict[str, int]) -> list[str]:
    got = db.execute(query, [value]).fetchone()
    return [] if got == wanted else [f"{got}, not {wanted}"]


def _check_items(db: psycopg.Connection, mark: str, size: int) -> list[str]:
    query = (
        "select count(*) as n, count(distinct sku) as skus from inventory.items where sku like %s"
    )
    return _same(db, query, f"{mark}-%", {"n": size, "skus": size})


def _check_movements(db: psycopg.Connection, mark: str, size: int) -> list[str]:
    wanted = {"documents": size // LINES, "n": size, "quantity": size}
    return _same(db, DOCUMENTS.format("d.reference like %s"), f"{mark}/%", wanted)


def _check_dataset(db: psycopg.Connection, mark: str, size: int) -> list[str]:
    documents = size // loading.LINES
    lines, opened = documents * loading.LINES, 2 * loading.ITEMS
    wanted = {
        "documents": documents + 2,
        "n": lines + opened,
        "quantity": opened * documents - lines,
    }
    where = "m.item_id in (select item_id from inventory.items where sku like %s)"
    return _same(db, DOCUMENTS.format(where), f"{mark}-%", wanted)


DOCUMENTS = """
    select count(distinct d.document_id) as documents, count(*) as n,
        sum(m.quantity)::integer as quantity
    from inventory.documents as d join inventory.movements as m using (document_id)
    where {}
"""
KINDS = {
    "items": Kind("tests.faults.announced", _items, _check_items),
    "movements": Kind("tests.faults.announced", _movements, _check_movements),
    "dataset": Kind(
        "tests.faults.loading", lambda mark, _, size: [mark, str(size)], _check_dataset
    ),
}
