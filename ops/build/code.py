"""Functions, views, triggers and policies: replaced when their text changed, dropped when their
file is gone, all in one transaction. What a DBA made is neither replaced nor dropped."""

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg
from psycopg import errors, sql

from ops.build.dropping import ORDER, drop
from ops.build.files import SqlFile, SqlObject, code_files
from ops.build.grants import give_back, others, take_back
from ops.build.patience import hold_gate, hold_tables, hold_views

# What `create or replace` refuses: another return type, other defaults, other columns.
_NOT_REPLACEABLE = (
    errors.InvalidFunctionDefinition,
    errors.InvalidTableDefinition,
    errors.DuplicateObject,
    errors.FeatureNotSupported,
)
# One row per object that code can make, ours and a DBA's, named as in SqlObject.
_CATALOGUE = """
    select 'function ' || n.nspname || '.' || p.proname from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not exists (
        select from pg_depend d where d.objid = p.oid and d.deptype in ('e', 'i'))
    union select 'view ' || schemaname || '.' || viewname from pg_views
    where schemaname !~ '^pg_' and schemaname <> 'information_schema'
    union select 'event trigger ' || evtname from pg_event_trigger
    union select 'trigger ' || t.tgname || ' on ' || n.nspname || '.' || c.relname
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and t.tgparentid = 0 and not c.relispartition
    union select 'policy ' || policyname || ' on ' || schemaname || '.' || tablename
    from pg_policies
"""


@dataclass(frozen=True)
class Outcome:
    """What a build did: paths made or replaced, and objects dropped."""

    replaced: list[str]
    dropped: list[str]


def catalogue(db: psycopg.Connection) -> set[str]:
    """Names of all code objects in the database, whoever made them."""
    return {row[0] for row in db.execute(_CATALOGUE)}


@dataclass(frozen=True)
class Built:
    """What the last deploy loaded from a file."""

    hash: str
    objects: list[SqlObject]
    grants: list[str]


def build_code(db: psycopg.Connection, files: list[SqlFile] | None = None) -> Outcome:
    """Make the database's code equal to the files. One transaction of the caller's.

    Raises WouldDropLocal where something of a DBA's depends on what must be dropped.
    """
    files = code_files() if files is None else files
    db.execute("set local check_function_bodies = off")
    built = {
        path: Built(digest, [SqlObject.parse(text) for text in objects], grants)
        for path, digest, objects, grants in db.execute(
            "select path, hash, objects, grants from deploy.built"
        )
    }
    declared = {str(o) for file in files for o in file.objects}
    ours = declared | {str(o) for old in built.values() for o in old.objects}
    held_by_others = others(db)

    gone = [o for old in built.values() for o in old.objects if str(o) not in declared]
    changed = _changed(files, built)
    touched = _touched(gone, changed, built)
    hold_views(db, {o.name for o in touched if o.kind == "view"})
    hold_tables(db, {o.table for o in touched if o.table})
    if gone:
        hold_gate(db)
    for thing in sorted(gone, key=_drop_order):
        drop(db, thing, ours)
    take_back(db, sorted({g for f in changed for g in f.grants} | _old_grants(files, built)))
    before = _signatures(db, changed)
    for file in changed:
        _load(db, file, built[file.path].objects if file.path in built else [], ours, before)
    # What of ours stood in the way was dropped: load it again.
    for _ in range(len(files)):
        missing = declared - catalogue(db)
        again = [f for f in files if any(str(o) in missing for o in f.objects)]
        if not again:
            break
        for file in again:
            _load(db, file, file.objects, ours, _signatures(db, [file]))
        changed += [f for f in again if f not in changed]
    _keep_from_public(db, changed)
    give_back(db, held_by_others)
    _remember(db, files, changed)
    return Outcome([f.path for f in changed], [str(o) for o in gone])


def _changed(files: list[SqlFile], built: dict[str, Built]) -> list[SqlFile]:
    """Files whose text changed, and those that grant on the same things: what one file no longer
    grants is taken back from all our roles, so every file that grants there says so again."""
    changed = {f.path for f in files if f.path not in built or built[f.path].hash != f.hash}
    touched = _old_grants(files, built)
    while True:
        touched |= {g for f in files if f.path in changed for g in f.grants}
        more = {f.path for f in files if touched & set(f.grants)} - changed
        if not more:
            return [f for f in files if f.path in changed]
        changed |= more


