"""What a database holds, as lines that can be compared: an upgrade loses none and changes none.

Read twice with the columns of the first time, so that new columns and tables do not count.
"""

from collections import Counter
from dataclasses import dataclass

import psycopg
from psycopg import sql

from ops.embedded import EmbeddedServer
from tests.upgrade.samples import PASSWORD

Columns = dict[str, list[str]]  # by relation, in its order
Facts = dict[str, list[str]]  # lines, by what they are of

# Tables of ours, of the queue and of a DBA; a partitioned one counts as one.
TABLES = """
    select c.oid::regclass::text, array_agg(a.attname::text order by a.attnum)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname in ('inventory', 'auth', 'audit', 'queue', 'local')
        and c.relkind in ('r', 'p') and not c.relispartition
    group by c.oid
"""
# Of a DBA's views it matters that they are there.
VIEWS = """
    select c.oid::regclass::text, array_agg(a.attname::text order by a.attnum)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname in ('api', 'local') and c.relkind in ('v', 'm') group by c.oid
"""
# Roles of people, of their companions and of a DBA, whole; of ours that they are there, for what
# they may is the release's to change.
ROLES = """
    select r.rolname || case when r.rolname ~ '^stockroom_' then '' else concat_ws(' ', '',
        r.rolcanlogin, r.rolinherit, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolconnlimit,
        r.rolvaliduntil, r.rolpassword, s.setconfig) end
    from pg_authid r left join pg_db_role_setting s on s.setrole = r.oid and s.setdatabase = 0
    where r.rolname !~ '^pg_' and not r.rolsuper
    union all
    select concat_ws(' ', m.member::regrole, 'in', m.roleid::regrole, m.admin_option,
        m.inherit_option, m.set_option, 'by', m.grantor::regrole)
    from pg_auth_members m
    where m.member::regrole::text !~ '^stockroom_' or m.roleid::regrole::text !~ '^(stockroom|pg)_'
"""
# Behind its last value, a sequence would give a key twice.
SEQUENCES = """
    select schemaname || '.' || sequencename || ' ' || coalesce(last_value::text, '')
    from pg_sequences where schemaname in ('inventory', 'auth', 'audit', 'queue')
"""
# What a DBA granted on ours.
GRANTS = """
    select c.oid::regclass || ' ' || a.grantee::regrole || ' ' || a.privilege_type
    from pg_class c cross join lateral aclexplode(c.relacl) a
    where a.grantee <> 0 and a.grantee::regrole::text !~ '^(stockroom_|postgres$)'
        and c.relnamespace::regnamespace::text in ('api', 'inventory', 'auth', 'audit', 'local')
"""
OTHERS = {"roles": ROLES, "sequences": SEQUENCES, "grants of a DBA": GRANTS}


@dataclass(frozen=True)
class Shape:
    """The tables and views that were there the first time, with their columns."""

    tables: Columns
    views: Columns
    people: list[str]


def shape(server: EmbeddedServer, database: str) -> Shape:
    """What there is to read, and who can sign in to read it."""
    with psycopg.connect(server.superuser_dsn(database)) as db:
        people = "select person from auth.people where disabled_at is null order by 1"
        return Shape(
            dict(db.execute(TABLES).fetchall()),
            dict(db.execute(VIEWS).fetchall()),
            [row[0] for row in db.execute(people)],
        )


def read(server: EmbeddedServer, database: str, known: Shape) -> Facts:
    """Every row of every table, of every view as every person sees it, and what is beside them.

    The person's own login, where their password is still what it was.
    """
    found: Facts = {}
    with psycopg.connect(server.superuser_dsn(database), autocommit=True) as db:
        for table, columns in known.tables.items():
            found[table] = _lines(db, table, columns)
        for name, query in OTHERS.items():
            found[name] = sorted(row[0] for row in db.execute(query))
    for person in known.people:
        found |= _seen(server.tcp_dsn(person, PASSWORD, database), person, known.views)
    return found


def _seen(dsn: str, person: str, views: Columns) -> Facts:
    try:
        with psycopg.connect(dsn, autocommit=True) as db:
            return {
                f"{view} of {person}": _lines(db, view, columns) for view, columns in views.items()
            }
    except psycopg.OperationalError as error:
        return {f"{view} of {person}": [f"may not sign in: {error}"] for view in views}


def _lines(db: psycopg.Connection, relation: str, columns: list[str]) -> list[str]:
    """Its rows as text, sorted; why not, where it cannot be read so any more."""
    names = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    query = sql.SQL("select row({})::text from {}").format(names, sql.SQL(relation))
    db.execute("set timezone = 'UTC'")
    try:
        return sorted(row[0] for row in db.execute(query))
    except psycopg.errors.InsufficientPrivilege:
        return ["may not"]
    except (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable) as error:
        return [str(error.diag.message_primary)]


def differences(before: Facts, after: Facts, most: int = 3) -> dict[str, str]:
    """By what differs: how many lines are gone and new, and the first of each."""
    found: dict[str, str] = {}
    for name in before:
        if before[name] != after[name]:
            old, new = Counter(before[name]), Counter(after[name])
            gone, more = sorted((old - new).elements()), sorted((new - old).elements())
            found[name] = f"{len(gone)} gone {gone[:most]}, {len(more)} new {more[:most]}"
    return found
