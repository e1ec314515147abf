"""The question before what is hard to undo: GET of an address asks what its POST would do.

A page without JavaScript; with it the same question in a dialog (static/ask.js). What will
happen is said with its numbers, as the person who is asked sees them.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from web import formats, render
from web.db import PersonsDb, as_user, call, row_of
from web.declared import no_data
from web.language import _, ngettext
from web.render import segment
from web.rooms.attributes import KEY
from web.rooms.people import PERSON

routes = web.RouteTableDef()
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True)
class Question:
    """What is asked, what would happen, what the button says, and where it leads who declines."""

    title: str
    told: tuple[str, ...]
    verb: str
    back: str
    sent: Mapping[str, str] = field(default_factory=dict)  # beside the address
    refused: str | None = None  # why this person cannot, as the database says


Builder = Callable[[web.Request, PersonsDb], Awaitable[Question]]


def asks(path: str) -> Callable[[Builder], Builder]:
    """Ask at this address what the command there would do."""

    def wrap(build: Builder) -> Builder:
        @routes.get(path)
        @no_data("The question before the command.")
        async def ask(request: web.Request) -> web.StreamResponse:
            async with as_user(request, page=True) as db:
                me = await db.me()
                with render.reading(request, me):
                    question = await build(request, db)
            # As it was sent: a "/" of a code is no "/" of the address.
            return render.page(
                request, "ask.html", me, one=question, sent_to=request.rel_url.raw_path
            )

        return build

    return wrap


async def _listed(
    db: PersonsDb, function: str, said: Callable[[Mapping[str, Any]], bool], key: str = "",
    **asked: Any,
) -> Mapping[str, Any]:  # fmt: skip
    """The row of a list (row_of of web/db.py). Raises HTTPNotFound where there is none."""
    found = await row_of(db, function, said, key, **asked)
    if found is None:
        raise web.HTTPNotFound(text=_("It is over already, or was never here."))
    return found


def _one(rows: Iterable[Mapping[str, Any]], key: str, value: str) -> Mapping[str, Any]:
    """The row that is asked about. Raises HTTPNotFound where it is gone already."""
    for row in rows:
        if str(row[key]) == value:
            return row
    raise web.HTTPNotFound(text=_("It is over already, or was never here."))


async def _person(request: web.Request, db: PersonsDb) -> Any:
    return await call(db, "person_page", person=request.match_info["person"])


@asks(f"/disable_user/{PERSON}")
async def disable_user(request: web.Request, db: PersonsDb) -> Question:
    """api.disable_user()."""
    one = await _person(request, db)
    live = [row for row in one["sessions"] or [] if row["live"]]
    tokens = sum(row["kind"] == "token" for row in live)
    n = len(live) - tokens
    return Question(
        _("End the access of %(name)s now?", name=one["name"]),
        (
            ngettext("%(num)s session ends at once.", "%(num)s sessions end at once.", n),
            ngettext("%(num)s token stops working.", "%(num)s tokens stop working.", tokens),
            _("Open connections of psql or a spreadsheet are cut, links by mail open nothing."),
            _("Groups and places stay, for when you enable them again."),
        ),
        _("Disable %(name)s", name=one["name"]),
        f"/people/{one['person']}",
        refused=one["can"]["disable_user"],
    )


@asks(f"/revoke_location/{PERSON}")
async def revoke_location(request: web.Request, db: PersonsDb) -> Question:
    """api.revoke_location()."""
    one, code = await _person(request, db), request.query.get("location", "")
    grant = _one(one["places"], "location", code.upper())
    below = (await call(db, "location_page", location=grant["location"]))["all_below"]
    return Question(
        _("Take %(place)s back from %(name)s?", place=grant["name"], name=one["name"]),
        (
            ngettext(
                "They no longer see its stock, nor that of the %(num)s place below it.",
                "They no longer see its stock, nor that of the %(num)s places below it.",
                below,
            )
            if below
            else _("They no longer see its stock."),
            _("It holds from their next click on, unless they hold a place above."),
            _("You can grant it again."),
        ),
        _("Take back %(place)s", place=grant["name"]),
        f"/people/{one['person']}",
        {"location": grant["location"]},
        one["can"]["grant_location"],
    )


@asks(f"/end_session/{PERSON}")
async def end_session(request: web.Request, db: PersonsDb) -> Question:
    """api.revoke_session(), of somebody else's session or token."""
    one = await _person(request, db)
    if one["can"]["edit_user"] is not None:
        raise web.HTTPForbidden(text=_("Only an admin ends the sessions of others."))
    session = _one(one["sessions"] or (), "session", request.query.get("session", ""))
    if session["kind"] == "token":
        title = _("Revoke the token “%(name)s”?", name=session["label"])
        told = (
            _("Programs that send it are refused from their next request on."),
            _("It cannot be brought back, only replaced by a new one."),
        )
        verb = _("Revoke it")
    else:
        where = formats.browser(session["user_agent"])
        title = _("End the session of %(name)s in %(browser)s?", name=one["name"], browser=where)
        told = (_("At their next click they are asked to sign in; what they typed and did not send "
                  "may be lost."),)  # fmt: skip
        verb = _("End it")
    sent = {"session": session["session"]}
    return Question(title, told, verb, f"/people/{one['person']}", sent)


