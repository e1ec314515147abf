"""`python -m web`."""

import sys

from web.app import main

if __name__ == "__main__":
    sys.exit(main())
