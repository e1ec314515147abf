"""Files that outlive a power cut: what a rename promises is true only after fsync.

Without it a file system may keep the new name and lose the content: PostgreSQL then finds its
configuration full of zeros and does not start.
"""

import os
from pathlib import Path


def sync(*paths: Path) -> None:
    """Wait until these files are on the disk; of folders: the names in them. Raises OSError."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_tree(root: Path) -> None:
    """Wait until everything below a folder, and it itself, is on the disk."""
    for folder, _, files in os.walk(root):
        paths = (Path(folder, name) for name in files)
        sync(*(path for path in paths if not path.is_symlink()), Path(folder))


def replace(new: Path, path: Path) -> None:
    """Give the file `new` the name `path`, in the place of what was there: all of it or nothing."""
    sync(new)
    new.replace(path)
    sync(path.parent)
