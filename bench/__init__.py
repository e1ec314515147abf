"""How fast Stockroom is, always against a baseline of the same session on the same server.

`python -m bench` prints one JSON line per figure; see docs/performance.md.
"""
