"""JSON whose numbers keep every digit: a float keeps 16 of them, the database all."""

import json
import re
import secrets
from decimal import Decimal
from typing import Any

# Python writes a Decimal as text only. So each is marked, and the marks are taken off again with
# their quotes: by a word that nobody knows, for what was typed is in the same text.
MARK = secrets.token_hex(16)
MARKED = re.compile(f'"{MARK}([^"]+)"')
LONGEST = 40  # digits before or behind the point: 1e99999 would be as many in the database


def loads(text: str | bytes) -> Any:
    """JSON as Python has it, its numbers exact."""
    return json.loads(text, parse_float=Decimal)


def dumps(value: Any, *, ascii_only: bool = True) -> str:
    """The same as text. A number beyond all bounds becomes text, which is no number to commands."""
    return MARKED.sub(r"\1", json.dumps(value, default=_marked, ensure_ascii=ascii_only))


def _marked(value: Any) -> str:
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} is nothing that JSON has")
    is_usual = value.is_finite() and abs(value.adjusted()) < LONGEST
    return f"{MARK}{value:f}" if is_usual else str(value)
