"""Deploying a tree of files in a process of its own: this checkout, or an altered copy of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "import sys; from ops.build import deploy; deploy(sys.argv[1])"
STEP = '''"""A step that only a test has."""

from yoyo import step

__depends__ = {{{before!r}}}

steps = [step({statement!r})]
'''


def deploy_tree(tree: Path, dsn: str) -> str:
    """Run that tree's own deploy; returns what it said. Raises with its last words."""
    command = [sys.executable, "-c", SCRIPT, dsn]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    done = subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"the deploy failed:\n{done.stderr[-4000:]}")
    return done.stdout


def altered_tree(
    into: Path, *statements: str, edit: Callable[[Path], None] = lambda _: None
) -> Path:
    """A copy of what a deploy needs, with one more migration for each statement; `edit` changes
    its db/."""
    for name in ("ops", "db", "migrations"):
        shutil.copytree(ROOT / name, into / name, ignore=shutil.ignore_patterns("__pycache__"))
    before = max(path.stem for path in (into / "migrations").glob("[0-9]*.py"))
    for number, statement in enumerate(statements, 9000):
        step = STEP.format(before=before, statement=statement)
        before = f"{number}_only_in_a_test"
        (into / "migrations" / f"{before}.py").write_text(step)
    edit(into / "db")
    return into


def replace(path: Path, old: str, new: str) -> None:
    """Change a file's text; what is to be changed must be there."""
    text = path.read_text()
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new))
