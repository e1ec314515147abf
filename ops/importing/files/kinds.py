"""What a shop's own words for the kinds of documents mean."""

KINDS = {
    "in": "receipt", "purchase": "receipt", "received": "receipt", "zugang": "receipt",
    "out": "issue", "sale": "issue", "sold": "issue", "issued": "issue", "abgang": "issue",
    "move": "transfer", "umlagerung": "transfer",
    "correction": "adjustment", "korrektur": "adjustment",
}  # fmt: skip


def kind_of(said: str | None) -> str:
    """Return the kind that a word means, or the word itself; empty for none."""
    bare = (said or "").lower()
    return KINDS.get(bare, bare)
