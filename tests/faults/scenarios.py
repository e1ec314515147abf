"""The scenarios by name, and how many faults each has in the short and in the long form."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.faults import deploying, importing, mail
from tests.faults.disk import Disk, NoDisk
from tests.faults.figures import Figures
from tests.faults.stockroom import Stockroom
from tests.faults.storm import Clients, storm

Run = Callable[[Path, Figures, int, int], None]
# The supervisor waits longer before each restart of what keeps dying; after so many we begin anew.
DEATHS = 4


@dataclass(frozen=True)
class Scenario:
    """`run(folder, figures, times, seed)`."""

    run: Run
    short: int
    long: int


def postgres(folder: Path, figures: Figures, times: int, seed: int) -> None:
    """The database is killed, all its processes, and supervision starts it again."""
    stockroom = Stockroom(folder / "data", folder / "log")

    def fault() -> str:
        stockroom.kill_postgres()
        return "recovery"

    with stockroom:
        storm(stockroom, figures, Clients(sql=16, web=0), fault, times, seed)


def web(folder: Path, figures: Figures, times: int, seed: int) -> None:
    """The web is killed while forms are sent to it; after some deaths so is everything."""
    stockroom, deaths = Stockroom(folder / "data", folder / "log"), count(1)

    def fault() -> str:
        number = next(deaths) % (DEATHS + 1)
        if number == 0:
            stockroom.kill_everything()
            stockroom.up()
            return "recovery_of_everything"
        stockroom.kill_part("web")
        return f"recovery_after_death_{number}"

    with stockroom:
        storm(stockroom, figures, Clients(sql=0, web=16), fault, times, seed)


def everything(folder: Path, figures: Figures, times: int, seed: int) -> None:
    """Supervisor, database, web and worker are killed at once; `stockroom up` is run again."""
    stockroom = Stockroom(folder / "data", folder / "log")

    def fault() -> str:
        stockroom.kill_everything()
        stockroom.up()
        return "recovery"

    with stockroom:
        storm(stockroom, figures, Clients(sql=12, web=4), fault, times, seed)


def power(folder: Path, figures: Figures, times: int, seed: int) -> None:
    """As `everything`, and the disk loses what was not synced."""
    try:
        with Disk(folder / "disk", folder / "mounted") as disk:
            stockroom = Stockroom(disk.place / "data", folder / "log")

            def fault() -> str:
                processes = stockroom.processes()
                disk.cut()
                stockroom.kill_now(processes)
                disk.unmount()
                disk.mount()
                stockroom.up()
                return "recovery"

            with stockroom:
                storm(stockroom, figures, Clients(sql=12, web=4), fault, times, seed)
    except NoDisk as error:
        figures.tell("not_done", str(error), "reason")


ALL = {
    "postgres": Scenario(postgres, short=5, long=100),
    "web": Scenario(web, short=3, long=40),
    "everything": Scenario(everything, short=2, long=20),
    "mail": Scenario(mail.run, short=6, long=100),
    "deploy": Scenario(deploying.run, short=4, long=60),
    "import": Scenario(importing.run, short=3, long=30),
    "power": Scenario(power, short=2, long=30),
}
