"""The OpenAPI document: made from the router, the catalogue and its comments, and complete."""

import asyncio
import inspect
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from tests.conftest import Database
from tests.web.conftest import start
from web import declared, openapi, shapes, uploads

UNDECLARED = (
    "{route} does not say what its JSON is. Write beneath it, from web.declared: "
    '@answers("function_of_schema_api", …) where it answers JSON, else @no_data("why not.").'
)


@pytest.fixture(scope="module")
def told(
    company_template: str,
    new_database: Callable[[str | None], Database],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """The application, the functions of schema api, and the document as a stranger gets it."""
    shop = new_database(company_template)

    async def read() -> dict[str, Any]:
        runner, site = await start(shop, tmp_path_factory.mktemp("mail"))
        visitor = await site.visitor()
        answer = await visitor.get("/openapi.json")
        async with site.app[openapi.POOL].connection() as connection:
            functions = await openapi.read_functions(connection)
        await visitor.http.close()
        await runner.cleanup()
        assert answer.status == 200
        suffixes = {
            f"GET {info['formatter']}": info["pattern"].pattern
            for info in (one.get_info() for one in site.app.router.resources())
            if "formatter" in info and "suffix" in info["formatter"]
        }
        return {
            "suffixes": suffixes,
            "app": site.app,
            "functions": functions,
            "document": json.loads(answer.text),
        }

    return asyncio.run(read())


def handlers(app: web.Application) -> list[tuple[str, Any]]:
    """Every route but files, as "GET /items{suffix}", with its handler."""
    found = []
    for route in app.router.routes():
        info = route.resource.get_info() if route.resource else {}
        path = str(info.get("path") or info.get("formatter"))
        if route.method != "HEAD" and not path.startswith("/static/"):
            found.append((f"{route.method} {path}", route.handler))
    return found


def test_each_route_declares_what_its_json_is(told: dict[str, Any]) -> None:
    for route, handler in handlers(told["app"]):
        assert declared.of(handler) is not None, UNDECLARED.format(route=route)


def test_a_route_that_declares_nothing_is_found() -> None:
    async def forgotten(request: web.Request) -> web.Response:
        return web.Response()

    assert declared.of(forgotten) is None


def test_what_is_declared_is_in_the_catalogue_and_asked_by_the_room(told: dict[str, Any]) -> None:
    """Function and parameters exist, the handler's module asks the function, and whatever has no
    default comes from somewhere."""
    for route, handler in handlers(told["app"]):
        operation = declared.of(handler)
        if not isinstance(operation, declared.Operation):
            continue
        for name in operation.functions:
            assert name in told["functions"], f"{route}: there is no api.{name}"
            function = told["functions"][name]
            parts = {operation.path.get(part, part) for part in openapi.parts(route)} - {"command"}
            asked = {*parts, *operation.query.values(), operation.body} - {""}
            assert asked <= set(function.names), f"{route}: api.{name} has no {asked}"
            missing = set(function.names[: function.needed]) - asked
            assert not missing or route.startswith("POST"), f"{route} says no {missing}"
            room = inspect.getsource(inspect.getmodule(handler))
            assert f'"{name}"' in room or "{command}" in route, f"{route} asks no api.{name}"


def test_lists_and_pages_are_data_at_a_suffix(told: dict[str, Any]) -> None:
    for route, handler in handlers(told["app"]):
        if isinstance(declared.of(handler), declared.Operation) and route != "GET /":
            assert "{suffix}" in route or not route.startswith("GET"), route


def test_each_answer_says_whether_it_is_an_object_or_an_array(told: dict[str, Any]) -> None:
    """By its comment: a shape {"a", "b"}, "one JSON object" or "a JSON array"."""
    for path, methods in told["document"]["paths"].items():
        for method, operation in methods.items():
            for kind, answer in operation["responses"]["200"]["content"].items():
                if kind == openapi.JSON:
                    for schema in answer["schema"].get("anyOf", [answer["schema"]]):
                        assert schema.get("type"), f"{method} {path}: {operation['summary']}"


def test_each_list_is_a_file_in_every_form_that_its_address_takes(told: dict[str, Any]) -> None:
    paths = told["document"]["paths"]
    for route, _ in handlers(told["app"]):
        known = re.findall(r"\\\.(\w+)", str(told["suffixes"].get(route, "")))
        for suffix in known:
            path = route.removeprefix("GET ").replace("{suffix}", f".{suffix}")
            assert path in paths, path
            names = {one["name"] for one in paths[path]["get"]["parameters"]}
            if suffix != "json":
                assert not names & {"after", "before", "all"}, path
            elif len(known) > 1:
                assert "all" in names, path
    assert list(paths["/audit.jsonl"]["get"]["responses"]["200"]["content"]) == [
        "application/jsonl"
    ]


def test_a_command_says_what_its_body_holds(told: dict[str, Any]) -> None:
    post = told["document"]["paths"]["/post_receipt"]["post"]
    body = post["requestBody"]["content"][openapi.JSON]["schema"]
    assert body["required"] == ["lines", "idempotency_key"]
    line = body["properties"]["lines"]["items"]
    assert line["required"] == ["item", "location", "quantity"]
    assert line["properties"]["expires_on"]["format"] == "date"
    assert body["properties"]["idempotency_key"]["format"] == "uuid"
    assert "retry" in body["properties"]["idempotency_key"]["description"]
    assert {"200", "400", "401", "403", "409", "413", "415", "422", "503"} <= set(post["responses"])
    item = told["document"]["paths"]["/create_item"]["post"]["requestBody"]["content"]
    assert {"sku", "category"} <= set(item[openapi.JSON]["schema"]["properties"])


def test_files_are_sent_as_forms(told: dict[str, Any]) -> None:
    paths = told["document"]["paths"]
    sent = paths["/import"]["post"]["requestBody"]["content"]
    assert list(sent) == ["multipart/form-data"]
    schema = sent["multipart/form-data"]["schema"]
    assert schema["required"] == ["kind", "file"]
    assert schema["properties"]["file"]["format"] == "binary"
    assert "thresholds" in json.dumps(schema["properties"]["kind"])
    several = paths["/add_attachment/{sku}"]["post"]
    schema = several["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert schema["properties"]["file"]["items"]["format"] == "binary"
    answer = several["responses"]["200"]["content"][openapi.JSON]["schema"]
    assert answer["properties"]["attachments"]["type"] == "array"
    for route, handler in handlers(told["app"]):
        if hasattr(handler, uploads.LIMITS):  # whoever takes files says so
            assert declared.of(handler).form is not None, route


def test_statuses_come_from_what_the_comment_raises(told: dict[str, Any]) -> None:
    paths = told["document"]["paths"]
    assert "404" in paths["/items/{sku}.json"]["get"]["responses"]
    assert "404" not in paths["/health.json"]["get"]["responses"]
    assert "409" in paths["/edit_item/{sku}"]["post"]["responses"]
    assert "409" not in paths["/items.json"]["get"]["responses"]


def test_errors_are_told_as_problems(told: dict[str, Any]) -> None:
    for methods in told["document"]["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                assert status == "200" or answer["$ref"].endswith(f"/Problem{status}")
    for answer in told["document"]["components"]["responses"].values():
        assert list(answer["content"]) == ["application/problem+json"]


def test_each_operation_is_in_a_room_that_people_know(told: dict[str, Any]) -> None:
    known = {tag["name"] for tag in told["document"]["tags"]}
    for methods in told["document"]["paths"].values():
        for operation in methods.values():
            assert set(operation["tags"]) <= known


def test_the_document_holds_no_data(told: dict[str, Any]) -> None:
    text = json.dumps(told["document"])
    for secret in ("APPLE", "MAIN", "bob_boss", "postgres://", "password="):
        assert secret not in text


@pytest.mark.parametrize(
    ("text", "required", "properties"),
    [
        ('from {"sku", "unit": code, "packs"?: [{"unit", "factor"}]}.', ["sku", "unit"], 3),
        ('{"problems": how many, at most 100, "duration_ms"}; x', ["problems", "duration_ms"], 2),
        ('{"rows", "count" (to 1,000), "terms"}. query: {"no"}', ["rows", "count", "terms"], 3),
        ('{"points": [{"at", "on_hand"}], "from", "to"}', ["points", "from", "to"], 3),
    ],
)
def test_shapes_are_read_as_people_write_them(
    text: str, required: list[str], properties: int
) -> None:
    schema = shapes.first(text)
    assert schema["required"] == required
    assert len(schema["properties"]) == properties


def test_a_shape_in_an_array_is_an_array() -> None:
    assert shapes.first('lines is a JSON array of {"item": SKU}')["type"] == "array"
    either = shapes.first(
        'selection is {"skus": array}, {"versions": {SKU: number}, "x"?} or {"edit"}'
    )
    assert [*either["properties"]] == ["skus", "versions", "x", "edit"]
    assert "required" not in either
    keyed = shapes.first('{"a"?: {key: {"text", "n"?} or null}, of which one, "b"?: true or false}')
    assert [*keyed["properties"]] == ["a", "b"]
    assert keyed["properties"]["b"]["type"] == "boolean"
    assert shapes.first('{"removed": "deleted" or "retired"}')["properties"]["removed"]["enum"] == [
        "deleted",
        "retired",
    ]


def test_what_can_be_null_is_said_to_be() -> None:
    read = shapes.first(
        '{"next": text or null, "on": date or null, "in": {"a"} or null, "n": text}'
    )
    types = {name: schema["type"] for name, schema in read["properties"].items()}
    null = ["string", "null"]
    assert types == {"next": null, "on": null, "in": ["object", "null"], "n": "string"}