@asks("/revoke_session/{session:[0-9a-f-]{36}}")
async def revoke_session(request: web.Request, db: PersonsDb) -> Question:
    """api.revoke_session(), of one's own."""
    account = await call(db, "account")
    one = _one(account["sessions"], "session", request.match_info["session"])
    name = one["device"] or formats.browser(one["user_agent"])
    return Question(
        _("End the session of %(name)s?", name=name),
        (_("Whoever sits there is asked to sign in at the next click."),),
        _("End it"),
        "/account#sessions",
    )


@asks("/sign_out_everywhere")
async def sign_out_everywhere(_request: web.Request, db: PersonsDb) -> Question:
    """api.sign_out_everywhere()."""
    account = await call(db, "account")
    n = sum(one["session"] != account["session"] for one in account["sessions"])
    pins = len(account["devices"])
    return Question(
        _("Sign out everywhere else?"),
        (
            ngettext("%(num)s other session ends.", "%(num)s other sessions end.", n),
            ngettext("%(num)s PIN opens nothing more.", "%(num)s PINs open nothing more.", pins),
            _("Here you stay signed in."),
        ),
        _("Sign out everywhere else"),
        "/account#sessions",
    )


@asks("/revoke_device/{device:[0-9a-f-]{36}}")
async def revoke_device(request: web.Request, db: PersonsDb) -> Question:
    """api.revoke_device()."""
    account = await call(db, "account")
    one = _one(account["devices"], "device", request.match_info["device"])
    return Question(
        _("Remove the PIN of %(name)s?", name=one["name"]),
        (
            _("The PIN opens nothing there any more, and what it opened is signed out."),
            _("With the password you can set a new one."),
        ),
        _("Remove it"),
        "/account#devices",
    )


@asks("/remove_threshold/{sku:[^/]+}")
async def remove_threshold(request: web.Request, db: PersonsDb) -> Question:
    """api.remove_threshold()."""
    sku, code = request.match_info["sku"].upper(), request.query.get("location", "").upper()
    one = await _listed(
        db, "list_thresholds", lambda row: (row["sku"], row["location"]) == (sku, code),
        query=f'sku:"{sku}"', location=code,
    )  # fmt: skip
    may = one["editable"] and (await db.me())["can"]["set_thresholds"]
    told = [_("Nobody is told any more when it runs low or over there.")]
    if one["status"] != "ok":
        told.append(_("1 open alert is resolved."))
    return Question(
        _("Remove the range of %(item)s at %(place)s?",
          item=one["name"], place=one["location_name"]),
        (*told, _("A default of its category sets its own range again, where there is one.")),
        _("Remove the range"),
        f"/set_threshold/{segment(sku)}?{render.query(location=one['location'])}",
        # As it was looked at before it was asked.
        {"location": one["location"], "seen": request.query.get("seen") or one["seen"]},
        None if may else _("A range is set by a manager of its place."),
    )  # fmt: skip


@asks("/remove_threshold_default")
async def remove_threshold_default(request: web.Request, db: PersonsDb) -> Question:
    """api.remove_threshold_default()."""
    key = {name: request.query.get(name, "") for name in ("category", "location", "kind")}
    one = await _listed(
        db,
        "list_threshold_defaults",
        lambda row: all((row[name] or "") == key[name] for name in key),
    )
    return Question(
        _("Remove the default of %(category)s at %(place)s?",
          category=one["category_name"], place=one["location_name"]),
        (
            ngettext("%(n)s range that it set goes with it.",
                     "%(n)s ranges that it set go with it.", one["ranges"],
                     n=formats.quantity(one["ranges"])),
            ngettext("%(n)s open alert is resolved.", "%(n)s open alerts are resolved.",
                     one["alerts"], n=formats.quantity(one["alerts"])),
            _("Ranges set by hand stay."),
        ),
        _("Remove it and its ranges"),
        f"/set_threshold_default?{render.query(**key)}",
        {name: value for name, value in key.items() if value},
        None if one["can"]["keep"] else _("A default is kept by a manager of its place."),
    )  # fmt: skip


@asks("/remove_subscription/{subscription:[0-9]{1,9}}")
async def remove_subscription(request: web.Request, db: PersonsDb) -> Question:
    """api.remove_subscription()."""
    key = request.match_info["subscription"]
    one = await _listed(db, "list_subscriptions", lambda row: str(row["subscription"]) == key)
    if one["own"]:
        told = _("You are no longer told by this line.")
    elif one["group_name"]:
        told = _("Everybody in %(group)s is no longer told by this line.", group=one["group_name"])
    else:
        who = one["person_name"] or one["person"]
        told = _("%(name)s is no longer told by this line.", name=who)
    return Question(
        _("Tell them no more?") if not one["own"] else _("Tell you no more?"),
        (told, _("Other lines still hold. Alerts open and close as before.")),
        _("Remove the line"),
        "/subscriptions",
    )


