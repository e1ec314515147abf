"""From one operation to the next, by what the answer told: the document's own words all the way."""

import uuid
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from schemathesis.schemas import BaseSchema

from tests.api.trying import CHECKS
from tests.api.visitors import Visitor, open_house
from tests.conftest import Database


class Client:
    """A program that knows nothing but the document: every answer is held against it."""

    def __init__(self, schema: BaseSchema, visitor: Visitor, base: str) -> None:
        self._schema, self._visitor, self._base = schema, visitor, base

    def ask(self, path: str, status: int = 200, **parts: Any) -> Any:
        """GET, or POST where there is a body; the address's parts by name."""
        body = parts.pop("body", None)
        case = self._schema[path]["GET" if body is None else "POST"].Case(
            path_parameters=parts, **({} if body is None else {"body": body})
        )
        answer: requests.Response = case.call(base_url=self._base, session=self._visitor.session)
        assert answer.status_code == status, answer.text
        case.validate_response(answer, checks=[one for one in CHECKS if "negative" not in str(one)])
        return answer.json()

    def post(self, path: str, lines: list[dict[str, Any]], **more: Any) -> Any:
        """A document with a key of its own."""
        return self.ask(path, body={"lines": lines, "idempotency_key": str(uuid.uuid4())}, **more)


@pytest.fixture
def manager(busy: Database, tmp_path: Path) -> Any:
    """A manager's program, over the document as the web tells it."""
    with open_house(busy, tmp_path) as house:
        document = requests.get(f"{house.base}/openapi.json", timeout=30).json()
        visitor = next(one for one in house.visitors if one.group == "manager")
        yield Client(schemathesis.openapi.from_dict(document), visitor, house.base)


def test_an_item_is_created_read_edited_and_removed(manager: Client) -> None:
    item = {"sku": "PEAR", "name": "Pear", "category": "FOOD", "unit": "ea"}
    made = manager.ask("/create_item", body=item)
    read = manager.ask("/items/{sku}.json", sku=made["sku"])["item"]
    assert (read["name"], read["version"]) == ("Pear", made["version"])
    change = {"name": "Pears", "version": read["version"]}
    edited = manager.ask("/edit_item/{sku}", sku="PEAR", body=change)
    assert edited["name"] == "Pears"
    assert manager.ask("/edit_item/{sku}", 409, sku="PEAR", body=change)["error"]["code"] == "IN011"
    limits = manager.ask(
        "/set_threshold/{sku}", sku="PEAR", body={"location": "MAIN", "minimum": 5}
    )
    assert limits["minimum"] == 5
    assert manager.ask("/remove_threshold/{sku}", sku="PEAR", body={"location": "MAIN"}) is None
    version = {"version": edited["version"]}
    assert manager.ask("/remove_item/{sku}", sku="PEAR", body=version)["removed"] == "deleted"
    assert manager.ask("/items/{sku}.json", 404, sku="PEAR")["error"]["code"] == "IN014"


def test_a_document_is_posted_read_and_reversed_once(manager: Client) -> None:
    line = {"item": "APPLE", "location": "MAIN-B", "quantity": "2.0", "unit_cost": 1.5}
    document = manager.post("/post_receipt", [line])["document"]
    read = manager.ask("/documents/{document}.json", document=document)
    assert read["lines"][0]["quantity"] == 2
    key = {"idempotency_key": str(uuid.uuid4()), "note": "A mistake"}
    reversal = manager.ask("/reverse_document/{document}", document=document, body=key)
    again = manager.ask("/reverse_document/{document}", document=document, body=key)
    assert reversal["document"] == again["document"]
    other = {"idempotency_key": str(uuid.uuid4())}
    refused = manager.ask("/reverse_document/{document}", 409, document=document, body=other)
    assert refused["error"]["code"] == "IN007"
    newest = manager.ask("/movements.json")["rows"][0]
    assert newest["document"] == reversal["document"]