def _touched(
    gone: list[SqlObject], changed: list[SqlFile], built: dict[str, Built]
) -> list[SqlObject]:
    """Objects that will be made or dropped: policies and triggers name the tables they are on."""
    made = [o for file in changed for o in file.objects]
    had = [o for file in changed if file.path in built for o in built[file.path].objects]
    return [*gone, *made, *had]


def _old_grants(files: list[SqlFile], built: dict[str, Built]) -> set[str]:
    """What the files that changed, or are gone, granted on at the last deploy."""
    same = {f.path for f in files if f.path in built and built[f.path].hash == f.hash}
    return {g for path, old in built.items() if path not in same for g in old.grants}


def _load(
    db: psycopg.Connection,
    file: SqlFile,
    old: list[SqlObject],
    ours: set[str],
    before: dict[str, set[str]],
) -> None:
    """Run one file; where `create or replace` cannot, drop what it made before and run it again.
    `before`: the signatures of its functions until now."""
    for thing in old:
        if thing.kind in ("policy", "event trigger"):
            drop(db, thing, ours)
    try:
        with db.transaction():
            db.execute(file.text)
    except _NOT_REPLACEABLE:
        hold_gate(db)
        for thing in sorted([*old, *file.objects], key=_drop_order):
            drop(db, thing, ours)
        db.execute(file.text)
    _drop_overloads(db, file, before, ours)


def _keep_from_public(db: psycopg.Connection, files: list[SqlFile]) -> None:
    """A new function may be executed by everybody until this; files grant to named roles only."""
    names = [o.name.split(".") for file in files for o in file.objects if o.kind == "function"]
    if names:
        all_of_them = sql.SQL(", ").join(sql.Identifier(*name) for name in names)
        db.execute(sql.SQL("revoke all on function {} from public").format(all_of_them))


def _signatures(db: psycopg.Connection, files: Iterable[SqlFile]) -> dict[str, set[str]]:
    """The signatures under which these files' functions exist, by name."""
    names = [o.name for file in files for o in file.objects if o.kind == "function"]
    found: dict[str, set[str]] = {name: set() for name in names}
    for name, signature in db.execute(
        "select n, p.oid::regprocedure::text from unnest(%s::text[]) n "
        "join pg_namespace s on s.nspname = split_part(n, '.', 1) "
        "join pg_proc p on p.pronamespace = s.oid and p.proname = split_part(n, '.', 2)",
        [names],
    ):
        found[name].add(signature)
    return found


def _drop_overloads(
    db: psycopg.Connection, file: SqlFile, before: dict[str, set[str]], ours: set[str]
) -> None:
    """A function whose parameters changed was made beside the old one: make it alone."""
    had = {o.name for o in file.objects if before.get(o.name)}
    if had and any(_signatures(db, [file])[name] - before[name] for name in had):
        hold_gate(db)
        for name, signatures in _signatures(db, [file]).items():
            for signature in signatures - before[name]:
                db.execute(sql.SQL("drop function {}").format(sql.SQL(signature)))
        for thing in sorted(file.objects, key=_drop_order):
            drop(db, thing, ours)
        db.execute(file.text)


def _drop_order(thing: SqlObject) -> int:
    return ORDER.index(thing.kind)


def _remember(db: psycopg.Connection, files: list[SqlFile], changed: list[SqlFile]) -> None:
    """Keep what was built, for the next deploy."""
    db.execute("delete from deploy.built where path <> all(%s)", [[f.path for f in files]])
    for file in changed:
        db.execute(
            "insert into deploy.built (path, hash, objects, grants) values (%s, %s, %s, %s) "
            "on conflict (path) do update set hash = excluded.hash, objects = excluded.objects, "
            "grants = excluded.grants, built_at = now()",
            [file.path, file.hash, [str(o) for o in file.objects], file.grants],
        )
