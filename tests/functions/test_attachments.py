"""Files and pictures of items: limits that hold whoever writes, one that stands for the item."""

import threading
from typing import Any

import psycopg
import pytest

from tests.conftest import Database
from tests.functions.steps import call, count, one, refused

WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8 "


def add(db: psycopg.Connection, name: str, content: bytes, **more: Any) -> Any:
    """Add a file to APPLE."""
    return call(db, "add_attachment", sku="apple", name=name, content=content, **more)


def picture(db: psycopg.Connection, name: str, content: bytes) -> Any:
    """Add a picture, as the web does."""
    small = {"thumbnail": WEBP, "preview": WEBP + b"x", "media_type": "image/png"}
    return add(db, name, content, **small)


def test_a_file_is_kept_byte_by_byte(max_: psycopg.Connection, sue: psycopg.Connection) -> None:
    content = bytes(range(256)) * 10
    made = add(max_, " Data sheet.pdf ", content, media_type="application/pdf")
    assert (made["added"], made["sku"], made["name"]) == (True, "APPLE", "Data sheet.pdf")
    assert (made["bytes"], made["is_image"], made["is_primary"]) == (2560, False, False)
    assert made["created_by"] == "max_manager"
    assert call(sue, "attachment_file", attachment=made["attachment"]) == content
    assert call(sue, "item_page", sku="APPLE")["attachments"][0]["name"] == "Data sheet.pdf"
    with refused("IN014"):
        call(sue, "attachment_file", attachment=made["attachment"], version="thumbnail")


def test_sent_twice_it_is_there_once(max_: psycopg.Connection) -> None:
    first = add(max_, "a.txt", b"same")
    again = add(max_, "b.txt", b"same")
    assert (again["added"], again["attachment"], again["name"]) == (
        False, first["attachment"], "a.txt",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "more", "constraint"),
    [
        ("../../etc/passwd", b"x", {}, "attachments_name_is_no_path"),
        ("a\\b", b"x", {}, "attachments_name_is_no_path"),
        ("a\r\nSet-Cookie: b", b"x", {}, "attachments_name_is_no_path"),
        ("..", b"x", {}, "attachments_name_is_no_path"),
        ("", b"x", {}, "attachments_name_has_length"),
        ("x" * 201, b"x", {}, "attachments_name_has_length"),
        ("a", b"", {}, "attachments_content_has_size"),
        ("a", b"x" * 10_000_001, {}, "attachments_content_has_size"),
        ("a", b"x", {"media_type": "text/html\r\nX: y"}, "attachments_media_type_is_one"),
        ("a", b"x", {"thumbnail": b"<script>", "preview": WEBP},
         "attachments_thumbnail_is_small_webp"),
        ("a", b"x", {"thumbnail": WEBP}, "attachments_images_have_both_sizes"),
        ("a", b"x", {"thumbnail": WEBP + b"x" * 40_000, "preview": WEBP},
         "attachments_thumbnail_is_small_webp"),
    ],
)  # fmt: skip
def test_what_is_no_file_is_refused(
    max_: psycopg.Connection, name: str, content: bytes, more: dict[str, Any], constraint: str
) -> None:
    with refused("IN017") as found:
        add(max_, name, content, **more)
    assert found.detail["constraint"] == constraint


def test_ten_megabytes_fit(max_: psycopg.Connection) -> None:
    assert add(max_, "large", b"x" * 10_000_000)["bytes"] == 10_000_000


def test_the_first_picture_stands_for_the_item(max_: psycopg.Connection) -> None:
    add(max_, "a.txt", b"no picture")
    first, second = picture(max_, "1.png", b"1"), picture(max_, "2.png", b"2")
    assert (first["is_primary"], second["is_primary"]) == (True, False)
    chosen = call(max_, "set_primary_image", attachment=second["attachment"])
    assert chosen["is_primary"]
    query = "select name from api.attachments where is_primary"
    assert [row["name"] for row in max_.execute(query)] == ["2.png"]
    call(max_, "remove_attachment", attachment=second["attachment"])
    assert [row["name"] for row in max_.execute(query)] == ["1.png"]
    call(max_, "remove_attachment", attachment=first["attachment"])
    assert [row["name"] for row in max_.execute(query)] == []
    with refused("IN014"):
        call(max_, "remove_attachment", attachment=first["attachment"])


def test_the_51st_is_refused_also_at_once(shop: Database, max_: psycopg.Connection) -> None:
    for number in range(48):
        add(max_, f"{number}", f"{number}".encode())
    states: list[str] = []

    def try_one(number: int) -> None:
        with shop.connect("bob_boss") as db:
            try:
                add(db, f"late {number}", f"late {number}".encode())
                states.append("added")
            except psycopg.Error as error:
                states.append(error.sqlstate or "")

    racers = [threading.Thread(target=try_one, args=[number]) for number in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(states) == ["IN015"] * 6 + ["added"] * 2
    assert count(max_, "inventory.attachments") == 50
    # Whoever writes: by plain SQL too.
    with pytest.raises(psycopg.Error) as caught:
        max_.execute(
            "insert into inventory.attachments (item_id, name, content)"
            " values (inventory.item_of('APPLE'), 'x', 'x')"
        )
    assert caught.value.sqlstate == "IN015"


def test_only_managers_keep_files(
    shop: Database, max_: psycopg.Connection, sue: psycopg.Connection
) -> None:
    made = picture(max_, "1.png", b"1")
    for function, arguments in (
        ("add_attachment", {"sku": "APPLE", "name": "x", "content": b"x"}),
        ("remove_attachment", {"attachment": made["attachment"]}),
        ("set_primary_image", {"attachment": made["attachment"]}),
    ):
        with refused("42501"):
            call(sue, function, **arguments)
    for statement in (
        "delete from inventory.attachments",
        "update inventory.attachments set content = 'x'",
        "update inventory.attachments set is_primary = false",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            sue.execute(statement)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):  # it never changes, for nobody
        max_.execute("update inventory.attachments set content = 'x'")
    with shop.connect("cora_counter") as cora:
        assert call(cora, "attachment_file", attachment=made["attachment"]) == b"1"
    with shop.connect("rob_reporting") as rob:
        assert one(rob, "select count(*) from api.attachments") == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            rob.execute("select content from inventory.attachments")


def test_the_audit_has_no_content(db: psycopg.Connection, max_: psycopg.Connection) -> None:
    picture(max_, "1.png", b"secret content")
    row = db.execute(
        "select * from audit.changes where table_name = 'inventory.attachments'"
    ).fetchone()
    assert row["person"] == "max_manager"
    assert row["after"]["name"] == "1.png"
    assert not {"content", "thumbnail", "preview", "sha256"} & set(row["after"])


def test_files_go_with_their_item(max_: psycopg.Connection) -> None:
    add(max_, "a", b"x")
    version = one(max_, "select version from inventory.items where sku = 'APPLE'")
    call(max_, "remove_item", sku="APPLE", version=version)
    assert count(max_, "inventory.attachments") == 0
