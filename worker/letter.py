"""The e-mail about one alert or notice: plain text and HTML from the same facts."""

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
    notice = letter.get("notice", "alert")
    subject, facts = NOTICES[notice](letter, base_url)
    message = EmailMessage()
    message["Subject"] = _one_line(subject)
    message["From"] = sender
    message["To"] = Address(_one_line(letter["to_name"]), addr_spec=letter["to_address"])
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = _message_id(letter["message_id"])
    # No out-of-office answers, please.
    message["Auto-Submitted"] = "auto-generated"
    message["Stockroom-Notice"] = notice  # what kind of message: filters and our mailbox read it
    message.set_content(templates.get_template(f"{notice}.txt").render(facts))
    message.add_alternative(templates.get_template(f"{notice}.html").render(facts), subtype="html")
    return message


def break_glass(letter: dict[str, Any], base_url: str) -> tuple[str, dict[str, Any]]:
    """Subject and facts of a letter about rights taken in an emergency."""
    who = letter["taken_by_name"]
    facts = {
        **_times(letter, "granted_at", "valid_until", "ended_at"),
        "headline": f"{who} broke the glass at {letter['location_name']}",
        "url": base_url.rstrip("/") + letter["path"],
    }
    return facts["headline"], facts


def invitation(letter: dict[str, Any], base_url: str) -> tuple[str, dict[str, Any]]:
    """Subject and facts of a letter with the link by which somebody sets their password."""
    first = letter["purpose"] == "invitation"
    headline = "You are invited to {}" if first else "A new password for {}"
    headline = headline.format(
        f"Stockroom at {letter['company']}" if letter["company"] else "Stockroom"
    )
    return headline, letter | {
        "headline": headline, "first": first, "url": base_url.rstrip("/") + letter["path"],
    }  # fmt: skip


def saved_view(letter: dict[str, Any], base_url: str) -> tuple[str, dict[str, Any]]:
    """Subject and facts of a letter about a saved view that is not empty any more."""
    found = f"{letter['found']:,}{'' if letter['found_exact'] else '+'}"
    items = "item" if letter["found"] == 1 else "items"
    facts = {
        **_times(letter, "opened_at"),
        "headline": f"{_one_line(letter['view_name'])}: {found} {items}",
        "more": max(letter["found"] - len(letter["items"]), 0),
        "url": base_url.rstrip("/") + letter["path"],
    }
    return facts["headline"], facts


def alert(letter: dict[str, Any], base_url: str) -> tuple[str, dict[str, Any]]:
    """Subject and facts of a letter about an alert."""
    facts = facts_of(letter, base_url)
    left = "" if letter["kind"] == "over" else f": {facts['balance']} left"
    return f"{facts['headline']}{left}", facts


# What of an admin was changed, as a subject says it.
ADMIN_CHANGES = {
    "password": "{by} set a new password for {admin}",
    "second_factor": "{by} removed the second factor of {admin}",
    "email": "{by} changed the e-mail address of {admin}",
    "link": "{by} made a link that sets the password of {admin}",
    "groups": "{by} changed the groups of {admin}",
}


def admin_changed(letter: dict[str, Any], base_url: str) -> tuple[str, dict[str, Any]]:
    """Subject and facts of a letter about what one admin changed of another."""
    headline = ADMIN_CHANGES[letter["what"]].format(
        by=letter["by_name"], admin=letter["person_name"]
    )
    facts = {
        **_times(letter, "at"),
        "headline": _one_line(headline),
        "url": base_url.rstrip("/") + letter["path"],
    }
    return facts["headline"], facts


# A kind of notice: who says what its letter tells. Its templates have its name.
NOTICES = {
    "admin_changed": admin_changed,
    "alert": alert,
    "break_glass": break_glass,
    "invitation": invitation,
    "saved_view": saved_view,
}


def _times(letter: dict[str, Any], *names: str) -> dict[str, Any]:
    """The letter with these instants as the reader's clock shows them."""
    zone = letter["time_zone"]
    return letter | {name: letter[name] and local_time(letter[name], zone) for name in names}


def facts_of(letter: dict[str, Any], base_url: str) -> dict[str, str | None]:
    """Return what the templates of an alert show, as text."""

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
