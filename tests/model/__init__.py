"""A state machine that posts at random, and a plain Python ledger that must agree with Postgres.

    python -m tests.model --steps 50000 [--seed N]

`make test` takes 2,000 steps of a new seed each time. The seed is printed, and `--seed` takes the
same steps again. A failure prints the shortest run that still fails, as calls in SQL.
"""
