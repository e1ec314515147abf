"""`python -m bench.data --dsn …`: fill a database, and say how long each part took."""

import argparse

from bench.data import Size, fill


def main() -> None:
    """Read the command line and fill."""
    usual = Size()
    parser = argparse.ArgumentParser(prog="python -m bench.data", description=__doc__)
    parser.add_argument("--dsn", required=True, help="a superuser's, of a deployed, empty database")
    for name in ("items", "movements", "locations", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name))
    chosen = vars(parser.parse_args())
    fill(chosen.pop("dsn"), say=lambda line: print(line, flush=True), **chosen)


main()
