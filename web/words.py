"""Words of the database that people read: kinds, states, groups. Here they are for the catalogues;
what a word means stands in GLOSSARY.md."""

import json
from pathlib import Path
from typing import Any

from ops.catalogues import SOURCE, catalogue, of_script
from web.language import N_, _

STATIC = Path(__file__).with_name("static")
WORDS = (
    # places, items, documents
    N_("Company"), N_("Region"), N_("Site"), N_("Zone"), N_("Bin"), N_("Location"), N_("Item"),
    N_("Receipt"), N_("Issue"), N_("Transfer"), N_("Adjustment"), N_("Stocktake"), N_("Reversal"),
    # ranges and alerts
    N_("Info"), N_("Warning"), N_("Critical"), N_("Low"), N_("Out"), N_("Over"), N_("Ok"),
    # imports, mails and work that goes on
    N_("Items"), N_("Locations"), N_("Movements"), N_("Ranges"), N_("Waiting"), N_("Applied"),
    N_("Removing"), N_("Queued"), N_("Sending"), N_("Sent"), N_("Failed"), N_("Suppressed"),
    N_("New"), N_("Checking"), N_("Checked"), N_("Importing"), N_("Done"), N_("Cancelled"),
    # people
    N_("Viewer"), N_("Staff"), N_("Counter"), N_("Manager"), N_("Auditor"), N_("Admin"),
    N_("Reporting"), N_("Cost"), N_("Person"), N_("Tool"), N_("Client"),
    # types of attributes
    N_("Text"), N_("Number"), N_("Choice"), N_("Date"), N_("Boolean"),
)  # fmt: skip


# Where pages have another word than the database: a threshold is the range that it sets.
OTHERWISE = {"threshold": "Range", "thresholds": "Ranges"}


def of_scripts(code: str) -> str:
    """What scripts say in this language, as JSON for words.js; empty for English, the source."""
    if code == SOURCE:
        return ""
    said = catalogue(code)
    texts = {text for path in STATIC.glob("*.js") for _place, text in of_script(path.read_text())}
    return json.dumps({text: said.gettext(text) for text in sorted(texts)}, ensure_ascii=False)


def word(value: Any) -> str:
    """A word of the database as a person reads it; empty for nothing."""
    said = OTHERWISE.get(str(value), str(value))
    return _(said.replace("_", " ").capitalize()) if value else ""
