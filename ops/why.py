"""`stockroom why NAME`: the rule behind a button, from the SQL files, in one screen or two."""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

from ops.errors import Trouble
from ops.sql_files import ROOT, Function, Policy, functions, policies, reached, triggers


def why(name: str) -> None:
    """Print the comment, the function, what it calls and writes, its triggers, policies, tests."""
    known = functions()
    plain = name.split("(")[0].split(".")[-1].replace("-", "_")
    if plain not in known:
        close = difflib.get_close_matches(plain, known, n=3)
        hint = f"Did you mean {', '.join(close)}?" if close else "See db/functions."
        raise Trouble(f"There is no function {name}.", hint)
    print("\n".join(explain(known[plain], known)))


def explain(function: Function, known: dict[str, Function]) -> Iterator[str]:
    """The lines that `why` prints."""
    yield f"{function.name}   {_short(function.path)}"
    yield f"\n{function.comment}\n"
    yield function.text.split("\nalter function")[0].split("\ncomment on")[0].rstrip()
    chain = reached(function, known)
    if len(chain) > 1:
        yield "\nCalls"
        yield from (_function_line(other) for other in chain[1:])
    yield from _consequences(chain, known)
    yield "\nUsed in"
    yield from _mentions(function.name, ("web", "worker", "ops")) or ["  nothing in Python"]
    yield "\nTests"
    yield from _mentions(function.name, ("tests",)) or ["  none"]


def _consequences(chain: list[Function], known: dict[str, Function]) -> Iterator[str]:
    """Tables written, directly or by triggers, each with its triggers and its write policies."""
    todo = [(table, verbs, "") for table, verbs in _writes(chain).items()]
    seen: set[str] = set()
    for table, verbs, through in todo:
        if table in seen:
            continue
        seen.add(table)
        yield f"\nWrites {table} ({', '.join(verbs)}){through}"
        for trigger in triggers():
            if trigger.table == table and any(verb in trigger.when for verb in verbs):
                rule = known.get(trigger.function)
                sentence = rule.sentence if rule else ""
                yield f"  trigger {trigger.name}, {trigger.when}: {_short(trigger.path)}"
                yield f"      {sentence}"
                if rule:
                    by = f", by trigger {trigger.name}"
                    todo += [(*more, by) for more in _writes(reached(rule, known)).items()]
        yield from (_policy_line(one) for one in policies() if _concerns(one, table, verbs))


def _writes(chain: list[Function]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for function in chain:
        for table, verbs in function.writes.items():
            known = found.setdefault(table, [])
            known += [verb for verb in verbs if verb not in known]
    return found


def _concerns(policy: Policy, table: str, verbs: list[str]) -> bool:
    return policy.table == table and policy.verb in (*verbs, "all")


def _policy_line(policy: Policy) -> str:
    return f"  policy {policy.name}, {policy.verb} by {policy.roles}: {policy.condition}"


def _function_line(function: Function) -> str:
    return f"  {function.name:24} {_short(function.path)}\n      {function.sentence}"


def _mentions(name: str, folders: tuple[str, ...]) -> list[str]:
    """Files that name it; the file named after it first, with how often."""
    word = re.compile(rf"\b{name}\b")
    found = []
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*")):
        if path.suffix not in (".py", ".html", ".sql", ".txt"):
            continue
        count = len(word.findall(path.read_text(errors="replace")))
        if count:
            found.append((name not in path.stem, -count, path))
    return [f"  {_short(path)} ({-count} times)" for _, count, path in sorted(found)]


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT))
