"""How a file is read, before anything is sent on: which column is what, and its first rows so."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from aiohttp import web

from ops.importing.files import FILE_KINDS
from ops.importing.files.columns import propose
from ops.importing.files.reading import Row, Table
from ops.importing.files.record import Record, Source
from ops.importing.progress import Progress
from ops.importing.report import Refusal, Report
from web.importing.dates import FORMATS
from web.importing.run import OWN, options_of
from web.language import N_, _

KINDS = {
    "items": N_("Items"),
    "locations": N_("Locations"),
    "movements": N_("Receipts, issues, transfers, adjustments"),
    "thresholds": N_("Ranges"),
}
# What may be said once for all rows that leave it empty.
DEFAULTS = {
    "items": ("category", "unit"),
    "locations": ("kind", "parent"),
    "movements": ("kind", "location", "reason", "reference"),
    "thresholds": ("location", "severity"),
}
CHOICES = {
    ("movements", "kind"): ("receipt", "issue", "transfer", "adjustment"),
    ("locations", "kind"): ("company", "region", "site", "zone", "bin"),
    ("thresholds", "severity"): ("info", "warning", "critical"),
}
LABELS = {
    "sku": "SKU",
    "parent": N_("Within"),
    "to": N_("To location"),
    "document_key": N_("Document posted before"),
    "allow_negative": N_("May go below 0"),
    "seen": N_("Range as looked at"),
}
NUMBERS = frozenset({"quantity", "unit_cost", "minimum", "maximum", "margin"})
DECIMALS = ("", ",", ".")
NEAR = 0.7  # how much of a column's name is a field's, for it to be proposed


class _Found(Report):
    """What is refused of the rows that are shown."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.found: list[Refusal] = []

    def add(self, refusal: Refusal) -> None:
        """Take one up."""
        self.found.append(refusal)


def label(field: str) -> str:
    """A field as the page names it."""
    return LABELS.get(field, field.replace("_", " ").capitalize())


def fields(kind: str, attributes: Sequence[str]) -> list[str]:
    """What a column of such a file may be."""
    return [*FILE_KINDS[kind].FIELDS, *(attributes if kind == "items" else ())]


def mapping(page: Mapping[str, Any], attributes: Sequence[str]) -> dict[str, Any]:
    """How the file is read: as was said, of it or of the last one of its shape, or as it seems."""
    kept: dict[str, Any] = page["mapping"]
    if "columns" in kept:
        return kept
    return {
        "columns": propose(
            page["header"],
            FILE_KINDS[page["kind"]].FIELDS,
            attributes if page["kind"] == "items" else (),
        ),
        "decimal": "," if page["delimiter"] == ";" else "",
        **kept,  # how it writes dates was found out when it was read
    }


