"""Our static files: read once, named by their content, compressed once, cached for ever.

`/static/app.3f9c….css` never changes, so a browser asks for it once. Files that name one another
(a stylesheet its font, a module its import) name the hashed file.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from aiohttp import web

HERE = Path(__file__).parent / "static"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
}
COMPRESSED = frozenset({".css", ".js", ".svg", ".wasm"})
REFERENCE = re.compile(r"""(["'(])\./((?:vendor/)?[a-z-]+\.(?:js|css|svg|woff2|wasm))(["')])""")
FOR_EVER = "public, max-age=31536000, immutable"


ASSETS: web.AppKey["Assets"] = web.AppKey("assets")


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    url: str
    content_type: str
    plain: bytes
    is_compressed: bool

    @cached_property
    def gzipped(self) -> bytes | None:
        """It compressed, once it is asked for: the barcode reader's megabyte takes a while."""
        return gzip.compress(self.plain, 9, mtime=0) if self.is_compressed else None


class Assets:
    """All static files, by the name templates use and by the URL browsers use."""

    def __init__(self, folder: Path = HERE) -> None:
        self._folder = folder
        self._by_name: dict[str, Asset] = {}
        for path in sorted(folder.rglob("*")):
            if path.suffix in TYPES:
                self._load(path.relative_to(folder).as_posix())
        self._by_url = {asset.url: asset for asset in self._by_name.values()}

    def url(self, name: str) -> str:
        """The URL of a file, for templates. Raises KeyError for a name there is none of."""
        return self._by_name[name].url

    def content(self, name: str) -> bytes:
        """A file as it is served, whose name cannot change: a service worker's."""
        return self._by_name[name].plain

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """GET /static/…"""
        asset = self._by_url.get(request.path)
        if asset is None:
            raise web.HTTPNotFound(text="No such file.\n")
        headers = {"Cache-Control": FOR_EVER, "Content-Type": asset.content_type}
        body = asset.plain
        if asset.is_compressed:
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in request.headers.get("Accept-Encoding", "") and asset.gzipped:
                headers["Content-Encoding"], body = "gzip", asset.gzipped
        return web.Response(body=body, headers=headers)

    def _load(self, name: str) -> Asset:
        """Read a file and, first, those it names."""
        if name in self._by_name:
            return self._by_name[name]
        path = self._folder / name
        content = path.read_bytes()
        if path.suffix in (".css", ".js"):

            def hashed(match: re.Match[str]) -> str:
                return f"{match[1]}{self._load(match[2]).url}{match[3]}"

            content = REFERENCE.sub(hashed, content.decode()).encode()
        digest = hashlib.sha256(content).hexdigest()[:12]
        url = f"/static/{path.stem}.{digest}{path.suffix}"
        self._by_name[name] = Asset(url, TYPES[path.suffix], content, path.suffix in COMPRESSED)
        return self._by_name[name]
