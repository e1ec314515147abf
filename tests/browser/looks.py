"""How every page looked before, and how it looks now: `make looks`.

Takes a picture of every page of tests/browser/pages.py in both themes, at a desk and on a phone,
from a commit (the last release's tag, else HEAD) and from this checkout, and shows what differs as
pictures. Nothing differs by itself: the same demo company, the same clock, locale and zone, no live
updates; two runs of one commit are equal to the pixel. Pictures lie outside of the repository, in
STOCKROOM_LOOKS, by default a folder `stockroom-looks` of the temporary one; those of a commit are
taken once.

The clock of the database and the web is libfaketime's (Debian: apt-get install libfaketime).
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

HOME = Path(__file__).parents[2]
# What the pictures depend on beside the commit that is looked at.
OURS = ("looks.py", "looks_taken.py", "pages.py")


def main() -> int:
    """Returns 0 when nothing differs, 1 when something does."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.looks", description=__doc__)
    parser.add_argument("--base", default="", help="commit to compare with (last release, or HEAD)")
    parser.add_argument("--against", default="", help="a commit instead of this checkout")
    parser.add_argument("--only", default="", help="pages whose address this pattern finds")
    parser.add_argument("--anew", action="store_true", help="take the base's pictures again")
    given = parser.parse_args()
    folder = Path(
        os.environ.get("STOCKROOM_LOOKS", Path(tempfile.gettempdir()) / "stockroom-looks")
    )
    base = commit(given.base or last_release())
    part = f"-{hashlib.sha256(given.only.encode()).hexdigest()[:8]}" if given.only else ""
    before = folder / f"{base[:12]}-{fingerprint()}{part}"
    if given.anew or not (before / "complete").exists():
        taken_of(base, before, given.only)
    if given.against:
        now = folder / "against"
        taken_of(commit(given.against), now, given.only)
    else:
        now = folder / "now"
        take(HOME, now, given.only)
    different = compare(before, now, folder / "differences")
    print(f"Before: {before}\nNow: {now}")
    for name, pixels in different:
        print(f"{name}: {pixels}")
    if different:
        print(f"{len(different)} pages look different. See {folder / 'differences'}")
    else:
        print(f"All {len(list(now.glob('*.png')))} pictures are equal.")
    return 1 if different else 0


def git(*words: str) -> str:
    """What git answers."""
    return subprocess.run(
        ["git", *words], cwd=HOME, check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(name: str) -> str:
    """The full hash of a commit."""
    return git("rev-parse", f"{name}^{{commit}}")


def last_release() -> str:
    """The newest tag that can be reached, or HEAD."""
    tags = git("tag", "--merged", "HEAD", "--sort=-creatordate", "--list", "v*").split()
    return tags[0] if tags else "HEAD"


def fingerprint() -> str:
    """Of the programs that take pictures: others take others."""
    digest = hashlib.sha256()
    for name in OURS:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()[:8]


def taken_of(hash_: str, into: Path, only: str) -> None:
    """Pictures of a commit, from a copy of it that is removed again."""
    with tempfile.TemporaryDirectory(prefix="stockroom-looks-") as copy:
        archive = Path(copy) / "all.tar"
        git("archive", "--format=tar", f"--output={archive}", hash_)
        subprocess.run(["tar", "xf", archive, "-C", copy], check=True)
        take(Path(copy), into, only)


def take(code: Path, into: Path, only: str) -> None:
    """Pictures of this code, by a process of its own that imports it."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    subprocess.run(
        [sys.executable, Path(__file__).with_name("looks_taken.py"), str(code), str(into), only],
        check=True,
        env=os.environ | {"PYTHONPATH": str(code)},
        cwd=code,
    )
    (into / "complete").touch()


def compare(before: Path, now: Path, into: Path) -> list[tuple[str, str]]:
    """Pictures that differ, and by how much; before, now and the difference side by side."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    different = []
    for name in sorted({path.name for place in (before, now) for path in place.glob("*.png")}):
        if not (before / name).exists():
            different.append((name, "new"))
            shutil.copy(now / name, into / name)
        elif not (now / name).exists():
            different.append((name, "gone"))
        elif pixels := differing(before / name, now / name, into / name):
            different.append((name, f"{pixels:,} pixels"))
    return different


def differing(one: Path, two: Path, into: Path) -> int:
    """Pixels that differ, also where one is longer; draws the three beside each other."""
    if one.read_bytes() == two.read_bytes():
        return 0
    with Image.open(one) as first, Image.open(two) as second:
        size = (max(first.width, second.width), max(first.height, second.height))
        pictures = []
        for picture in (first, second):
            pictures.append(Image.new("RGB", size, "#ff00ff"))
            pictures[-1].paste(picture.convert("RGB"))
        mask = ImageChops.difference(*pictures).convert("L").point(lambda value: 255 * (value > 0))
        pixels = mask.histogram()[255]
        if pixels:
            marked = pictures[1].point(lambda value: 128 + value // 2)
            marked.paste("#d00000", mask=mask)
            sheet = Image.new("RGB", (size[0] * 3 + 40, size[1]), "#808080")
            for place, picture in enumerate((*pictures, marked)):
                sheet.paste(picture, (place * (size[0] + 20), 0))
            sheet.save(into)
        return pixels


if __name__ == "__main__":
    sys.exit(main())
