"""Files of items over HTTP: what is sent is bounded, what is shown is drawn by us."""

import io
import struct
import zlib
from typing import Any

import aiohttp
import pytest
from PIL import Image

from tests.web.conftest import Answer, Browser, Site

SCRIPT = b"<script>alert(document.domain)</script>"


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 200), **options: Any) -> bytes:
    """A picture as somebody's camera or drawing program writes it."""
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **options)
    return written.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """A PNG of 2.6 MB that would be 2.7 GB of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    packer = zlib.compressobj(9)
    rows = b"\0" * (side * 3 + 1) * 100
    body = b"".join(packer.compress(rows) for _ in range(side // 100)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


async def send(browser: Browser, *files: tuple[str, bytes], **options: Any) -> Answer:
    """The form of the files' page, its token first, as a browser sends it."""
    form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    form.add_field("form_token", options.pop("token", None) or await browser.form_token())
    for name, content in files:
        form.add_field("file", content, filename=name, content_type="text/html")
    return await browser._ask("POST", "/add_attachment/APPLE", data=form, **options)


async def kept(browser: Browser) -> list[dict[str, Any]]:
    """The item's files."""
    page = (await browser.get("/items/APPLE.json")).json()
    return list(page["attachments"])


async def raw(browser: Browser, path: str) -> tuple[aiohttp.ClientResponse, bytes]:
    """An answer byte by byte."""
    async with browser.http.get(browser.base + path, headers=browser.sent) as got:
        return got, await got.read()


async def test_a_picture_is_shown_small_and_without_what_the_camera_wrote(site: Site) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Taken at 52.5 N"  # turned; where it was taken
    photo = picture("JPEG", exif=exif)
    manager, staff = await site.person("max_manager"), await site.person("sue_staff")
    page = await send(manager, ("holiday.jpg", photo))
    assert page.url == "/items/APPLE/files"
    (one,) = await kept(staff)
    assert (one["name"], one["media_type"], one["is_primary"]) == (
        "holiday.jpg",
        "image/jpeg",
        True,
    )
    for version, size in (("thumbnail", (48, 96)), ("preview", (160, 320))):
        got, content = await raw(staff, f"/attachments/{one['attachment']}/{version}")
        assert (got.status, got.content_type) == (200, "image/webp")
        assert got.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        shown = Image.open(io.BytesIO(content))
        assert (shown.format, shown.size) == ("WEBP", size)
        assert not shown.getexif()
        assert b"52.5" not in content
    got, content = await raw(staff, f"/attachments/{one['attachment']}")
    assert content == photo


