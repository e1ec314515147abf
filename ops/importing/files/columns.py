"""Which column of a file is which field: by name, by its synonyms, or by a mapping file."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from ops.errors import Trouble

# Field -> other names a column may have, lower case, without spaces and signs.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "sku": ("itemnumber", "itemno", "itemcode", "articlenumber", "article", "productid",
            "productcode", "partnumber", "artikelnummer", "artikelnr", "artikel"),
    "name": ("title", "itemname", "productname", "bezeichnung", "nom"),
    "description": ("details", "longtext", "beschreibung"),
    "category": ("categorycode", "productgroup", "group", "gruppe", "kategorie", "warengruppe"),
    "unit": ("uom", "unitofmeasure", "baseunit", "einheit", "mengeneinheit"),
    "tags": ("tag", "labels", "keywords", "schlagworte"),
    "barcodes": ("barcode", "ean", "gtin", "upc", "strichcode"),
    "packs": ("pack", "packunits", "packaging", "gebinde"),
    "code": ("locationcode", "location", "place", "standort", "ort", "lagerort"),
    "kind": ("type", "movementtype", "art"),
    "parent": ("parentcode", "within", "above", "belongsto", "uebergeordnet"),
    "allow_negative": ("allownegative", "mayGoNegative".lower()),
    "item": ("sku", "itemnumber", "itemno", "itemcode", "articlenumber", "article", "productid",
             "productcode", "partnumber", "artikelnummer", "artikelnr", "artikel"),
    "location": ("locationcode", "place", "from", "store", "warehouse", "site", "bin", "lager",
                 "lagerort", "standort"),
    "to": ("tolocation", "destination", "nach", "ziel"),
    "quantity": ("qty", "amount", "count", "menge", "anzahl", "bestand"),
    "lot": ("batch", "lotnumber", "charge"),
    "expires_on": ("expiry", "expirydate", "bestbefore", "useby", "mhd", "ablaufdatum"),
    "unit_cost": ("cost", "price", "purchaseprice", "einkaufspreis", "preis"),
    "date": ("occurredat", "occurred", "when", "day", "postingdate", "datum"),
    "reference": ("ref", "document", "documentnumber", "order", "ordernumber", "beleg",
                  "belegnummer"),
    "minimum": ("min", "reorderpoint", "meldebestand", "mindestbestand"),
    "maximum": ("max", "hoechstbestand", "höchstbestand"),
    "severity": ("priority",),
    "note": ("comment", "remark", "bemerkung"),
    "reason": ("why", "grund"),
    "document_key": ("document",),
}  # fmt: skip


@dataclass(frozen=True)
class FileOptions:
    """What was said about a file, on the command line or in the mapping file."""

    columns: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    ignore: Sequence[str] = ()
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    date_format: str | None = None

    @classmethod
    def read(cls, path: Path | None, **said: str | None) -> Self:
        """Return the mapping file's options, with those said on the command line above them."""
        given = _mapping_file(path) if path else {}
        known = set(cls.__dataclass_fields__)
        unknown = sorted(given.keys() - known)
        if unknown:
            raise Trouble(
                f"{path} has {_listed(unknown)}, which mean nothing here.",
                f"It may have: {', '.join(sorted(known))}.",
            )
        for name, value in given.items():
            _check_option(name, value)
        given |= {name: value for name, value in said.items() if value is not None}
        return cls(**given)


def _check_option(name: str, value: object) -> None:
    """Refuse an option of a mapping file that is not of its kind."""
    if name in ("columns", "defaults"):
        fits = isinstance(value, dict) and all(map(_is_text, (*value, *value.values())))
        wanted = 'names and texts: {"quantity": "Menge"}'
    elif name == "ignore":
        fits, wanted = isinstance(value, list) and all(map(_is_text, value)), 'texts: ["Farbe"]'
    elif name == "decimal":
        fits, wanted = value in (".", ","), '"." or ","'
    else:
        fits, wanted = _is_text(value), "a text"
    if not fits:
        raise Trouble(f"{name} of the mapping file is not understood.", f"It is {wanted}.")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value


