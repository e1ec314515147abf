"""Comments are the public docstrings; a file is one object of its name, and short."""

import re
from pathlib import Path

import psycopg
import pytest

from ops.sql_files import DB, FUNCTION, Function, functions, triggers
from tests.conftest import Database

SCHEMAS = "('inventory', 'auth', 'audit', 'api')"
FUNCTIONS = functions()
TRIGGERS = triggers()
FILES = sorted((DB / "functions").rglob("*.sql"))
CODE = re.compile(r"errcode = '(IN\d{3})'")
REFUSES_ALL = "inventory.refuse_all("
GATHERS = "problem_with"
FOUND = re.compile(r"'code', (?:case when \S+ then )?'(IN\d{3})'")
LINES_ALLOWED = 90
UNREADABLE = {"IN012": "a search that cannot be read any more finds nothing"}
FIRST_PAGE = {"IN014": "it asks for the first page"}
DEFAULTS = {"IN011": "they state no version", "IN017": "their bounds are rounded"}
NO_ZONE = {"IN014": "it changes nobody's time zone"}
UNMOVED = {"IN011": "an insert has no version", "IN015": "nothing has moved yet"}
# What a callee or a trigger can raise, and this caller's way of calling it cannot.
UNREACHABLE = {
    **dict.fromkeys(
        (
            *("confirm_factor", "confirm_second_factor", "finish_sign_in", "forget_second_factor"),
            *("keep_second_factor_groups", "keep_second_factors", "keep_web_only"),
            "remove_second_factor",
        ),
        NO_ZONE,
    ),
    "preview_document": dict.fromkeys(
        ("IN003", "IN005", "IN017"), "only the lines are given, the key is made here"
    ),
    "claim_delivery": UNREADABLE | {"IN014": "it states a known outcome"},
    "take_rights": {"IN014": "the time zone stays"},
    "end_rights": {"IN014": "the time zone stays", "IN018": "such grants are not a manager's"},
    "end_break_glass": {"IN018": "end_rights' own reason"},
    "end_expired_rights": {"IN014": "end_rights' own reason", "IN018": "end_rights' own reason"},
    "begin_session": {"IN014": "end_rights' own reason", "IN018": "end_rights' own reason"},
    "forget_rights": {"IN018": "what an admin does is not checked so"},
    "invite_user": {"IN018": "forget_rights' own reason"},
    "offboard_user": {"IN018": "forget_rights' own reason"},
    "revoke_groups": {"IN014": "the time zone stays", "IN018": "end_rights' own reason"},
    "set_groups": {"IN018": "end_rights' own reason"},
    "open_session": {"IN014": "end_rights' own reason", "IN018": "end_rights' own reason"},
    "remove_threshold": {"IN017": DEFAULTS["IN017"]},
    "edit_items": dict.fromkeys(
        ("IN011", "IN013", "IN015", "IN016"), "it is told of its item, in the answer"
    ),
    # As remove_threshold, whose refusals are told of their range.
    "try_removal": DEFAULTS,
    "remove_thresholds": DEFAULTS
    | dict.fromkeys(("IN015", "IN016"), "it is told of its range, in the answer"),
    "create_saved_view": {"IN011": "an insert has no version"},
    "count_searches": {"IN012": "such a search counts as unknown"},
    "create_location": {"IN011": "an insert has no version"},
    "create_item": UNMOVED,
    "add_item": UNMOVED,
    "settle_defaults": DEFAULTS,
    **dict.fromkeys(
        (
            *("apply_default", "continue_default", "follow_default", "follow_defaults"),
            *("settle_items", "settle_or_wait"),
            *("remove_threshold_default", "restart_defaults", "retire_item", "start_default"),
        ),
        DEFAULTS,
    ),
    "import_locations": {"IN017": "settle_defaults' own reason"},
    "keep_place_of": {"IN017": "settle_defaults' own reason"},
    "move_location": {"IN017": "settle_defaults' own reason"},
    "close_location": {"IN017": "settle_defaults' own reason"},
    "open_location": {"IN017": "settle_defaults' own reason"},
    "create_category": {"IN011": "an insert has no version"},
    "create_unit": {"IN011": "an insert has no version"},
    "declare_attribute": {"IN011": "an insert has no version"},
    "retire_attribute": dict.fromkeys(("IN015", "IN016", "IN017"), "it changes nothing else"),
    "restore_attribute": {"IN015": "it changes neither type nor choices"},
    "make_partitions": {"IN010": "it puts the refusing trigger on a partition, by name"},
    "housekeeping": {"IN010": "make_partitions' own reason"},
    "overview": FIRST_PAGE,
    "needs_attention": FIRST_PAGE,
    "check_watch": UNREADABLE,
    "letter_saved_view": UNREADABLE,
    "stock_needs": FIRST_PAGE,
    "record_role_changes": {"IN014": "the time zone stays"},
    "remove_item": {"IN013": "the attributes stay", "IN017": "settle_defaults' own reason"},
    "restore_item": dict.fromkeys(("IN013", "IN015", "IN017"), "it changes nothing else"),
    "reverse_document": {"IN004": "a document has lines"},
}


