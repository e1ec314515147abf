"""What a file of each kind may hold: its columns in words, and a sample to start from.

A sample names categories, units, items and places that there are, so that it can be sent as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from web.language import N_

Row = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A column: its name in the file, what it means (units said), and an example."""

    name: str
    meaning: str
    example: str


EXPLAINED: dict[str, tuple[Field, ...]] = {
    "items": (
        Field("sku", N_("The item's own code. One that is known is changed, another one created."), "HLM-WHT"),
        Field("name", N_("What people call it, 1 to 200 characters. A new item needs one."), "Safety helmet, white"),
        Field("description", N_("Anything worth knowing, at most 4,000 characters."), "EN 397, adjustable"),
        Field("category", N_("The code of its category. A new item needs one."), "SAFETY"),
        Field("unit", N_("The code of the unit its stock is counted in. A new item needs one."), "ea"),
        Field("tags", N_("Words with commas between them. They replace the tags it has."), "fragile, summer"),
        Field("barcodes", N_("With semicolons between them; one of a pack has the pack's unit in brackets. They replace those it has."), "4006381333931; 4006381333948 (case)"),
        Field("packs", N_("Other units, and how many base units each holds; semicolons between them. They replace those it has."), "case=12; pallet=480"),
    ),
    "locations": (
        Field("code", N_("The place's own code. One that is known is changed, another one created."), "MAIN-A"),
        Field("name", N_("What people call it, 1 to 120 characters."), "Main, zone A"),
        Field("kind", N_("company, region, site, zone or bin."), "zone"),
        Field("parent", N_("The code of the place it lies in; empty for the topmost one."), "MAIN"),
        Field("allow_negative", N_("yes where stock may go below zero; empty for no."), "no"),
    ),
    "movements": (
        Field("item", N_("The SKU of the item."), "HLM-WHT"),
        Field("location", N_("The code of the place; of a transfer the one it leaves."), "MAIN-A"),
        Field("quantity", N_("How many, in the item's base unit unless a unit is given. Below zero only for an adjustment, or where no kind is said."), "12"),
        Field("kind", N_("receipt, issue, transfer or adjustment; where it is empty the sign decides between receipt and issue."), "receipt"),
        Field("to", N_("Of a transfer: the code of the place it goes to."), "MAIN-B"),
        Field("lot", N_("The code of the batch, for stock that is kept by lots."), "L-2026-11"),
        Field("expires_on", N_("The lot's last day of use, of receipts."), "2027-03-31"),
        Field("unit", N_("The unit the quantity is in: the base unit or one of the item's packs."), "case"),
        Field("unit_cost", N_("What one base unit cost, in the company's currency, of receipts."), "2.50"),
        Field("date", N_("When it happened, not in the future; a day alone is noon UTC. Empty: now."), "2026-11-22"),
        Field("reference", N_("The number on the paper beside it. Rows that follow each other with the same kind, reference and date are one document."), "PO-1042"),
        Field("note", N_("Anything worth knowing."), "two cartons were open"),
        Field("reason", N_("Of an adjustment, which needs one."), "Counted"),
        Field("document_key", N_("As the file of movements has it (document): rows of a document that was posted are not posted again. Empty: a new one."), "01a209db-c091-794b-983a-87607dc54efb"),
    ),
    "thresholds": (
        Field("item", N_("The SKU of the item."), "HLM-WHT"),
        Field("location", N_("The code of the place; its stock and that of all below it is judged."), "MAIN"),
        Field("minimum", N_("Below it the item is low, in the item's base unit; empty for none."), "10"),
        Field("maximum", N_("Above it the item is over, in the item's base unit; empty for none."), "50"),
        Field("margin", N_("How far back into its range it must come before the alert resolves, in the base unit; empty for 0."), "2"),
        Field("severity", N_("info, warning or critical; empty for warning."), "warning"),
        Field("seen", N_("As the file of your ranges has it: a range that somebody changed, removed or set since then is refused, unless it is as the row says already. Empty: whatever is there is changed."), "r5f0c2a91b7d3"),
    ),
}  # fmt: skip
BELOW = {"company": "site", "region": "site", "site": "zone", "zone": "bin"}
OF_TYPE = {"number": "1.5", "boolean": "yes", "date": "2026-11-22", "text": "abc"}


