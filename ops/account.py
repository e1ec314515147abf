"""Which operating-system account runs the embedded PostgreSQL, and where its files can lie.

PostgreSQL refuses to run as root. Started by root, we drop to an account that exists already:
`postgres`, else `nobody`. None is created, and no folder of anybody's is opened for it.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops.errors import Trouble


@dataclass(frozen=True)
class Account:
    """An operating-system account; `dropped` when it is not the one we run as ourselves."""

    name: str
    uid: int
    gid: int
    dropped: bool

    def popen_options(self) -> dict[str, object]:
        """Keyword arguments that make subprocess start a program under this account."""
        if not self.dropped:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Whether this account may enter the folder; asked of the kernel, not guessed."""
        if not self.dropped:
            return os.access(path, os.X_OK)
        test = ["test", "-x", str(path)]
        return subprocess.run(test, cwd="/", check=False, **self.popen_options()).returncode == 0

    def own(self, path: Path) -> None:
        """Give a file or folder that we made to this account."""
        if self.dropped:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def server_account() -> Account:
    """The account for the server: our own, or an unprivileged one when we are root."""
    if os.geteuid() != 0:
        return Account(f"user {os.geteuid()}", os.geteuid(), os.getegid(), dropped=False)
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_name, found.pw_uid, found.pw_gid, dropped=True)
    raise Trouble(
        "PostgreSQL cannot run as root, and there is neither an account postgres nor nobody.",
        "Run Stockroom as an ordinary user, or create one of the two.",
    )


def own_name() -> str:
    """The name of the account this process runs as: what PostgreSQL's peer check will see."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise Trouble(
            f"The user id {os.geteuid()} has no name, and PostgreSQL needs one.",
            "Add it to /etc/passwd, or set DATABASE_URL to a server that runs elsewhere.",
        ) from None