def _mapping_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        said = str(error)[:200]
        raise Trouble(f"{path} is no mapping file: {said}.", "JSON or TOML.") from error
    if not isinstance(found, dict):
        raise Trouble(f"{path} is no mapping file.", 'Begin with: {"columns": {…}}')
    return found


def match_columns(
    header: Sequence[str],
    fields: Sequence[str],
    required: Sequence[str],
    options: FileOptions,
    extra: Sequence[str] = (),
) -> dict[str, int]:
    """Return the index of the column of each field that the file has.

    `extra` are further fields (attributes), matched by name only, and before a synonym of a field.
    A column that is no field is refused unless it is ignored by name: what was in it would be
    lost without a word.
    Raises Trouble for unknown, doubled and missing columns.
    """
    names = [_bare(name) for name in header]
    found: dict[str, int] = {}
    for field_name in (*fields, *_without(extra, fields)):
        index = _find(field_name, header, names, options, extra)
        # What is one field already is no synonym of another: "document" alone is a reference.
        if index is not None and (field_name in options.columns or index not in found.values()):
            found[field_name] = index
    _refuse_leftovers(header, fields, found, options)
    missing = [one for one in required if one not in found and one not in options.defaults]
    if missing:
        raise Trouble(
            f"No column for {', '.join(missing)}. The file has: {_listed(header)}.",
            'Name it in a mapping file: {"columns": {"' + missing[0] + '": "its name"}}',
        )
    return found


def propose(
    header: Sequence[str], fields: Sequence[str], extra: Sequence[str] = ()
) -> dict[str, str]:
    """Return the column that seems to be each field, by its name or a synonym; none twice."""
    names = [_bare(name) for name in header]
    found: dict[str, str] = {}
    for field_name in (*fields, *_without(extra, fields)):
        options = FileOptions(columns={}, ignore=[*found.values()])
        index = _find(field_name, header, names, options, extra)
        if index is not None:
            found[field_name] = header[index]
    return found


def _without(extra: Sequence[str], fields: Sequence[str]) -> list[str]:
    """The further fields that are not named as one of every item."""
    return [name for name in extra if name not in fields]


def _find(
    field_name: str,
    header: Sequence[str],
    names: Sequence[str],
    options: FileOptions,
    extra: Sequence[str] = (),
) -> int | None:
    if field_name in options.columns:
        wanted = options.columns[field_name]
        if wanted not in header:
            raise Trouble(
                f"There is no column {wanted[:60]!r} for {field_name}.",
                f"The file has: {_listed(header)}.",
            )
        return header.index(wanted)
    taken = set(options.columns.values()) | set(options.ignore)
    # The field's own name first: a file may have both "item" and "article". A synonym that is the
    # name of another field is that field.
    others = {_bare(name) for name in extra}
    synonyms = (name for name in SYNONYMS.get(field_name, ()) if name not in others)
    for name in (_bare(field_name), *synonyms):
        if name in names and header[names.index(name)] not in taken:
            return names.index(name)
    return None


def _refuse_leftovers(
    header: Sequence[str], fields: Sequence[str], found: Mapping[str, int], options: FileOptions
) -> None:
    used = list(found.values())
    if len(set(used)) < len(used) or len(set(header)) < len(header):
        raise Trouble(
            "Two columns have one name, or one column stands for two fields.",
            "Rename one, or name them in a mapping file.",
        )
    over = [
        name
        for index, name in enumerate(header)
        if index not in used and name not in options.ignore and name
    ]
    if over:
        first = over[0][:60]
        raise Trouble(
            f"Not known what to do with the column {_listed([repr(name) for name in over])}.",
            f"Fields are: {', '.join(fields)}. A mapping file may say which it is, or ignore it:"
            f' {{"columns": {{"{fields[0]}": "{first}"}}}} or {{"ignore": ["{first}"]}}',
        )


def _listed(names: Sequence[str]) -> str:
    """Names of columns as a sentence holds them: a file that is no table may have long ones."""
    shown = ", ".join(name[:60] for name in names[:20])
    return shown if len(names) <= 20 else f"{shown} and {len(names) - 20:,} more"


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9äöüß]", "", name.lower())
