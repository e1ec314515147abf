"""Browsers that ask for pages as fast as they are answered: sockets and threads, no more.

A request costs this client some 40 us, so that it is never what a figure of pages measures.
"""

import socket
import threading
import time
from collections.abc import Sequence

from ops.errors import Trouble

END = b"\r\n\r\n"
LENGTH = b"\r\nContent-Length: "


def browse(
    port: int, paths: Sequence[str], token: str, *, clients: int, seconds: float
) -> tuple[int, float]:
    """Ask for the paths in turn, each client from another one on; (answers, answers per second).

    Raises Trouble for any answer but 200.
    """
    requests = [_request(path, token) for path in paths]
    counts, wrong = [0] * clients, []
    begun = time.monotonic()

    def work(number: int) -> None:
        try:
            counts[number] = _ask(
                port, requests[number % len(requests) :] + requests, begun + seconds
            )
        except (OSError, Trouble) as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise Trouble(f"A page was not answered: {wrong[0]}", "Look at what the web printed.")
    return sum(counts), sum(counts) / (time.monotonic() - begun)


def _request(path: str, token: str) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n"
        f"Accept-Encoding: gzip, deflate\r\nCookie: session={token}\r\n\r\n"
    ).encode()


def _ask(port: int, requests: Sequence[bytes], until: float) -> int:
    done = 0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.monotonic() < until:
            connection.sendall(requests[done % len(requests)])
            _read(connection)
            done += 1
    return done


def _read(connection: socket.socket) -> None:
    got = connection.recv(262_144)
    while END not in got:
        got += _more(connection)
    head, _, body = got.partition(END)
    if not head.startswith(b"HTTP/1.1 200"):
        raise Trouble(head.decode(errors="replace").splitlines()[0] if head else "closed")
    left = int(head.partition(LENGTH)[2].partition(b"\r\n")[0]) - len(body)
    while left > 0:
        left -= len(_more(connection))


def _more(connection: socket.socket) -> bytes:
    got = connection.recv(262_144)
    if not got:
        raise Trouble("closed in the middle")
    return got