def sample(
    kind: str, choices: Mapping[str, Any], skus: Sequence[str], attributes: Sequence[Row]
) -> tuple[tuple[str, ...], list[Row]]:
    """The columns and rows of a sample. `choices`: of api.form_choices; `skus`: of items there are;
    `attributes`: of the first category, its own and those it inherits, as api.attributes has them."""
    names = tuple(one.name for one in EXPLAINED[kind])
    if kind == "items":
        own = {one["attribute"]: _example(one) for one in attributes if not one["retired_at"]}
        return (*names, *own), _items(choices, own)
    return names, {"locations": _locations, "movements": _movements, "thresholds": _ranges}[kind](
        choices, skus
    )


def first_category(choices: Mapping[str, Any]) -> str:
    """The category that a sample's items are of."""
    return str(next((one["category"] for one in choices["categories"]), "GENERAL"))


def _example(attribute: Row) -> str:
    return str((attribute["choices"] or [OF_TYPE.get(attribute["type"], "")])[0])


def _items(choices: Mapping[str, Any], own: Mapping[str, str]) -> list[Row]:
    units = [one["unit"] for one in choices["units"]]
    base = "ea" if "ea" in units else (units or ["ea"])[0]
    pack = next((one for one in ("case", "box", *units) if one in units and one != base), "")
    common = {"category": first_category(choices), "unit": base, **own}
    return [
        {"sku": "SAMPLE-1", "name": "First sample", "description": "Replace these rows",
         "tags": "fragile, summer", "barcodes": "SAMPLE-1-A" + (f"; SAMPLE-1-B ({pack})" * bool(pack)),
         "packs": f"{pack}=12" if pack else "", **common},
        {"sku": "SAMPLE-2", "name": "Second sample", **common},
    ]  # fmt: skip


def _locations(choices: Mapping[str, Any], _skus: Sequence[str]) -> list[Row]:
    known = {
        kind: one["location"] for one in reversed(choices["locations"]) if (kind := one["kind"])
    }
    above = next((kind for kind in BELOW if kind in known), None)
    first = {"code": "SAMPLE-1", "name": "First sample", "allow_negative": "no"}
    if above is None:
        return [first | {"kind": "company"}]
    kind = BELOW[above]
    rows = [first | {"kind": kind, "parent": known[above]}]
    if kind in BELOW:
        rows.append({"code": "SAMPLE-1-A", "name": "Second sample", "kind": BELOW[kind],
                     "parent": "SAMPLE-1", "allow_negative": "no"})  # fmt: skip
    return rows


def _places(choices: Mapping[str, Any]) -> list[str]:
    """Where the person may post; the deepest ones are those that hold stock."""
    own = [one for one in choices["locations"] if one["postable"]]
    own.sort(key=lambda one: ("bin", "zone", "site", "region", "company").index(one["kind"]))
    return [one["location"] for one in own] or ["MAIN-A"]


def _movements(choices: Mapping[str, Any], skus: Sequence[str]) -> list[Row]:
    places, item = _places(choices), (skus or ["SAMPLE-1"])[0]
    day = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    common = {"item": item, "location": places[0], "date": day}
    rows = [common | {"kind": "receipt", "quantity": "12", "reference": "PO-1042"},
            common | {"kind": "issue", "quantity": "2", "reference": "SO-2001"}]  # fmt: skip
    if len(places) > 1:
        rows.append(common | {"kind": "transfer", "quantity": "3", "to": places[1],
                              "reference": "T-1"})  # fmt: skip
    return [*rows, common | {"kind": "adjustment", "quantity": "-1", "reason": "Counted"}]


def _ranges(choices: Mapping[str, Any], skus: Sequence[str]) -> list[Row]:
    places = _places(choices)
    return [
        {"item": sku, "location": places[0], "minimum": "10", "maximum": "50", "margin": "2",
         "severity": "warning"}
        for sku in (skus or ["SAMPLE-1"])[:2]
    ]  # fmt: skip
