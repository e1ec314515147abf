"""The list: what every list of the dashboard has in common, declared once by its room.

A room says its columns; who looks sees those they may, in this order, and of these the ones they
chose (kept in the database, api.set_columns)
or the address says (`columns=name,sku`: a saved view).
templates/list.html draws heading, tools and paging of it; static/lists.js adds keys and selection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from web.render import density, query

Me = Mapping[str, Any]
MOST_LETTERS = 2_000  # as list_columns_columns_are_few


@dataclass(frozen=True)
class Column:
    """One column: its key, its heading, the class of its cells, and who it is for."""

    key: str
    label: str
    css: str
    kind: str = "text"  # text, number, time, status
    sort: str = ""  # the name of its order, where there is one
    needs: str = ""  # a key of me.can
    shown: bool = True  # unless somebody chose
    unless: str = ""  # a key of me.can: who may do that sees it only where they chose it
    fixed: bool = False  # what a row is known by cannot be hidden

    @property
    def classes(self) -> str:
        """The classes of its heading and cells."""
        return f"{self.css} number" if self.kind == "number" else self.css


@dataclass(frozen=True)
class List:
    """A list, by the name its columns are kept under and the address of its page."""

    name: str
    path: str
    columns: tuple[Column, ...]
    sort: str = ""  # its own order

    def permitted(self, me: Me) -> tuple[Column, ...]:
        """The columns that this person may see."""
        return tuple(one for one in self.columns if not one.needs or me["can"].get(one.needs))

    def shown(self, me: Me, said: str = "") -> tuple[Column, ...]:
        """The columns that are drawn: as said in the address, as chosen, or the list's own.

        A name that is not known is passed over: a column may have gone since it was chosen.
        """
        chosen = said.split(",") if said else (me.get("columns") or {}).get(self.name)
        return tuple(
            one
            for one in self.permitted(me)
            if one.fixed or (_is_usual(one, me) if chosen is None else one.key in chosen)
        )


def _is_usual(one: Column, me: Me) -> bool:
    return one.shown and not (one.unless and me["can"].get(one.unless))


@dataclass(frozen=True)
class Shown:
    """A list as it is drawn now: for templates, as `list`."""

    of: List
    columns: tuple[Column, ...]
    permitted: tuple[Column, ...]
    asked: Mapping[str, Any]
    density: str
    selectable: bool = False
    view: str = ""  # the key of the saved view that was opened
    chosen: bool = False  # by somebody: then each is shown, however narrow the window is
    # What its function is asked, for api.count_list: in the words of its parameters.
    counts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, Any]:
        """What was asked, as a file of it is asked for."""
        return {name: value for name, value in self.asked.items() if name != "columns"}

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the columns that are drawn."""
        return frozenset(one.key for one in self.columns)

    def address(self, **changed: Any) -> str:
        """The page with what was asked, and something else: another order, the next rows."""
        said = query(**{**self.asked, **changed})
        return f"{self.of.path}?{said}" if said else self.of.path

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """The key and the classes of each column that is drawn."""
        return tuple((one.key, one.classes) for one in self.columns)

    @property
    def extra(self) -> str:
        """The columns that this person may choose and did, as an address says them: for files."""
        return ",".join(one.key for one in self.columns if not one.shown)

    @property
    def span(self) -> int:
        """How many columns a row across all has."""
        return len(self.columns) + self.selectable


def columns_said(request: web.Request) -> str:
    """The columns that the address names, of as many letters as a person's choice may have."""
    return request.query.get("columns", "")[:MOST_LETTERS]


def show(
    request: web.Request,
    one: List,
    me: Me,
    asked: Mapping[str, Any],
    *,
    selectable: bool = False,
    counts: Mapping[str, Any] | None = None,
) -> Shown:
    """The list for this person and this address; `asked` is what its address keeps."""
    said = columns_said(request)
    return Shown(
        of=one,
        columns=one.shown(me, said),
        permitted=one.permitted(me),
        asked={**asked, "columns": said},
        density=density(request, me.get("preferences") or {}),
        selectable=selectable,
        view=request.query.get("view", ""),
        chosen=bool(said) or one.name in (me.get("columns") or {}),
        counts={name: value for name, value in (counts or {}).items() if value},
    )
