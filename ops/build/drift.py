"""What is in our schemas that no file declares: reported, never dropped."""

import psycopg

from ops.build.code import catalogue
from ops.build.files import SqlObject, code_files

OURS = ("inventory", "auth", "audit", "api")


def find_drift(db: psycopg.Connection) -> list[str]:
    """Functions, views, triggers and policies in our schemas that a DBA made."""
    declared = {str(o) for file in code_files() for o in file.objects}
    return sorted(
        name for name in catalogue(db) - declared if _schema(SqlObject.parse(name)) in OURS
    )


def _schema(thing: SqlObject) -> str:
    return (thing.table or thing.name).split(".")[0]
