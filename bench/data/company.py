"""The places and the people of the company: few rows, made as anybody would make them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg

# Of every one of PEOPLE. The data is for measuring, on a server that only this machine reaches.
PASSWORD = "measure twice, cut once"  # noqa: S105
SITE_PLACES = 25  # a site with four zones and twenty bins, itself included
STAFF_SHARE = 0.82  # of the places, seen and posted at by bench_staff: 410 of 500


@dataclass(frozen=True)
class Person:
    """Who, and how much of the company they hold: all, a share of the places, one site, none."""

    person: str
    groups: tuple[str, ...]
    holds: str


PEOPLE = (
    Person("bench_admin", ("admin",), "none"),
    Person("bench_manager", ("manager",), "all"),
    Person("bench_staff", ("staff",), "share"),
    Person("bench_clerk", ("staff",), "site"),
    Person("bench_viewer", ("viewer",), "share"),
    Person("bench_auditor", ("auditor",), "none"),
    Person("bench_reporting", ("reporting",), "share"),
)
REGIONS = (("N", "North"), ("S", "South"), ("E", "East"), ("W", "West"))
TOWNS = (
    "Aldmere", "Birchford", "Castleton", "Dunmore", "Eastwick", "Fairhaven", "Glenside", "Harrow",
    "Inverness", "Kingsport", "Lakewood", "Millbrook", "Northgate", "Oakham", "Portsea", "Quarry",
    "Riverton", "Stonebridge", "Thornbury", "Underhill", "Westport", "Yarrow",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One place, and how many there are in its part of the tree."""

    code: str
    name: str
    kind: str
    parent: str | None
    size: int = 1


def places(count: int) -> Iterator[Place]:
    """So many places from the top down, each before what is below it."""
    yield Place("BENCH", "Bench Trading", "company", None, count)
    left = count - 1 - len(REGIONS)
    sites = -(-left // SITE_PLACES)
    for number, (region, name) in enumerate(REGIONS):
        mine = range(sites * number // len(REGIONS), sites * (number + 1) // len(REGIONS))
        sizes = [min(SITE_PLACES, left - SITE_PLACES * site) for site in mine]
        yield Place(region, name, "region", "BENCH", 1 + sum(sizes))
        for site, size in zip(mine, sizes, strict=True):
            yield from _site(f"{region}{site + 1:02}", region, TOWNS[site % len(TOWNS)], size)


def _site(code: str, region: str, name: str, size: int) -> Iterator[Place]:
    yield Place(code, name, "site", region, size)
    left = size - 1
    for zone in "ABCDEFGH":
        mine = min(6, left)
        if mine:
            yield Place(f"{code}-{zone}", f"{name} {zone}", "zone", code, mine)
        for number in range(1, mine):
            parent = f"{code}-{zone}"
            yield Place(f"{parent}-{number}", f"{name} {zone}{number}", "bin", parent)
        left -= mine


def held(holds: str, tree: list[Place]) -> list[str]:
    """Codes of the places to grant: whole parts of the tree as long as they fit."""
    if holds == "none":
        return []
    if holds == "all":
        return [tree[0].code]
    wanted = SITE_PLACES if holds == "site" else round(len(tree) * STAFF_SHARE)
    granted: list[str] = []
    position = 0
    while wanted and position < len(tree):
        place = tree[position]
        fits = place.kind not in ("company", "region") and place.size <= wanted
        if fits:
            granted.append(place.code)
            wanted -= place.size
        position += place.size if fits else 1
    return granted


def found(db: psycopg.Connection[Any], count: int) -> None:
    """Make the places and the people, triggers and all."""
    tree = list(places(count))
    db.execute("update inventory.settings set company = 'Bench Trading', currency = 'EUR'")
    with db.transaction():
        for place in tree:
            db.execute(
                "insert into inventory.locations (code, name, kind, parent_id) values (%s, %s, %s,"
                " (select location_id from inventory.locations where code = %s))",
                (place.code, place.name, place.kind, place.parent),
            )
    for one in PEOPLE:
        _hire(db, one)
        for code in held(one.holds, tree):
            db.execute("select api.grant_location(%s, %s)", (one.person, code))


def _hire(db: psycopg.Connection[Any], one: Person) -> None:
    """Create a person; one whom another database of this server knows has their role already."""
    name = one.person.removeprefix("bench_").title()
    there = db.execute("select from pg_roles where rolname = %s", (one.person,)).fetchone()
    if there is not None:
        db.execute("insert into auth.people (person, name) values (%s, %s)", (one.person, name))
        return
    verifier = db.pgconn.encrypt_password(
        PASSWORD.encode(), one.person.encode(), b"scram-sha-256"
    ).decode()
    db.execute(
        "select api.create_user(person => %s, name => %s, groups => %s, verifier => %s,"
        " email => %s)",
        (one.person, name, list(one.groups), verifier, f"{name.lower()}@bench.example"),
    )
