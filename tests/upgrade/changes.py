"""What an upgrade is meant to change, by the version it comes from: what differs, and why.

Each is a decision: the release's CHANGELOG tells of it. An entry that nothing differs by any more
fails the test as well.
"""

MEANT: dict[str, dict[str, str]] = {}
