"""Rights change at random, and after each move everybody sees what a plain Python model says.

    python -m tests.permissions --moves 50000 [--seed N]

`make test` takes 5,000 moves of a new seed each time. The seed is printed, and `--seed` takes the
same moves again. A failure prints the shortest run that still fails, move by move.

rules.py is the rule book, in plain Python that never asks the database; docs/permissions.md says
the same in words. world.py keeps who is who, company.py's places and what was granted; moves.py
draws what people and DBAs do and says what must come of it; sights.py is all that can be seen.
"""
