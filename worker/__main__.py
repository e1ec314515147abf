"""`python -m worker`."""

from worker.app import main

if __name__ == "__main__":
    raise SystemExit(main())
