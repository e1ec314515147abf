"""The e-mail about one alert: plain text and HTML from the same facts."""

from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

# What a kind of alert is called in a sentence.
HEADLINES = {
    "low": "{item} is low at {place}",
    "out": "{item} is out at {place}",
    "over": "{item} is over its maximum at {place}",
}


def make_templates() -> Environment:
    """Return the environment of the e-mail's templates: HTML escaped, text not."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def compose(
    letter: dict[str, Any], templates: Environment, *, sender: str, base_url: str
) -> EmailMessage:
    """Return the message for a claimed delivery (what api.claim_delivery() answered)."""
    facts = facts_of(letter, base_url)
    message = EmailMessage()
    message["Subject"] = _one_line(
        f"{facts['headline']}: {facts['balance']} left"
        if letter["kind"] != "over"
        else facts["headline"]
    )
    message["From"] = sender
    message["To"] = Address(_one_line(letter["to_name"]), addr_spec=letter["to_address"])
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = _message_id(letter["message_id"])
    # No out-of-office answers, please.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(templates.get_template("alert.txt").render(facts))
    message.add_alternative(templates.get_template("alert.html").render(facts), subtype="html")
    return message


def facts_of(letter: dict[str, Any], base_url: str) -> dict[str, str | None]:
    """Return what the templates show, as text."""

    def amount(value: object) -> str | None:
        return None if value is None else quantity(value, letter["decimals"], letter["unit"])

    headline = HEADLINES[letter["kind"]].format(
        item=letter["item_name"], place=letter["location_name"]
    )
    return {
        "headline": _one_line(headline),
        "kind": letter["kind"],
        "severity": letter["severity"],
        "to_name": letter["to_name"],
        "item_name": letter["item_name"],
        "sku": letter["sku"],
        "location": letter["location"],
        "location_name": letter["location_name"],
        "balance": amount(letter["balance"]),
        "minimum": amount(letter["minimum"]),
        "maximum": amount(letter["maximum"]),
        "opened_at": local_time(letter["opened_at"], letter["time_zone"]),
        "resolved_at": (
            local_time(letter["resolved_at"], letter["time_zone"])
            if letter.get("resolved_at")
            else None
        ),
        "url": base_url.rstrip("/") + letter["path"],
        "company": letter["company"],
    }


def quantity(value: object, decimals: int, unit: str) -> str:
    """Return a quantity as people read it: 1,234.5 kg. No more decimals than it has."""
    number = round(Decimal(str(value)), decimals)
    text = f"{number:,.{decimals}f}"
    return f"{text.rstrip('0').rstrip('.') if decimals else text} {unit}"


def local_time(value: str, time_zone: str | None) -> str:
    """Return an ISO 8601 instant in the reader's time zone; UTC where the zone is unknown."""
    zone: tzinfo = UTC
    try:
        zone = ZoneInfo(time_zone or "UTC")
    except (KeyError, ValueError, OSError):
        time_zone = "UTC"
    return (
        f"{datetime.fromisoformat(value).astimezone(zone):%d %B %Y, %H:%M} ({time_zone or 'UTC'})"
    )


def _message_id(value: str) -> str:
    return value if value.startswith("<") else f"<{value}>"


def _one_line(text: str) -> str:
    # A header never takes a line break; the name of an item may hold one.
    return " ".join(text.split())
