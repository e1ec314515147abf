"""Resolve pyproject.toml into requirements/*.lock (`make lock`).

Each lock holds exact versions with the hashes of every wheel, for all supported Pythons and
platforms at once. The first resolution is the runtime's; the others must agree with it, so that
what the tests run on is what is shipped.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path("requirements")
EXTRAS = ("dev", "browser", "tools")  # the optional-dependencies of pyproject.toml
RESOLVE = (
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--only-binary", ":all:", "--no-annotate", "--no-emit-index-url"),
    *("--custom-compile-command", "make lock"),
    *("pyproject.toml", str(FOLDER / "build.in")),
)


def main(arguments: list[str]) -> None:
    """Write every lock file; `--upgrade` takes the newest versions that pyproject.toml allows."""
    uv = str(Path(sys.executable).with_name("uv"))
    runtime = str(FOLDER / "runtime.lock")
    subprocess.run([uv, *RESOLVE[1:], "-o", runtime, *arguments], check=True)
    for extra in EXTRAS:
        target = str(FOLDER / f"{extra}.lock")
        options = ["--extra", extra, "-c", runtime, "-o", target, *arguments]
        subprocess.run([uv, *RESOLVE[1:], *options], check=True)
    print("Wrote " + ", ".join(f"{FOLDER}/{name}.lock" for name in ("runtime", *EXTRAS)))


if __name__ == "__main__":
    main(sys.argv[1:])
