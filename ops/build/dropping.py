"""Dropping one of our objects: what of ours depends on it goes first, a DBA's is never dropped."""

import psycopg
from psycopg import errors, sql

from ops.build.files import SqlObject

# What stands in the way of dropping an object, as SqlObject writes it where it is of a kind we
# make, else as Postgres describes it. A view stands for its rule, a type for its view.
_DEPENDENTS = """
    select distinct case d.classid
        when 'pg_rewrite'::regclass then (
            select case c.relkind when 'v' then 'view ' else 'materialized view ' end
                || n.nspname || '.' || c.relname
            from pg_rewrite w join pg_class c on c.oid = w.ev_class
            join pg_namespace n on n.oid = c.relnamespace where w.oid = d.objid)
        when 'pg_proc'::regclass then (
            select 'function ' || n.nspname || '.' || p.proname
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.oid = d.objid)
        when 'pg_policy'::regclass then (
            select 'policy ' || p.polname || ' on ' || n.nspname || '.' || c.relname
            from pg_policy p join pg_class c on c.oid = p.polrelid
            join pg_namespace n on n.oid = c.relnamespace where p.oid = d.objid)
        when 'pg_trigger'::regclass then (
            select 'trigger ' || t.tgname || ' on ' || n.nspname || '.' || c.relname
            from pg_trigger t join pg_class c on c.oid = t.tgrelid
            join pg_namespace n on n.oid = c.relnamespace where t.oid = d.objid)
        when 'pg_event_trigger'::regclass then (
            select 'event trigger ' || e.evtname from pg_event_trigger e where e.oid = d.objid)
        else pg_describe_object(d.classid, d.objid, d.objsubid)
    end
    from pg_depend d
    where d.deptype = 'n' and (d.refclassid, d.refobjid) in (
        select 'pg_proc'::regclass::oid, p.oid from pg_proc p
        where p.pronamespace::regnamespace::text || '.' || p.proname = %(name)s
        union all
        select 'pg_class'::regclass::oid, c.oid from pg_class c where c.oid = to_regclass(%(name)s)
        union all
        select 'pg_type'::regclass::oid, c.reltype from pg_class c
        where c.oid = to_regclass(%(name)s)
    )
"""
ORDER = ("policy", "event trigger", "trigger", "view", "function")


class WouldDropLocal(Exception):
    """The change cannot be made without dropping what a DBA made; the text names it."""


def drop(db: psycopg.Connection, thing: SqlObject, ours: set[str]) -> None:
    """Drop one object, quietly where it is gone already; `ours` may go with it, nothing else.

    Raises WouldDropLocal and names what is in the way.
    """
    statement = _statement(db, thing)
    if statement is None:
        return
    try:
        with db.transaction():
            db.execute(statement)
    except errors.DependentObjectsStillExist as error:
        dependents = [row[0] for row in db.execute(_DEPENDENTS, {"name": thing.name})]
        local = sorted(name for name in dependents if name not in ours)
        if local or not dependents:
            raise WouldDropLocal(
                f"This deploy replaces the {thing}, and your own objects depend on it: "
                f"{', '.join(local) or error.diag.message_detail}. "
                "Drop them, deploy, and create them again."
            ) from error
        for name in dependents:
            drop(db, SqlObject.parse(name), ours)
        db.execute(statement)


def _statement(db: psycopg.Connection, thing: SqlObject) -> sql.Composed | None:
    name = sql.Identifier(*thing.name.split("."))
    if thing.kind in ("trigger", "policy"):
        if db.execute("select to_regclass(%s)", [thing.table]).fetchone()[0] is None:
            return None
        table = sql.Identifier(*thing.table.split("."))
        return sql.SQL("drop {} if exists {} on {}").format(sql.SQL(thing.kind), name, table)
    if (
        thing.kind == "function"
        and db.execute("select to_regproc(%s)", [thing.name]).fetchone()[0] is None
    ):
        return None
    return sql.SQL("drop {} if exists {}").format(sql.SQL(thing.kind), name)
