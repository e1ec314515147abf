"""HTTP written by hand, for what no client would send; and the answers as they come."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE_SECONDS = 15.0


@dataclass(frozen=True)
class Told:
    """An answer: its status (0: the connection was closed), its headers, and what follows."""

    status: int
    headers: dict[str, str]  # names in lower case; of several of a name, the last
    body: bytes = b""


async def send(base: str, said: bytes, *more: bytes, pause: float = 0) -> Told:
    """Write bytes to the server, a pause between one and the next; what it answers first.

    Raises TimeoutError where nothing comes.
    """
    place = urlsplit(base)
    async with asyncio.timeout(PATIENCE_SECONDS):
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        writing = asyncio.create_task(_write(writer, (said, *more), pause))
        try:
            return await _read(reader)
        except (ConnectionError, asyncio.IncompleteReadError):
            return Told(0, {})
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            writer.close()


async def _write(writer: asyncio.StreamWriter, parts: tuple[bytes, ...], pause: float) -> None:
    for part in parts:
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(pause)


async def _read(reader: asyncio.StreamReader) -> Told:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines)
    }
    length = int(headers.get("content-length", "0"))
    return Told(int(first.split()[1]), headers, await reader.readexactly(length))


def head(method: str, target: str, *lines: str, host: str | None = "127.0.0.1") -> bytes:
    """A request's first lines, as they are given."""
    hosts = [] if host is None else [f"Host: {host}"]
    return "\r\n".join([f"{method} {target} HTTP/1.1", *hosts, *lines, "", ""]).encode("latin-1")
