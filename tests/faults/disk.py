"""A disk that loses its power: what was not synced is gone, as a kill -9 alone never shows.

An ext4 file system in an image file, mounted over a loop device. `cut` is the kernel's own
shutdown of a file system without flushing its log (what xfstests calls godown): from then on every
access fails, and the next mount finds only what had reached the disk. It does not tear sectors.
Needs root, loop devices and ext4.
"""

import fcntl
import os
import shutil
import struct
import subprocess
import time
from pathlib import Path

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN, _IOR('X', 125, __u32)
NO_LOG_FLUSH = 2
MIB = 1 << 20
BUSY_SECONDS = 20.0


class NoDisk(Exception):
    """This machine lends no disk to cut the power of; says why."""


class Disk:
    """A file system of its own at `place`; `with Disk(...)` mounts it and takes it away."""

    def __init__(self, image: Path, place: Path, mebibytes: int = 3000) -> None:
        self.image = image
        self.place = place
        self._size = mebibytes * MIB

    def __enter__(self) -> "Disk":
        if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
            raise NoDisk("it takes root and mkfs.ext4 (apt-get install e2fsprogs)")
        with self.image.open("wb") as file:
            file.truncate(self._size)  # sparse: it takes what is written
        self.place.mkdir()
        subprocess.run(["mkfs.ext4", "-q", str(self.image)], check=True)
        try:
            self.mount()
        except subprocess.CalledProcessError as error:
            raise NoDisk(f"no loop device: {error.stderr.decode().strip()}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self.unmount()
        self.image.unlink()

    def mount(self) -> None:
        """Mount it; the file system replays its journal."""
        command = ["mount", "-o", "loop", str(self.image), str(self.place)]
        subprocess.run(command, check=True, capture_output=True)
        self.place.chmod(0o711)

    def cut(self) -> None:
        """The power goes: nothing more is written, not even what waits in memory."""
        folder = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(folder)

    def unmount(self) -> None:
        """Take it off, as soon as the last process that used it is gone."""
        end = time.monotonic() + BUSY_SECONDS
        while True:
            done = subprocess.run(["umount", str(self.place)], check=False, capture_output=True)
            if done.returncode == 0 or not self.place.is_mount():
                return
            if time.monotonic() > end:
                raise AssertionError(f"the disk is in use: {done.stderr.decode()}")
            time.sleep(0.05)
