"""docs/api.md: the public surface, made from the comments in the database.

`make docs` renews it from a running Stockroom; a test holds it against the catalogue.
"""

from pathlib import Path

import psycopg
from psycopg.rows import namedtuple_row

DOCUMENT = Path(__file__).parents[1] / "docs" / "api.md"
HEAD = """# The public functions and views

Made from the comments in the database by `make docs`; the same text is in psql (`\\df+ api.*`,
`\\d+ api.items`). Everything here is the same from the dashboard, psql and a BI tool, under the
rights of whoever asks. Errors have SQLSTATE class `IN`: MESSAGE says what, DETAIL the facts as
JSON, HINT what to do next. Beside them there are `42501` (your role may not, or a row policy
refuses the place) and what PostgreSQL says of an argument that it cannot read, before the function
is entered: `22P02`, `22003`, `22007`, `22008`, `22023` (no such number, date, UUID), `22021`,
`22P05` (NUL or bytes that are no UTF-8) and `54001` (JSON nested beyond some 6,000 levels).

Over HTTP most of these are at an address of their own name; a running Stockroom describes those at
`/openapi.json` (OpenAPI 3.1), made of the same comments.
"""
FUNCTIONS = """
    select p.proname as name, pg_get_function_arguments(p.oid) as arguments,
        pg_get_function_result(p.oid) as result, obj_description(p.oid, 'pg_proc') as comment,
        p.provolatile = 'v' as acts,
        (select string_agg(substr(r.rolname, 11), ', ' order by r.rolname)
         from aclexplode(p.proacl) a join pg_roles r on r.oid = a.grantee
         where a.privilege_type = 'EXECUTE' and r.oid <> p.proowner) as granted
    from pg_proc p where p.pronamespace = 'api'::regnamespace and p.proname !~ '^local_'
    order by 1
"""
VIEWS = """
    select c.relname as name, obj_description(c.oid, 'pg_class') as comment,
        (select string_agg(a.attname || coalesce(' (' || rtrim(d.description, '.') || ')', ''),
                           ', ' order by a.attnum)
         from pg_attribute a
         left join pg_description d on d.objoid = c.oid and d.objsubid = a.attnum
         where a.attrelid = c.oid and a.attnum > 0) as columns,
        (select string_agg(distinct substr(r.rolname, 11), ', ')
         from aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
         where a.privilege_type = 'SELECT' and r.oid <> c.relowner) as granted
    from pg_class c where c.relnamespace = 'api'::regnamespace and c.relkind = 'v'
        and c.relname !~ '^local_' order by 1
"""


def render(db: psycopg.Connection) -> str:
    """The page's text for a deployed database."""
    cursor = db.cursor(row_factory=namedtuple_row)
    functions = cursor.execute(FUNCTIONS).fetchall()
    parts = [HEAD]
    for title, acts in (("Commands", True), ("Questions", False)):
        parts.append(f"\n## {title}\n")
        for f in functions:
            if f.acts == acts:
                parts.append(
                    f"\n### api.{f.name}\n\n`{f.name}({f.arguments}) → {f.result}`\n\n"
                    f"{f.comment}\n\n"
                    f"For: {f.granted or 'nobody by itself'}.\n"
                )
    parts.append("\n## Views\n")
    parts += [
        f"\n### api.{v.name}\n\n{v.comment}\n\nColumns: {v.columns}.\n\nFor: {v.granted}.\n"
        for v in cursor.execute(VIEWS)
    ]
    return "".join(parts)


def main() -> None:
    """Write docs/api.md from this installation's database."""
    from ops.database import reach
    from ops.settings import read

    with reach(read(), "renewing docs/api.md") as found, psycopg.connect(found.owner) as db:
        DOCUMENT.write_text(render(db), encoding="utf-8")


if __name__ == "__main__":
    main()
