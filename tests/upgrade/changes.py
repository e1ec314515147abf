"""What an upgrade is meant to change, by the version it comes from: what differs, and why.

Each is a decision: the release's CHANGELOG tells of it. An entry that nothing differs by any more
fails the test as well.
"""

MEANT: dict[str, dict[str, str]] = {
    "0.1.0": {
        "roles": "new ones: stockroom_counter, stockroom_cost",
        "sequences": "a new one, of audit.refusals",
    }
}

# What callers of that version relied on and is taken away, as tests/upgrade/promises.py words it.
# Only what neither its web nor its worker calls: those run on while this is deployed.
WITHDRAWN: dict[str, dict[str, str]] = {}
