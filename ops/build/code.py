"""Functions, views, triggers and policies: replaced when their text changed, dropped when their
file is gone, all in one transaction. What a DBA made is neither replaced nor dropped."""

from dataclasses import dataclass

import psycopg
from psycopg import errors, sql

from ops.build.files import SqlFile, SqlObject, code_files

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

# What the named tables, views and functions are called in a grant, and who owns them.
_GRANTED = """
    select c.oid::regclass::text, 'table', c.relowner from unnest(%(names)s::text[]) n
    join pg_class c on c.oid = to_regclass(n)
    union all
    select p.oid::regprocedure::text, 'function', p.proowner from unnest(%(names)s::text[]) n
    join pg_proc p on p.pronamespace::regnamespace::text || '.' || p.proname = n
"""


@dataclass(frozen=True)
class Outcome:
    """What a build did: paths made or replaced, and objects dropped."""

    replaced: list[str]
    dropped: list[str]


class WouldDropLocal(Exception):
    """The change cannot be made without dropping what a DBA made; the text names it."""


def catalogue(db: psycopg.Connection) -> set[str]:
    """Names of all code objects in the database, whoever made them."""
    return {row[0] for row in db.execute(_CATALOGUE)}


def build_code(db: psycopg.Connection, files: list[SqlFile] | None = None) -> Outcome:
    """Make the database's code equal to the files. One transaction of the caller's.

    Raises WouldDropLocal where something of a DBA's depends on what must be dropped.
    """
    files = code_files() if files is None else files
    db.execute("set local check_function_bodies = off")
    built = {
        path: (digest, [SqlObject.parse(text) for text in objects])
        for path, digest, objects in db.execute("select path, hash, objects from deploy.built")
    }
    ours_before = {str(o) for _, objects in built.values() for o in objects}
    local_before = catalogue(db) - ours_before
    declared = {str(o) for file in files for o in file.objects}

    gone = [o for _, objects in built.values() for o in objects if str(o) not in declared]
    for thing in sorted(gone, key=_drop_order):
        _drop(db, thing)
    changed = [f for f in files if built.get(f.path, ("",))[0] != f.hash]
    for file in changed:
        _load(db, file, built.get(file.path, ("", []))[1])
    # Dropping with cascade may have taken others of ours along: load those again.
    for _ in range(len(files)):
        missing = declared - catalogue(db)
        again = [f for f in files if any(str(o) in missing for o in f.objects)]
        if not again:
            break
        for file in again:
            _load(db, file, file.objects)
        changed += [f for f in again if f not in changed]
    lost = local_before - catalogue(db) - declared
    if lost:
        raise WouldDropLocal(
            "This deploy replaces something that your own objects depend on: "
            + ", ".join(sorted(lost))
            + ". Drop them, deploy, and create them again."
        )
    _remember(db, files, changed)
    return Outcome([f.path for f in changed], [str(o) for o in gone])


def _load(db: psycopg.Connection, file: SqlFile, old: list[SqlObject]) -> None:
    """Run one file; where `create or replace` cannot, drop what it made before and run it again."""
    _take_back_grants(db, file)
    before = _signatures(db, file)
    for thing in old:
        if thing.kind in ("policy", "event trigger"):
            _drop(db, thing)
    try:
        with db.transaction():
            db.execute(file.text)
    except _NOT_REPLACEABLE:
        for thing in sorted([*old, *file.objects], key=_drop_order):
            _drop(db, thing)
        db.execute(file.text)
    _drop_overloads(db, file, before)
    # A new function may be executed by everybody until this; files grant to named roles only.
    for thing in file.objects:
        if thing.kind == "function":
            name = sql.Identifier(*thing.name.split("."))
            db.execute(sql.SQL("revoke all on function {} from public").format(name))


def _take_back_grants(db: psycopg.Connection, file: SqlFile) -> None:
    """A grant that left the file must leave the database; those a DBA gave to others stay."""
    names = [
        *file.granted_tables,
        *(o.name for o in file.objects if o.kind in ("function", "view")),
    ]
    for name, kind, owner in db.execute(_GRANTED, {"names": names}).fetchall():
        for (role,) in db.execute(
            "select rolname from pg_roles where rolname ~ '^stockroom_' and oid <> %s", [owner]
        ).fetchall():
            db.execute(
                sql.SQL("revoke all on {} {} from {}").format(
                    sql.SQL(kind), sql.SQL(name), sql.Identifier(role)
                )
            )


def _signatures(db: psycopg.Connection, file: SqlFile) -> dict[str, set[str]]:
    """The signatures under which the file's functions exist."""
    names = [o.name for o in file.objects if o.kind == "function"]
    found: dict[str, set[str]] = {name: set() for name in names}
    for name, signature in db.execute(
        "select n, p.oid::regprocedure::text from unnest(%s::text[]) n "
        "join pg_proc p on p.pronamespace::regnamespace::text || '.' || p.proname = n",
        [names],
    ):
        found[name].add(signature)
    return found


def _drop_overloads(db: psycopg.Connection, file: SqlFile, before: dict[str, set[str]]) -> None:
    """A function whose parameters changed was made beside the old one: drop the old."""
    for name, signatures in _signatures(db, file).items():
        if signatures - before[name]:
            for stale in before[name] & signatures:
                db.execute(sql.SQL("drop function {} cascade").format(sql.SQL(stale)))


def _drop_order(thing: SqlObject) -> int:
    return ("policy", "event trigger", "trigger", "view", "function").index(thing.kind)


def _drop(db: psycopg.Connection, thing: SqlObject) -> None:
    """Drop one object and what depends on it, quietly where it or its table is gone already."""
    name = sql.Identifier(*thing.name.split("."))
    if thing.kind in ("trigger", "policy"):
        if db.execute("select to_regclass(%s)", [thing.table]).fetchone()[0] is None:
            return
        table = sql.Identifier(*thing.table.split("."))
        kind = sql.SQL(thing.kind)
        db.execute(sql.SQL("drop {} if exists {} on {}").format(kind, name, table))
    else:
        db.execute(sql.SQL("drop {} if exists {} cascade").format(sql.SQL(thing.kind), name))


def _remember(db: psycopg.Connection, files: list[SqlFile], changed: list[SqlFile]) -> None:
    """Keep what was built, for the next deploy."""
    db.execute("delete from deploy.built where path <> all(%s)", [[f.path for f in files]])
    for file in changed:
        db.execute(
            "insert into deploy.built (path, hash, objects) values (%s, %s, %s) "
            "on conflict (path) do update set hash = excluded.hash, objects = excluded.objects, "
            "built_at = now()",
            [file.path, file.hash, [str(o) for o in file.objects]],
        )
