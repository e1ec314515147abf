"""The rules of a rolling deploy (docs/operations.md), as far as a machine can hold them."""

import re
from pathlib import Path

from ops.build.files import code_files
from tests.upgrade import promises
from tests.upgrade.changes import WITHDRAWN
from tests.upgrade.conftest import Old
from tests.upgrade.deploying import ROOT, altered_tree, deploy_tree, replace
from tests.upgrade.samples import last_sample

MIGRATIONS = sorted((ROOT / "migrations").glob("[0-9]*.py"))


def test_what_callers_rely_on_is_there(old: Old) -> None:
    """Every function and view of the last release still takes, answers and shows what it did."""
    before = promises.read(old.rows)
    assert len(before.functions) > 40
    assert len(before.views) > 15
    deploy_tree(ROOT, old.dsn())
    withdrawn = WITHDRAWN.get(old.sample.version, {})
    assert promises.broken(before, promises.read(old.rows)) == sorted(withdrawn)


def test_a_broken_promise_is_seen(old: Old, tmp_path: Path) -> None:
    """Each way to break one is told of by name."""

    def edit(db: Path) -> None:
        issue = db / "functions/commands/post_issue.sql"
        replace(issue, "note text default null", "remark text default null")
        replace(issue, "note => note", "note => remark")
        replace(issue, "to stockroom_staff", "to stockroom_manager")
        rows = db / "functions/reports/item_rows.sql"
        replace(rows, "skus text[]", "skus text[], since timestamptz")
        replace(rows, "(text[])", "(text[], timestamptz)")
        (db / "functions/commands/forget_jobs.sql").unlink()
        replace(db / "functions/views/categories.sql", "as parent,", "as above,")
        replace(
            db / "functions/views/categories.sql", "categories.parent is", "categories.above is"
        )

    before = promises.read(old.rows)
    deploy_tree(altered_tree(tmp_path, edit=edit), old.dsn())
    assert promises.broken(before, promises.read(old.rows)) == [
        "api.categories: column parent is gone, not text",
        "api.forget_jobs: is gone",
        "api.item_rows: parameter since is new and has no default",
        "api.post_issue: parameter note is gone",
        "api.post_issue: stockroom_staff may not any more",
    ]


def test_the_code_beside_the_dump_is_of_its_commit() -> None:
    """Only the newest sample keeps its programs, and it does."""
    assert (last_sample().folder / "code.tar.gz").exists()
    assert re.fullmatch(r"[0-9a-f]{40}", last_sample().made["commit"])


def test_no_code_writes_whole_rows() -> None:
    """A row by position fits its table only until a migration adds a column: between the
    migration and the new code, every posting would fail."""
    whole = re.compile(
        r"insert into (?:inventory|auth|audit)\.\w+(?: as \w+)?\s+(?:select|values)\b"
        r"|\)::(?:inventory|auth|audit)\.\w+\s*[,)]"
    )
    found = [
        f"{file.path}: {match[0]}" for file in code_files() for match in whole.finditer(file.text)
    ]
    assert found == []


def test_each_migration_is_linted() -> None:
    """squawk reads migrations/sql; what cannot run in a transaction is Python, and says so."""
    for path in MIGRATIONS:
        in_sql = (path.parent / "sql" / f"{path.stem}.sql").exists()
        assert in_sql or "__transactional__ = False" in path.read_text(), path.name


def test_each_migration_names_the_one_before() -> None:
    """yoyo orders them by what they depend on; without it two could change places."""
    for path, before in zip(MIGRATIONS[1:], MIGRATIONS, strict=False):
        named = re.search(r"__depends__ = \{(.*?)\}", path.read_text())
        assert named, path.name
        assert f'"{before.stem}"' in named[1], path.name