@pytest.mark.parametrize(
    ("name", "content", "media_type", "is_image"),
    [
        ("evil.html", SCRIPT, "application/octet-stream", False),
        ("evil.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>%s</svg>" % SCRIPT,
         "application/octet-stream", False),
        ("photo.png", SCRIPT, "application/octet-stream", False),
        ("script.html", picture(), "image/png", True),
        ("polyglot.html", picture("GIF") + SCRIPT, "image/gif", True),
        ("cut.jpg", picture("JPEG")[:200], "application/octet-stream", False),
        ("bomb.png", bomb(), "application/octet-stream", False),
        ("sheet.pdf", b"%PDF-1.7 ...", "application/pdf", False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
async def test_a_file_is_what_it_holds_and_only_ever_saved(
    site: Site, name: str, content: bytes, media_type: str, is_image: bool
) -> None:
    browser = await site.person("max_manager")
    await send(browser, (name, content))
    (one,) = await kept(browser)
    assert (one["name"], one["media_type"], one["is_image"]) == (name, media_type, is_image)
    got, saved = await raw(browser, f"/attachments/{one['attachment']}")
    assert saved == content
    assert got.headers["Content-Type"] == media_type
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got.headers["Content-Disposition"].startswith(f'attachment; filename="{name}"')
    if is_image:
        _, small = await raw(browser, f"/attachments/{one['attachment']}/preview")
        assert b"script" not in small
    else:
        got, _ = await raw(browser, f"/attachments/{one['attachment']}/preview")
        assert got.status == 404


@pytest.mark.parametrize(
    ("sent", "name", "header"),
    [
        ("../../etc/passwd", "passwd", 'filename="passwd"'),
        ("C:\\Users\\max\\a.txt", "a.txt", 'filename="a.txt"'),
        ("Bären & Grüße 🍎.pdf", "Bären & Grüße 🍎.pdf", "filename*=UTF-8''B%C3%A4ren%20%26%20Gr"),
        ('a"; filename="b.exe', None, None),
        ("..", None, None),
    ],
)
async def test_a_name_is_only_a_name(
    site: Site, sent: str, name: str | None, header: str | None
) -> None:
    browser = await site.person("max_manager")
    answer = await send(browser, (sent, b"x"))
    files = await kept(browser)
    if name is None and not files:
        assert answer.status in (400, 422)
        return
    if name is not None:
        assert files[0]["name"] == name
    got, _ = await raw(browser, f"/attachments/{files[0]['attachment']}")
    disposition = got.headers["Content-Disposition"]
    assert disposition.count('filename="') == 1
    assert header is None or header in disposition


async def test_a_line_break_in_a_name_is_no_header(site: Site) -> None:
    browser = await site.person("max_manager")
    token = await browser.form_token()
    body = (
        f'--b\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n{token}\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; '
        "filename*=UTF-8''a%0D%0ASet-Cookie%3A%20b.txt\r\n\r\nx\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    await browser._ask("POST", "/add_attachment/APPLE", data=body.encode(), headers=headers)
    (one,) = await kept(browser)
    assert one["name"] == "a  Set-Cookie: b.txt"
    got, _ = await raw(browser, f"/attachments/{one['attachment']}")
    assert "Set-Cookie" not in got.headers


async def test_eleven_megabytes_are_refused_said_so_or_not(site: Site) -> None:
    browser = await site.person("max_manager")
    answer = await send(browser, ("large.bin", b"x" * 11_000_000))
    assert answer.status == 413
    assert "A file has at most 10 MB." in answer.text
    token = await browser.form_token()

    async def trickle() -> Any:
        yield (
            f'--b\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n{token}\r\n'
            '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        ).encode()
        for _ in range(200):  # in chunks: nobody says how much it will be
            yield b"x" * 100_000

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    try:
        answer = await browser._ask(
            "POST", "/add_attachment/APPLE", data=trickle(), headers=headers
        )
        assert answer.status == 413
    except aiohttp.ClientError:
        pass  # the web hung up while it was still being sent
    assert await kept(browser) == []


async def test_without_session_token_or_right_nothing_is_kept(site: Site) -> None:
    manager, staff = await site.person("max_manager"), await site.person("sue_staff")
    visitor = await site.visitor()
    assert "/sign-in" in (await send(visitor, ("a", b"x"), token="0")).url
    assert (await send(manager, ("a", b"x"), token="0" * 64)).status == 403
    assert (await send(staff, ("a", b"x"))).status == 403
    form = aiohttp.FormData()  # its token last: what stands before it is not read
    form.add_field("file", b"x", filename="a")
    form.add_field("form_token", await manager.form_token())
    assert (await manager._ask("POST", "/add_attachment/APPLE", data=form)).status == 403
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert (await send(manager, ("a", b"x"), headers=headers)).status == 403
    assert await kept(manager) == []


async def test_all_or_nothing_and_what_is_refused_is_said(site: Site) -> None:
    browser = await site.person("max_manager")
    answer = await send(browser, *((f"{n}.txt", f"{n}".encode()) for n in range(11)))
    assert (answer.status, "at most 10 files" in answer.text) == (413, True)
    answer = await send(browser, ("good.txt", b"good"), ("empty.txt", b""))
    assert answer.status == 422
    assert "A file has 1 byte to 10 MB." in answer.text
    answer = await send(browser)
    assert (answer.status, "Choose a file first." in answer.text) == (422, True)
    assert await kept(browser) == []
    for start in range(0, 50, 10):
        await send(browser, *((f"{n}.txt", f"{n}".encode()) for n in range(start, start + 10)))
    answer = await send(browser, ("51.txt", b"51"))
    assert (answer.status, "An item has at most 50 files." in answer.text) == (409, True)
    assert len(await kept(browser)) == 50


async def test_files_are_kept_without_javascript(site: Site) -> None:
    browser = await site.person("max_manager")
    await send(browser, ("a.png", picture()), ("b.png", picture(size=(10, 10))))
    first, second = await kept(browser)
    page = await browser.post(f"/set_primary_image/{second['attachment']}")
    assert page.url == "/items/APPLE/files"
    assert [one["name"] for one in await kept(browser)] == ["b.png", "a.png"]
    await browser.post(f"/remove_attachment/{second['attachment']}")
    assert [(one["name"], one["is_primary"]) for one in await kept(browser)] == [("a.png", True)]
    assert (await browser.post(f"/remove_attachment/{second['attachment']}")).status == 404
    item = await browser.get("/items/APPLE")
    assert f"/attachments/{first['attachment']}/preview" in item.text


async def test_a_program_sends_a_file_with_its_token(site: Site) -> None:
    browser = await site.person("max_manager")
    headers = {"Accept": "application/json"}
    answer = await send(browser, ("a.txt", b"x"), headers=headers)
    assert answer.json()["attachments"][0]["name"] == "a.txt"
