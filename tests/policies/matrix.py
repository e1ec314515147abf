"""matrix.toml as Python: who may do what to which object, and how each verb is tried.

Denied is the default. A cell is written `verb = ["group", "group(column column)"]`; a person has
what any of their groups has. The objects are read from the catalogue of a deployed database.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests import company
from tests.policies import model
from tests.policies.conftest import STRANGER
from tests.policies.steps import Connection

MATRIX = Path(__file__).with_name("matrix.toml")
SERVICES = ("web", "signin", "worker", "backup", "migrator")
GROUPS = ("viewer", "staff", "counter", "manager", "auditor", "admin", "reporting", "cost")

# One person of each group; bob_boss is two of them at once and adds nothing here.
ACTORS = {
    **{name: model.person(name).groups for name in company.PEOPLE if name != "bob_boss"},
    STRANGER: frozenset({"viewer"}),
    **{f"stockroom_{service}": frozenset({service}) for service in SERVICES},
}

OBJECTS = """
    select case c.relkind when 'v' then 'views' when 'S' then 'sequences' else 'tables' end as kind,
        c.oid::regclass::text as name,
        array(
            select a.attname::text || case when a.attgenerated <> '' then ' generated' else '' end
            from pg_attribute as a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum
        ) as parts, c.oid
    from pg_class as c
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and c.relnamespace in (select oid from ours)
    union all
    select 'functions', p.pronamespace::regnamespace || '.' || p.proname,
        array(select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n)
            order by n), p.oid
    from pg_proc as p
    where p.pronamespace in (select oid from ours)
    union all
    select 'schemas', nspname, '{}', 0 from pg_namespace where oid in (select oid from ours)
    union all
    select 'schemas', 'public', '{}', 0
    union all
    select 'database', 'database', '{}', 0
    order by 1, 2
"""
OURS = """
    with ours as (
        select oid from pg_namespace
        where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
    )
"""


@dataclass(frozen=True)
class Thing:
    """An object of the catalogue; parts: columns of a table or view, types of parameters."""

    kind: str
    name: str
    parts: tuple[str, ...]
    oid: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that can be written."""
        return tuple(part for part in self.parts if not part.endswith(" generated"))

    @property
    def all_columns(self) -> tuple[str, ...]:
        """Columns that can be read."""
        return tuple(part.removesuffix(" generated") for part in self.parts)


def things(db: Connection) -> list[Thing]:
    """Every object of every schema but PostgreSQL's own, by kind and name."""
    rows = db.execute(OURS + OBJECTS).fetchall()
    return [Thing(str(r["kind"]), str(r["name"]), tuple(r["parts"]), int(r["oid"])) for r in rows]


@cache
def declared() -> dict[str, dict[str, dict[str, list[str]]]]:
    """matrix.toml: kind, then object, then verb, then who."""
    return tomllib.loads(MATRIX.read_text(encoding="utf-8"))


def granted(thing: Thing, verb: str, groups: frozenset[str]) -> frozenset[str] | None:
    """The columns that one of the groups may use the verb on; empty for the whole object, null
    where none of them may, or may not enter the schema: tools read tables through views only."""
    schema = thing.name.split(".")[0]
    entered = declared()["schemas"].get(schema, {}).get("usage", [])
    if thing.kind not in ("schemas", "database") and not groups & set(entered):
        return None
    cell = declared()[thing.kind][thing.name].get(verb, [])
    columns: set[str] = set()
    for entry in cell:
        group, named = re.fullmatch(r"(\w+)(?:\(([\w ]+)\))?", entry).groups()
        assert group in GROUPS + SERVICES, f"{thing.name} {verb}: no group {group}"
        if group in groups:
            if named is None:
                return frozenset()
            columns |= set(named.split())
    assert columns <= set(thing.all_columns), f"{thing.name} {verb}: no column {columns}"
    return frozenset(columns) if columns else None


# Verbs of tables that are about the whole table. Nobody may but where matrix.toml says so.
TABLE_VERBS = {
    "delete": "delete from {name} where false",
    "truncate": "truncate {name}",
    "trigger": "create trigger zz before insert on {name} for each row "
    "execute function suppress_redundant_updates_trigger()",
    "maintain": "reindex table {name}",
    "copy_in": "copy {name} from stdin",
    "alter": "alter table {name} add column zz integer",
    "expose": "alter table {name} disable row level security",
    "drop": "drop table {name}",
    "create_policy": "create policy zz on {name} using (true)",
}
VIEW_VERBS = {
    "insert": "insert into {name} select where false",
    "delete": "delete from {name} where false",
    "trigger": "create trigger zz instead of insert on {name} for each row "
    "execute function suppress_redundant_updates_trigger()",
    "alter": "alter view {name} reset (security_invoker)",
    "drop": "drop view {name}",
}
OTHER_VERBS = {
    "functions": {
        "execute": "select {name}({nulls}) where false",
        "alter": "alter routine {name} reset all",
        "drop": "drop routine {name}",
    },
    "sequences": {
        "select": "select last_value from {name}",
        "usage": "select nextval('{name}')",
        "update": "select setval('{name}', 1)",
        "drop": "drop sequence {name}",
    },
    "schemas": {
        "usage": "select '{name}.zz'::regclass",
        "create": "create table {name}.zz ()",
        "drop": "drop schema {name} cascade",
    },
    "database": {
        "temp": "create temp table zz ()",
        "create": "create schema zz",
        "subscribe": "create subscription zz connection '' publication zz with (connect = false)",
        "publish": "create publication zz for all tables",
    },
}


def simple_tries(thing: Thing) -> Iterator[tuple[str, str]]:
    """Verbs that are one statement each."""
    verbs = {"tables": TABLE_VERBS, "views": VIEW_VERBS} | OTHER_VERBS
    nulls = ", ".join(f"null::{part}" for part in thing.parts)
    for verb, statement in verbs[thing.kind].items():
        yield verb, statement.format(name=thing.name, nulls=nulls)


def column_try(thing: Thing, verb: str, columns: tuple[str, ...]) -> str:
    """Select, insert or update over these columns, touching no row. None: what needs any."""
    listed = ", ".join(columns)
    if verb == "select":
        return f"select {listed or '1'} from {thing.name} where false"
    if verb == "insert":
        nulls = ", ".join(f"(null::{thing.name}).{column}" for column in columns)
        into = f"({listed}) overriding user value" if columns else ""
        return f"insert into {thing.name} {into} select {nulls} where false"
    values = ", ".join(f"{column} = default" for column in columns)
    return f"update {thing.name} set {values} where false"