def said(page: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping that the page's form says. Raises HTTPUnprocessableEntity for a field twice."""
    columns: dict[str, str] = {}
    for number, name in enumerate(page["header"]):
        chosen = str(form.get(f"column.{number}", ""))
        if chosen in columns:
            raise web.HTTPUnprocessableEntity(
                text=_(
                    "Two columns, “%(chosen)s” and “%(name)s”, are set to %(chosen2)s.",
                    chosen=columns[chosen],
                    name=name,
                    chosen2=label(chosen),
                )
            )
        if chosen:
            columns[chosen] = name
    defaults = {
        name: str(form.get(f"default.{name}", "")).strip() for name in DEFAULTS[page["kind"]]
    }
    found = {"columns": columns, "defaults": {name: one for name, one in defaults.items() if one}}
    for name, known in (("decimal", DECIMALS), ("date_format", FORMATS)):
        if form.get(name) in known and form.get(name):
            found[name] = form[name]
    return found


def missing(page: Mapping[str, Any], how: Mapping[str, Any]) -> list[str]:
    """The fields that such a file needs and that nothing was said of."""
    known = how.get("columns", {}) | how.get("defaults", {})
    return [label(one) for one in FILE_KINDS[page["kind"]].REQUIRED if one not in known]


def left_out(
    page: Mapping[str, Any], how: Mapping[str, Any], attributes: Sequence[str]
) -> list[dict[str, str]]:
    """The columns that are no field: [{"name", "field", "kind"}], the field it may be, or "".

    It is one of this kind of file that no column was chosen for, or, by its own name, another's.
    """
    used = how.get("columns", {})
    free = [one for one in fields(page["kind"], attributes) if one not in used]
    own = OWN if tuple(page["header"][:2]) == OWN else ()
    over = [name for name in page["header"] if name and name not in (*used.values(), *own)]
    return [{"name": name, **_meant(name, page["kind"], free)} for name in over]


def _meant(name: str, kind: str, free: Sequence[str]) -> dict[str, str]:
    bare = name[:60].strip().lower().replace(" ", "_")
    near = [*propose([name], free), *get_close_matches(bare, free, 1, NEAR)]
    if near:
        return {"field": near[0], "kind": kind}
    for other in KINDS:
        elsewhere = list(propose([name], FILE_KINDS[other].FIELDS)) if other != kind else []
        if elsewhere and elsewhere[0] not in FILE_KINDS[kind].FIELDS:
            return {"field": elsewhere[0], "kind": other}
    return {"field": "", "kind": kind}


def preview(
    page: Mapping[str, Any], how: Mapping[str, Any], types: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The first rows as they are understood: [{"line", "cells": [{"text", "wrong"}]}].

    `types`: of the attributes that items may have."""
    page = {**page, "mapping": how}
    header, options = page["header"], options_of(page)
    columns = {
        name: header.index(column)
        for name, column in how.get("columns", {}).items() if column in header
    }  # fmt: skip
    table = Table(Path(), page["encoding"], page["delimiter"], header)
    found = _Found()
    source = Source(table, columns, options, found, Progress("", None))
    shown = []
    for one in page["first"]:
        record = Record(Row(one["line"], one["cells"]), source)
        cells = []
        for name in shown_fields(page, how):
            found.found.clear()
            wide = len(one["cells"]) == len(header)
            text = _read(record, name, types.get(name, "")) if wide else ""
            cells.append({"text": text, "wrong": "".join(r.reason for r in found.found)})
        shown.append({"line": one["line"], "cells": cells, "ragged": not wide_enough(one, header)})
    return shown


def wide_enough(one: Mapping[str, Any], header: Sequence[str]) -> bool:
    """Whether a row has a cell for each column, and no more."""
    return len(one["cells"]) == len(header)


def shown_fields(page: Mapping[str, Any], how: Mapping[str, Any]) -> list[str]:
    """The fields whose values are shown, as the file has them; those without a column last."""
    columns = {one: name for one, name in how.get("columns", {}).items() if name in page["header"]}
    ordered = sorted(columns, key=lambda one: page["header"].index(columns[one]))
    return [*ordered, *(name for name in how.get("defaults", {}) if name not in columns)]


def has_dates(kind: str, how: Mapping[str, Any], types: Mapping[str, str]) -> bool:
    """Whether a column may be a date, so that it is to be said how the file writes them."""
    dated = kind == "movements" or any(types.get(one) == "date" for one in how.get("columns", {}))
    return dated or bool(how.get("date_format"))


def _read(record: Record, name: str, kind: str) -> str:
    if kind == "boolean" or name == "allow_negative":
        truth = record.yes_or_no(name)
        return (record.text(name) or "") if truth is None else _("yes") if truth else _("no")
    if name in NUMBERS or kind == "number":
        return record.number(name) or record.text(name) or ""
    if name == "date":
        moment = record.moment(name)
        return moment.strftime("%Y-%m-%d %H:%M UTC") if moment else record.text(name) or ""
    if name == "expires_on" or kind == "date":
        return record.day(name) or record.text(name) or ""
    return record.text(name) or ""