@asks(f"/remove_saved_view/{{view:{UUID}}}")
async def remove_saved_view(request: web.Request, db: PersonsDb) -> Question:
    """api.remove_saved_view()."""
    view = request.match_info["view"]
    one = await _listed(db, "list_saved_views", lambda row: row["view"] == view, "view")
    shared = (
        _("Everybody in %(group)s loses its tab, and who is told by it is no longer.",
          group=one["shared_with"])
        if one["shared_with"]
        else _("Its tab goes, and it no longer tells you anything.")
    )  # fmt: skip
    return Question(
        _("Remove the view “%(name)s”?", name=one["name"]),
        (shared, _("The items stay as they are.")),
        _("Remove it"),
        "/saved_views",
    )


@asks(f"/remove_attachment/{{attachment:{UUID}}}")
async def remove_attachment(request: web.Request, db: PersonsDb) -> Question:
    """api.remove_attachment(); the address says of which item."""
    page = await call(db, "item_page", sku=request.query.get("item", ""))
    one = _one(page["attachments"], "attachment", request.match_info["attachment"])
    return Question(
        _("Remove %(name)s?", name=one["name"]),
        (
            _("%(size)s are gone for everybody, for good.", size=formats.size(one["bytes"])),
            *((_("The item stands without its picture."),) if one["is_primary"] else ()),
        ),
        _("Remove the file"),
        f"/items/{segment(page['item']['sku'])}/files",
        refused=None if page["can"]["edit"] else _("Files are kept by managers."),
    )


@asks(f"/retire_attribute/{KEY}")
async def retire_attribute(request: web.Request, db: PersonsDb) -> Question:
    """api.retire_attribute()."""
    key = {name: request.match_info[name] for name in ("category", "attribute")}
    page = await call(db, "attribute_page", **key)
    one, having = page["attribute"], page.get("having", 0)
    if one["retired_at"]:
        raise web.HTTPNotFound(text=_("It is over already, or was never here."))
    kept = ngettext(
        "%(n)s item keeps the value it has, and the search finds it still.",
        "%(n)s items keep the values they have, and the search finds them still.",
        having, n=formats.quantity(having) + ("" if page.get("items_exact", True) else "+"),
    )  # fmt: skip
    return Question(
        _("Retire %(name)s?", name=one["label"]),
        (
            _("Forms of new items and suggestions of the search are without it from then on."),
            *((kept,) if having else ()),
            _("It can be taken back into use."),
        ),
        _("Retire %(name)s", name=one["label"]),
        f"/attributes/{segment(one['category'])}/{segment(one['attribute'])}",
        {"version": str(one["version"])},
        None if page["can"]["keep"] else _("Attributes are kept by managers."),
    )


@asks("/remove_unit/{unit}")
async def remove_unit(request: web.Request, db: PersonsDb) -> Question:
    """api.remove_unit()."""
    one = await _listed(db, "list_units", lambda row: row["unit"] == request.match_info["unit"])
    return Question(
        _("Delete the unit %(name)s?", name=one["name"]),
        (_("Only a unit that no item, pack or movement is in can be deleted."),),
        _("Delete %(code)s", code=one["unit"]),
        f"/edit_unit/{segment(one['unit'])}",
        {"version": str(one["version"])},
    )


@asks("/end_break_glass/{break_glass}")
async def end_break_glass(request: web.Request, db: PersonsDb) -> Question:
    """api.end_break_glass()."""
    key = request.match_info["break_glass"]
    one = await _listed(
        db, "list_break_glass", lambda row: str(row["break_glass"]) == key, "break_glass",
        only_open=True,
    )  # fmt: skip
    return Question(
        _("End the emergency rights now?"),
        (
            _("%(name)s no longer holds %(place)s by it, from the next click on.",
              name=one["name"], place=one["location_name"] or ""),
            _("Who was told of it is told that it ended."),
        ),
        _("End it now"),
        "/break_glass",
        refused=None if one["can_end"] else _("It is ended by who took it, or by an admin."),
    )  # fmt: skip


@asks("/imports/{import:[0-9a-f-]{36}}/cancel")
async def cancel_import(request: web.Request, db: PersonsDb) -> Question:
    """api.cancel_import()."""
    key = request.match_info["import"]
    one = await call(db, "import_page", **{"import": key})
    done, rows = formats.quantity(one["done"]), formats.quantity(one["rows"])
    return Question(
        _("Cancel the import of %(file)s?", file=one["file_name"] or _("the file")),
        (
            _("%(done)s of its %(rows)s rows were done; all are taken back.", done=done, rows=rows),
            _("The file stays here, and can be begun again."),
        ),
        _("Cancel the import"),
        f"/imports/{key}",
    )
