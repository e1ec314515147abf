"""The scenarios by name, and how many faults each has in the short and in the long form."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.figures import Figures
from tests.faults.stockroom import Stockroom
from tests.faults.storm import Clients, storm

Run = Callable[[Path, Figures, int, int], None]


@dataclass(frozen=True)
class Scenario:
    """`run(folder, figures, times, seed)`."""

    run: Run
    short: int
    long: int


def postgres(folder: Path, figures: Figures, times: int, seed: int) -> None:
    """The database is killed, all its processes, and supervision starts it again."""
    stockroom = Stockroom(folder / "data")
    try:
        storm(stockroom, figures, Clients(sql=16, web=0), stockroom.kill_postgres, times, seed)
    finally:
        stockroom.stop()


ALL = {
    "postgres": Scenario(postgres, short=5, long=100),
}
