"""Lost updates: somebody else saved first, and nothing that was typed may be lost.

A form that edits a thing carries the version it read, and what it read (`was`). Where the version
is no longer the thing's (IN011), `compare` says field by field what is yours and what is theirs,
and `conflicts.html` asks which to keep: theirs where you had changed nothing, else yours. The form
then comes back with the newer version, and `settle` leaves out what stays theirs: a command changes
only the fields it is given. For items, and for any other form of one row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ops import exact
from web import errors, forms
from web.errors import Refusal
from web.language import _

KEEP = "keep."  # + the field's name: "yours" or "theirs"
SHOWN = "shown."  # + the field's name: what was yours when both were shown
LONGEST_WAS = 60_000  # characters; what is longer is compared without


@dataclass(frozen=True)
class Field:
    """A field in which both versions differ."""

    name: str
    label: str
    yours: str
    theirs: str
    keep: str  # "yours" or "theirs": what is chosen until the person says otherwise


def compare(
    labels: Mapping[str, str],
    yours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    was: Mapping[str, Any] | None = None,
) -> list[Field]:
    """The fields of `labels` that differ between both versions, in its order.

    `was`: the version that was read; what you left as it was is theirs to change.
    """
    return [
        Field(
            name, label, words(yours.get(name)), words(theirs.get(name)),
            "theirs" if was is not None and same(yours.get(name), was.get(name)) else "yours",
        )
        for name, label in labels.items()
        if not same(yours.get(name), theirs.get(name))
    ]  # fmt: skip


def of_form(
    refusal: Refusal | None,
    labels: Mapping[str, str],
    now: Mapping[str, Any],
    typed: Mapping[str, Any],
    given: Mapping[str, Any],
) -> dict[str, Any]:
    """What the page of a form needs: `version` and `was`, which the form carries on; and after a
    lost update `current` and where both differ, else None and nothing.

    `now`: the thing as it is, empty for a new one; `typed`: the fields as they were sent; `given`:
    the whole form, empty before anything was sent.
    """
    lost = refusal is not None and refusal.code == errors.CHANGED_MEANWHILE and bool(now)
    was = remembered(given)
    return {
        "version": now.get("version", "") if lost or not given else forms.text(given, "version"),
        "was": remember(was if was and not lost else now, labels),
        "current": now if lost else None,
        "differing": compare(labels, {**now, **typed}, now, was) if lost else [],
    }


def theirs_of(form: Mapping[str, Any], typed: Mapping[str, Any]) -> set[str]:
    """The fields of which the person chose the other's version, and typed nothing else since.

    `typed`: the fields as the form has them now, by the names that `compare` was given.
    """
    return {
        name
        for name in (one.removeprefix(KEEP) for one in form if one.startswith(KEEP))
        if form[KEEP + name] == "theirs"
        and same(form.get(SHOWN + name, words(typed.get(name))), words(typed.get(name)))
    }


def settle(changes: Mapping[str, Any], theirs: Iterable[str]) -> dict[str, Any]:
    """The changes without the fields that stay theirs."""
    left_out = set(theirs)
    return {name: value for name, value in changes.items() if name not in left_out}


def remember(thing: Mapping[str, Any], names: Iterable[str]) -> str:
    """What was read, as the form carries it in its field `was`."""
    return exact.dumps({name: thing.get(name) for name in names})


def remembered(form: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the form read; None for a form that does not say, or says what is none."""
    said = forms.text(form, "was")
    if not said or len(said) > LONGEST_WAS:
        return None
    try:
        was = exact.loads(said)
    except (ValueError, RecursionError):
        return None
    return was if isinstance(was, dict) else None


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same to people: "12" is 12, nothing is nothing."""
    return _plain(one) == _plain(other)


def words(value: Any) -> str:
    """A value as people read it in a cell; empty for nothing."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return " ".join(words(one) for one in value.values() if one not in (None, ""))
    if isinstance(value, list | tuple):
        return ", ".join(words(one) for one in value)
    return "" if value is None else _plain(value)


def _plain(value: Any) -> Any:
    """A value in which only differences that matter are left."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items() if one not in (None, "")}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bool):
        return value
    text = "" if value is None else str(value).replace("\r\n", "\n").strip()
    return f"{forms.decimal(text):f}" if forms.is_number(text) and len(text) < 40 else text