def silent(db: psycopg.Connection, query: str) -> list[str]:
    """Names that a catalogue query yields."""
    return [row["name"] for row in db.execute(query)]


def test_every_relation_function_and_column_has_a_comment(database: Database) -> None:
    with database.connect() as db:
        for query in (
            "select c.oid::regclass::text as name from pg_class c "
            f"where c.relnamespace::regnamespace::text in {SCHEMAS} "
            "and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition "
            "and obj_description(c.oid, 'pg_class') is null",
            "select p.oid::regprocedure::text as name from pg_proc p "
            f"where p.pronamespace::regnamespace::text in {SCHEMAS} "
            "and obj_description(p.oid, 'pg_proc') is null",
            "select n.nspname as name from pg_namespace n "
            f"where n.nspname in {SCHEMAS} and obj_description(n.oid, 'pg_namespace') is null",
            "select c.oid::regclass || '.' || a.attname as name from pg_attribute a "
            "join pg_class c on c.oid = a.attrelid "
            f"where c.relnamespace::regnamespace::text in {SCHEMAS} "
            "and c.relkind in ('r', 'p') and not c.relispartition "
            "and a.attnum > 0 and not a.attisdropped "
            "and col_description(c.oid, a.attnum) is null",
        ):
            assert silent(db, query) == []


def test_every_column_of_a_view_is_explained(database: Database) -> None:
    """By its own comment, or by that of the table's column of its name or origin."""
    with database.connect() as db:
        told = set(
            silent(
                db,
                "select distinct a.attname::text as name from pg_attribute a join pg_class c "
                "on c.oid = a.attrelid where col_description(c.oid, a.attnum) is not null "
                "and c.relkind in ('r', 'p')",
            )
        )
        untold = [
            f"{row['view']}.{row['name']}"
            for row in db.execute(
                "select c.relname as view, a.attname::text as name from pg_attribute a "
                "join pg_class c on c.oid = a.attrelid "
                "where c.relnamespace = 'api'::regnamespace and c.relkind = 'v' and a.attnum > 0 "
                "and col_description(c.oid, a.attnum) is null"
            )
            if row["name"] not in told
        ]
        # Codes and keys named after the word they stand for, and what a view adds by name.
        words = {
            *("item", "location", "lot", "unit", "category", "parent", "document", "alert"),
            *("delivery", "reverses", "reversed_by", "line", "entered_unit", "location_name"),
            *("device", "category_name", "sku", "name", "available", "value", "currency"),
        }
        assert [name for name in untold if name.split(".")[1] not in words] == []


