"""How many items pages one web process answers a second.

The whole path: session cookie, role, row security, a million items seen by a member of staff who
has 410 of 500 places, drawing, compression. Eight browsers go through the list in its three orders,
a category and the beginning of a SKU. Words, status and places are for the search figures to come.

The baseline is the same page drawn by the same process from an answer it keeps, without a database.
`of_bytes` compares with the page as ready-made bytes, `web_cpu` says what this process used for a
page, in microseconds, on each side.
"""

from collections.abc import Sequence
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.browsers import browse
from bench.figures import Figure, Sample, Side, alternate, short
from bench.served import Served, served
from bench.shop import Shop, open_shop
from bench.stage import Stage

CLIENTS = 8
SEARCHES: Sequence[dict[str, str]] = (
    {},
    {"sort": "-updated"},
    {"sort": "sku"},
    {"q": "category:ALL"},
    {"q": "sku:B-12"},
)


def measure(stage: Stage, name: str) -> dict[str, Any]:
    """page_rps."""
    shop = open_shop(stage)
    used: dict[str, list[float]] = {}
    with served(stage, shop) as site:
        sides = {
            "bytes": side(stage, shop, site, "/bench/bytes", used),
            "baseline": side(stage, shop, site, "/bench/drawn", used),
            "ours": side(stage, shop, site, "/items", used),
        }
        found = alternate(sides, stage.options.rounds)
    line = Figure(name, "pages/s", ">= 0.6", found).line()
    return line | {
        "of_bytes": short(median(_ratios(found, "bytes"))),
        "web_cpu": {path: short(median(values)) for path, values in used.items()},
    }


def side(stage: Stage, shop: Shop, site: Served, path: str, used: dict[str, list[float]]) -> Side:
    """Eight browsers over one form of the page; the process's own CPU goes into `used`."""
    paths = [f"{path}?{urlencode(search)}" for search in SEARCHES]
    # Nothing is measured that was not asked for before: plans, kept rows, kept answers.
    browse(site.port, paths, shop.token, clients=len(paths), seconds=1.0)

    def play() -> Sample:
        before, done = site.seconds(), 0

        def work() -> tuple[int, float]:
            nonlocal done
            done, rate = browse(
                site.port, paths, shop.token, clients=CLIENTS, seconds=stage.options.seconds
            )
            return done, rate

        sample = stage.metered(work)
        used.setdefault(path, []).append((site.seconds() - before) * 1e6 / done)
        return sample

    return play


def _ratios(found: Any, other: str) -> list[float]:
    pairs = zip(found["ours"], found[other], strict=True)
    return [ours.rate / theirs.rate for ours, theirs in pairs]
