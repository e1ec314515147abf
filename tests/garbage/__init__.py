"""Everything that takes input, fed with garbage. `python -m tests.garbage` runs it for longer."""
