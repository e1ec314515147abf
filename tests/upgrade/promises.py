"""What a release lets its callers rely on: the functions and views that its web, its worker and
other people's tools call by name. The next release may add to them; see docs/operations.md."""

from collections.abc import Callable
from dataclasses import dataclass

Rows = Callable[[str], list[tuple]]

# Who calls and reads, by what they hold themselves or through another role.
CALLERS = "'^stockroom_(viewer|staff|manager|auditor|admin|reporting|web|signin|worker|backup)$'"
# All of api, and what the web and people call of auth. An input parameter: name, type, default?
FUNCTIONS = f"""
    select p.oid::regproc::text, pg_get_function_result(p.oid), (
            select coalesce(jsonb_agg(jsonb_build_array(
                coalesce(p.proargnames[n], ''), format_type(t, null),
                n > p.pronargs - p.pronargdefaults
            ) order by n), '[]') from unnest(p.proargtypes::oid[]) with ordinality as a (t, n)
        ), array(
            select r.rolname::text from pg_roles r
            where r.rolname ~ {CALLERS} and has_function_privilege(r.oid, p.oid, 'execute'))
    from pg_proc p
    where p.pronamespace = 'api'::regnamespace
        or (p.pronamespace = 'auth'::regnamespace and exists (
            select from aclexplode(p.proacl) a where a.grantee::regrole::text in
                ('stockroom_web', 'stockroom_viewer', 'stockroom_signin', 'stockroom_worker')))
"""
VIEWS = f"""
    select c.oid::regclass::text, jsonb_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)),
        array(select r.rolname::text from pg_roles r
            where r.rolname ~ {CALLERS} and has_table_privilege(r.oid, c.oid, 'select'))
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'api'::regnamespace and c.relkind = 'v' group by c.oid
"""


@dataclass(frozen=True)
class Function:
    """A function as its callers know it."""

    result: str
    parameters: list[tuple[str, str, bool]]  # name, type, whether it may be left out
    roles: frozenset[str]


@dataclass(frozen=True)
class View:
    """A view as its readers know it."""

    columns: dict[str, str]
    roles: frozenset[str]


@dataclass(frozen=True)
class Promises:
    """All of a release."""

    functions: dict[str, Function]
    views: dict[str, View]


def read(rows: Rows) -> Promises:
    """What the database promises now."""
    return Promises(
        {
            name: Function(
                result,
                [tuple(one) for one in parameters],
                frozenset(roles),
            )
            for name, result, parameters, roles in rows(FUNCTIONS)
        },
        {name: View(columns, frozenset(roles)) for name, columns, roles in rows(VIEWS)},
    )


def broken(old: Promises, new: Promises) -> list[str]:
    """What somebody who relied on the old ones would stumble over; [] when nothing."""
    found = []
    for name, function in old.functions.items():
        found += [f"{name}: {one}" for one in _of_function(function, new.functions.get(name))]
    for name, view in old.views.items():
        found += [f"{name}: {one}" for one in _of_view(view, new.views.get(name))]
    return sorted(found)


def _of_function(old: Function, new: Function | None) -> list[str]:
    if new is None:
        return ["is gone"]
    found = [f"answers {new.result}, not {old.result}"] if new.result != old.result else []
    now = {name: (kind, optional) for name, kind, optional in new.parameters}
    for name, kind, optional in old.parameters:
        if name not in now:
            found.append(f"parameter {name} is gone")
        elif now[name][0] != kind:
            found.append(f"parameter {name} is {now[name][0]}, not {kind}")
        elif optional and not now[name][1]:
            found.append(f"parameter {name} must be given now")
    known = [name for name, _, _ in old.parameters]
    found += [
        f"parameter {name} is new and has no default"
        for name, _, optional in new.parameters
        if name not in known and not optional
    ]
    if [name for name in now if name in known] != [name for name in known if name in now]:
        found.append("its parameters are in another order")
    return found + [f"{role} may not any more" for role in old.roles - new.roles]


def _of_view(old: View, new: View | None) -> list[str]:
    if new is None:
        return ["is gone"]
    found = [
        f"column {name} is {new.columns.get(name, 'gone')}, not {kind}"
        for name, kind in old.columns.items()
        if new.columns.get(name) != kind
    ]
    return found + [f"{role} may not read it any more" for role in old.roles - new.roles]
