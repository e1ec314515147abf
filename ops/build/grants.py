"""Grants: ours are what the files say, no more; those a DBA gave to others are kept."""

from collections.abc import Iterable

import psycopg
from psycopg import sql

# Names as in a grant statement; they are ours, from the files, or the catalogue's own.
_EXISTS = {
    "table": "select to_regclass(%s) is not null",
    "function": "select to_regprocedure(%s) is not null",
    "schema": "select to_regnamespace(%s) is not null",
}
_ROLES = "select rolname from pg_roles where rolname ~ '^stockroom_' and oid <> all(%s::oid[])"
_OWNER = {
    "table": "select relowner from pg_class where oid = to_regclass(%s)",
    "function": "select proowner from pg_proc where oid = to_regprocedure(%s)",
    "schema": "select nspowner from pg_namespace where oid = to_regnamespace(%s)",
}
# Rights on our functions and relations, their columns too, held by roles that are not ours.
_OTHERS = """
    select kind, name, privilege_type, columns, coalesce(r.rolname, 'public'), is_grantable
    from (
        select 'function', p.oid::regprocedure::text, n.nspname || '.' || p.proname, n.nspname,
            p.proowner, null, p.proacl
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        union all
        select 'table', c.oid::regclass::text, n.nspname || '.' || c.relname, n.nspname, c.relowner,
            null, c.relacl
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        union all
        select 'table', c.oid::regclass::text, n.nspname || '.' || c.relname, n.nspname, c.relowner,
            quote_ident(t.attname), t.attacl
        from pg_attribute t join pg_class c on c.oid = t.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        where t.attacl is not null
    ) o (kind, signature, name, schema, owner, columns, acl)
    cross join lateral aclexplode(acl) a
    left join pg_roles r on r.oid = a.grantee
    where schema in ('inventory', 'auth', 'audit', 'api') and a.grantee <> owner
        and coalesce(r.rolname, 'public') !~ '^stockroom_'
"""


def take_back(db: psycopg.Connection, names: Iterable[str]) -> None:
    """Revoke from our roles, less the owner, all they hold on what the files grant on."""
    for text in names:
        kind, name = _split(text)
        owners = []
        if kind in _EXISTS:
            if not db.execute(_EXISTS[kind], [name]).fetchone()[0]:
                continue
            owners = [db.execute(_OWNER[kind], [name]).fetchone()[0]]
        roles = [sql.Identifier(role) for (role,) in db.execute(_ROLES, [owners])]
        db.execute(
            sql.SQL("revoke all on {} {} from {}").format(
                sql.SQL(kind), sql.SQL(name), sql.SQL(", ").join(roles)
            )
        )


def others(db: psycopg.Connection) -> set[tuple]:
    """Grants in our schemas to roles that are not ours: kind, name, right, column, role, option."""
    return set(db.execute(_OTHERS).fetchall())


def give_back(db: psycopg.Connection, held: set[tuple]) -> None:
    """Grant again what others held and lost because its object was made anew."""
    for kind, name, right, column, role, grantable in held - others(db):
        found = db.execute(
            "select p.oid::regprocedure::text from pg_proc p "
            "where p.pronamespace::regnamespace::text || '.' || p.proname = %s"
            if kind == "function"
            else "select to_regclass(%s)::text",
            [name],
        ).fetchone()
        if found and found[0]:
            db.execute(
                sql.SQL("grant {}{} on {} {} to {}{}").format(
                    sql.SQL(right),
                    sql.SQL(f" ({column})" if column else ""),
                    sql.SQL(kind),
                    sql.SQL(found[0]),
                    sql.SQL("public") if role == "public" else sql.Identifier(role),
                    sql.SQL(" with grant option" if grantable else ""),
                )
            )


def _split(text: str) -> tuple[str, str]:
    """`all tables in schema queue` into what a grant says before the name, and the name."""
    for kind in ("all tables in schema", "all sequences in schema", "table", "schema", "function"):
        if text.startswith(kind + " "):
            return kind, text[len(kind) + 1 :]
    raise ValueError(text)
