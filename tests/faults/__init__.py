"""Crashes, for real: processes killed with -9, disks that lose what was not synced.

`python -m tests.faults` runs every scenario at length, `--short` a minute or two of them. Each
prints one JSON line per figure and the run ends non-zero when anything was lost or doubled.
"""
