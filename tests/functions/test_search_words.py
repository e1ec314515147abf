"""Where words stand is noted with each item, so that a search by them misses none."""

import json

import psycopg
import pytest
from psycopg.rows import scalar_row

from ops.build import note_words
from tests.conftest import Database
from tests.functions.steps import call

# Words of names, by category, that are not noted.
MISSING = """
    select i.sku, w.word
    from inventory.items as i cross join unnest(inventory.words_of(i.name)) as w (word)
    where not exists (
        select from inventory.item_words as k
        where k.word = w.word and k.category_id = i.category_id
    )
"""
MAKE = (
    "insert into inventory.items (sku, name, category_id, unit_id) "
    "values (%s, %s, inventory.category_of(%s), inventory.unit_of('ea'))"
)


def skus(db: psycopg.Connection, query: str, **more: object) -> list[str]:
    """What a search finds, in order."""
    return [row["sku"] for row in call(db, "search_items", query=query, **more)["rows"]]


def test_words_follow_the_items(shop: Database) -> None:
    """Made, renamed, put into another category, by anybody's SQL: noted, and found so."""
    with shop.connect() as db, shop.connect("sue_staff") as sue:
        assert db.execute(MISSING).fetchall() == []
        db.execute(MAKE, ["W-1", "Quokka-lamp, 12 V (Größe XL)", "PARTS"])
        assert skus(sue, "quokka") == skus(sue, "OKKA-LA") == skus(sue, "größe xl") == ["W-1"]
        db.execute("update inventory.items set name = 'Numbat lamp' where sku = 'W-1'")
        assert skus(sue, "numbat") == ["W-1"]
        assert skus(sue, "quokka") == []
        db.execute(
            "update inventory.items set category_id = inventory.category_of('FOOD') "
            "where sku = 'W-1'"
        )
        assert skus(sue, "numbat category:FOOD") == ["W-1"]
        assert skus(sue, "numbat category:PARTS") == []
        assert db.execute(MISSING).fetchall() == []


def test_two_may_note_one_word_at_once(shop: Database) -> None:
    """Imports are open for minutes: nobody who makes an item with the same new words waits."""
    with shop.connect() as one, shop.connect() as other, shop.connect("sue_staff") as sue:
        other.execute("set lock_timeout = '2s'")
        with one.transaction():
            one.execute(MAKE, ["W-1", "Quokka numbat", "PARTS"])
            with other.transaction():
                other.execute(MAKE, ["W-2", "Numbat quokka", "PARTS"])
            one.execute("update inventory.items set name = 'Quoll numbat' where sku = 'W-1'")
        other.execute("update inventory.items set name = 'Numbat quoll' where sku = 'W-2'")
        assert skus(sue, "quoll numbat") == ["W-2", "W-1"]
        assert one.execute(MISSING).fetchall() == []


def test_a_beginning_of_a_sku_lies_beside_a_word(shop: Database) -> None:
    """A word names items of one category and begins the SKU of one of another: both are found."""
    with shop.connect() as db, shop.connect("sue_staff") as sue:
        db.execute(MAKE, ["W-1", "Numbat", "PARTS"])
        db.execute(MAKE, ["NUMBAT-9", "Lamp", "FOOD"])
        db.execute(MAKE, ["W-2", "Wick", "ALL"])
        db.execute("select api.link_barcode('NUMBAT', 'W-2')")
        assert sorted(skus(sue, "numbat")) == ["NUMBAT-9", "W-1"]
        assert sorted(skus(sue, "NUMBAT")) == ["NUMBAT-9", "W-1", "W-2"]


@pytest.mark.parametrize("whole", [True, False])
def test_words_are_noted_by_the_deploy(shop: Database, whole: bool) -> None:
    """Items of before the words: found before and after."""
    with shop.connect() as db, shop.connect("sue_staff") as sue:
        db.execute("delete from inventory.item_words")
        assert skus(sue, "apple") == ["APPLE"]
        if whole:
            note_words(db)
            assert db.execute(MISSING).fetchall() == []
            assert skus(sue, "apple") == ["APPLE"]
            assert call(sue, "search_items", query="aplpe")["near"] is not None


def test_a_deploy_notes_each_word_once(shop: Database) -> None:
    """Noted in several goes, a word that stands in many of them is no more to read."""
    with shop.connect() as db:
        for number in range(4):
            db.execute(MAKE, [f"W-{number}", f"Numbat {number}", "PARTS"])
        db.execute("delete from inventory.item_words")
        query, last = "select inventory.note_all_words(%s, 1)", 0
        with db.cursor(row_factory=scalar_row) as cursor:
            while last is not None:
                last = cursor.execute(query, [last]).fetchone()
        assert db.execute(MISSING).fetchall() == []
        again = (
            "select word from inventory.item_words group by word, category_id having count(*) > 1"
        )
        assert db.execute(again).fetchall() == []


def test_an_attribute_is_found_where_it_is_declared(shop: Database) -> None:
    """In the order asked for, below the category too, also where two declare it otherwise."""
    with shop.connect() as db, shop.connect("sue_staff") as sue:
        for category, kind in (("FOOD", "boolean"), ("PARTS", "text")):
            db.execute(
                "insert into inventory.attributes (category_id, attribute, label, type) "
                "values (inventory.category_of(%s), 'vegan', 'Vegan', %s)",
                [category, kind],
            )
        db.execute(
            "insert into inventory.categories (code, name, parent_id) "
            "values ('FOOD.NUTS', 'Nuts', inventory.category_of('FOOD'))"
        )
        for sku, category, value in (
            ("V-1", "FOOD", True), ("V-2", "FOOD.NUTS", True), ("V-3", "PARTS", "yes"),
            ("V-4", "FOOD", False), ("V-5", "PARTS", "no"),
        ):  # fmt: skip
            db.execute(MAKE, [sku, f"Numbat {sku}", category])
            db.execute(
                "update inventory.items set attributes = jsonb_build_object('vegan', %s::jsonb), "
                "created_at = now() - make_interval(days => %s) where sku = %s",
                [json.dumps(value), int(sku[-1]), sku],
            )
        for sort, found in (
            ("created", ["V-3", "V-2", "V-1"]),
            ("-created", ["V-1", "V-2", "V-3"]),
        ):
            assert skus(sue, "vegan:yes", sort=sort) == found
        assert skus(sue, "vegan:yes category:FOOD.NUTS") == ["V-2"]


def test_the_last_so_named_goes(shop: Database) -> None:
    """A word that no item is named with any more is proposed to nobody."""
    with shop.connect() as db, shop.connect("sue_staff") as sue:
        db.execute(MAKE, ["W-1", "Numbat", "PARTS"])
        assert call(sue, "search_items", query="numbta")["rows"]
        db.execute("update inventory.items set name = 'Lamp' where sku = 'W-1'")
        assert call(sue, "search_items", query="numbta")["near"] is None


def test_rows_without_their_count(shop: Database) -> None:
    """The same rows; and of the count what the page shows."""
    with shop.connect("sue_staff") as sue:
        whole = call(sue, "search_items", query="", max_rows=2)
        rows = call(sue, "search_items", query="", max_rows=2, count=False)
        assert rows["rows"] == whole["rows"]
        assert rows["next"] == whole["next"]
        assert (rows["count"], rows["count_exact"]) == (3, False)
        few = call(sue, "search_items", query="apple", count=False)
        assert (few["count"], few["count_exact"]) == (1, True)
