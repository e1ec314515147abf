"""What is in our schemas that no file declares: reported, never dropped."""

import psycopg

from ops.build.code import catalogue
from ops.build.files import SqlObject, code_files
from ops.build.grants import others

OURS = ("inventory", "auth", "audit", "api")


def find_drift(db: psycopg.Connection) -> list[str]:
    """Functions, views, triggers, policies and grants in our schemas that a DBA made."""
    declared = {str(o) for file in code_files() for o in file.objects}
    made = sorted(
        name for name in catalogue(db) - declared if _schema(SqlObject.parse(name)) in OURS
    )
    given = sorted(
        f"grant {right.lower()}{f' ({column})' if column else ''} on {name} to {role}"
        for _, name, right, column, role, _ in others(db)
    )
    return made + given


def _schema(thing: SqlObject) -> str:
    return (thing.table or thing.name).split(".")[0]