def raised(function: Function) -> set[str]:
    """The IN codes that a function raises, itself or through those of ours that it calls."""
    codes: set[str] = set()
    seen, waiting = set(), [function.name]
    while waiting:
        name = waiting.pop()
        if name in seen or name == GATHERS:  # what it finds, the command's own check raises too
            continue
        seen.add(name)
        codes |= set(CODE.findall(FUNCTIONS[name].body))
        if REFUSES_ALL in FUNCTIONS[name].body:  # what others found, by the code they give it
            around = (name, *FUNCTIONS[name].calls)
            found = (FUNCTIONS[one].body for one in around if one in FUNCTIONS)
            codes |= {code for body in found for code in FOUND.findall(body)}
        waiting += [called for called in FUNCTIONS[name].calls if called in FUNCTIONS]
        waiting += [
            trigger.function
            for trigger in TRIGGERS
            for table, verbs in FUNCTIONS[name].writes.items()
            if trigger.table == table and fires(trigger.when, trigger.function, verbs)
        ]
    return codes


def fires(when: str, function: str, verbs: list[str]) -> bool:
    """Whether a trigger runs for one of these verbs as part of what a function is for.

    Not the triggers that refuse what our functions never do, nor those of the audit.
    """
    if function in ("refuse_change", "record_change", "keep_people"):
        return False
    return any(verb in when.lower() for verb in verbs)


def caught(function: Function) -> set[str]:
    """The codes that a function handles itself: they do not leave it, but where it refuses with all
    that is wrong at once."""
    if REFUSES_ALL in function.body:
        return set()
    return set(re.findall(r"sqlstate '(IN\d{3})'", function.body))


def documented(function: Function) -> set[str]:
    """The IN codes of the sentence "Raises …" of a comment; "IN001 to IN006" is a range."""
    sentences = re.findall(r"Raises ([^;.]*(?:\([^)]*\)[^;.]*)*)", function.comment)
    text = " ".join(sentences)
    for first, last in re.findall(r"IN(\d{3}) to IN(\d{3})", text):
        text += "".join(f" IN{n:03}" for n in range(int(first), int(last) + 1))
    return set(re.findall(r"IN\d{3}", text))


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_raises_is_what_it_raises(name: str) -> None:
    function = FUNCTIONS[name]
    assert function.comment, f"{function.path}: no comment"
    unreachable = set(UNREACHABLE.get(name, {}))
    assert unreachable <= raised(function), "an exception that is no longer needed"
    expected = raised(function) - caught(function) - unreachable
    assert documented(function) == expected, f"{function.path.relative_to(DB)}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_file_is_one_object_of_its_name(path: Path) -> None:
    text = path.read_text()
    made = FUNCTION.findall(text) + re.findall(r"create or replace view (\w+)\.(\w+)", text)
    assert len(made) == 1, made
    schema, name = made[0]
    assert path.stem in (name, f"{schema}__{name}")
    assert len(text.splitlines()) <= LINES_ALLOWED
    if path.parent.name != "triggers":
        assert "create or replace trigger" not in text
    else:
        assert "create or replace trigger" in text or "create event trigger" in text


def test_tables_have_files_of_their_names() -> None:
    for path in sorted((DB / "schema").glob("[1-9]*.sql")) + sorted(
        (DB / "schema").glob("0[1-9]*.sql")
    ):
        if path.stem == "400_queue":  # pgqueuer's own, as it installs them
            continue
        names = re.findall(r"^create table \w+\.(\w+)", path.read_text(), re.M)
        assert names == [path.stem.split("_", 1)[1]]


def test_every_table_has_a_file_of_policies(database: Database) -> None:
    with database.connect() as db:
        tables = set(
            silent(
                db,
                "select c.relname::text as name from pg_class c "
                "where c.relnamespace::regnamespace::text in ('inventory', 'auth', 'audit') "
                "and c.relkind in ('r', 'p') and not c.relispartition",
            )
        )
    files = {path.stem for path in (DB / "policies").glob("*.sql")}
    assert tables <= files
