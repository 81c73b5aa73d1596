"""A publisher on the loopback: lists and files of events, and all the ways in which a server misbehaves."""

from __future__ import annotations

import contextlib
import hashlib
import io
import socket
import struct
import threading
import time
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from tests.events.conftest import rows

from kanae.workflow.event_fetch import streams_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kanae.model.fetching import EventStream

PAGE = b"<!DOCTYPE html><html><body>please log in</body></html>"


def zipped(stamp: str, content: bytes) -> bytes:
    """Return a zip archive of one file, always the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(f"{stamp}.export.CSV", (2019, 10, 24, 0, 0, 0)), content)
    return packed.getvalue()


def quarters(day: str) -> list[str]:
    return [f"{day}{hour:02}{minute:02}00" for hour in range(24) for minute in (0, 15, 30, 45)]


@dataclass
class Publisher:
    """What is published, how each file is answered, and what was asked.

    A misbehaviour is a name: ``429``, ``503``, ``404`` and other numbers, ``truncated``, ``reset``, ``dripping``,
    ``silent``, ``page``, ``page-as-zip``, ``longer``, ``altered``, ``elsewhere``, ``here``.
    Each is used up by one request.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    ill: dict[str, list[str]] = field(default_factory=dict)
    retry_after: str | None = "0"
    elsewhere: str = ""
    hold: float = 0.0
    asked: list[str] = field(default_factory=list)
    begun: list[float] = field(default_factory=list)
    ranges: dict[str, list[str | None]] = field(default_factory=lambda: defaultdict(list))
    at_once: int = 0
    most_at_once: int = 0
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v2/"

    def publish(self, day: str, *, left_out: tuple[str, ...] = (), middle: str = "", prefix: bytes = b"") -> None:
        """Publish the quarters of a day and the list that names them, with mentions and other lines among them."""
        lines = [prefix] if prefix else []
        for number, stamp in enumerate(quarters(day)):
            if stamp in left_out:
                continue
            name = f"{stamp}{middle}.export.CSV.zip"
            self.files[name] = zipped(stamp, rows(3, 1 + 3 * number, added=stamp, day=day))
            lines += [self.line(name), self.line(f"{stamp}{middle}.mentions.CSV.zip", b"mentions")]
        name = "masterfilelist-translation.txt" if middle else "masterfilelist.txt"
        self.files[name] = self.files.get(name, b"") + b"".join(lines)

    @staticmethod
    def entry(name: str, content: bytes) -> bytes:
        md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
        return f"{len(content)} {md5} http://data.example/gdeltv2/{name}\n".encode()

    def line(self, name: str, content: bytes | None = None) -> bytes:
        return self.entry(name, self.files[name] if content is None else content)


class _Handler(BaseHTTPRequestHandler):
    publisher: Publisher

    def do_GET(self) -> None:
        publisher = self.publisher
        name = self.path.rsplit("/", 1)[-1]
        with publisher.lock:
            publisher.asked.append(name)
            publisher.begun.append(time.monotonic())
            publisher.ranges[name].append(self.headers.get("Range"))
            publisher.at_once += 1
            publisher.most_at_once = max(publisher.most_at_once, publisher.at_once)
            waiting = publisher.ill.get(name)
            illness = waiting.pop(0) if waiting else ""
        time.sleep(publisher.hold)
        with publisher.lock:  # before the answer: who has it may ask again while this thread still ends
            publisher.at_once -= 1
        with contextlib.suppress(OSError):  # the client went away
            self._answer(name, illness)

    def _answer(self, name: str, illness: str) -> None:
        content = self.publisher.files.get(name)
        if illness.isdecimal() or content is None:
            self._refuse(int(illness or 404))
        elif illness == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif illness in {"elsewhere", "here"}:
            self._lead(name, illness)
        elif illness in {"page", "page-as-zip"}:
            self._send(PAGE, "text/html" if illness == "page" else "application/zip")
        elif illness == "longer":
            self._send(content + b"more")
        elif illness == "altered":
            self._send(content[:-1] + bytes([content[-1] ^ 1]))
        else:
            self._send_part(content, illness)

    def _refuse(self, number: int) -> None:
        self.send_response(number)
        if number == 429 and self.publisher.retry_after is not None:
            self.send_header("Retry-After", self.publisher.retry_after)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _lead(self, name: str, illness: str) -> None:
        self.send_response(302)
        place = self.publisher.elsewhere if illness == "elsewhere" else f"{self.publisher.url}moved/"
        self.send_header("Location", place + name)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, content: bytes, kind: str = "application/zip") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send_part(self, content: bytes, illness: str) -> None:
        mark = f'"{hashlib.sha256(content).hexdigest()}"'
        asked = self.headers.get("Range")
        start = 0
        if asked and self.headers.get("If-Range") == mark:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
        rest = content[start:]
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Type", "application/zip")
        self.send_header("Content-Length", str(len(rest)))
        self.send_header("ETag", mark)
        self.end_headers()
        if illness == "truncated":
            self.wfile.write(rest[: len(rest) // 2])
        elif illness == "silent":
            self.wfile.write(rest[:10])
            self.wfile.flush()
            time.sleep(1)
        elif illness == "dripping":
            for place in range(len(rest)):
                self.wfile.write(rest[place : place + 1])
                self.wfile.flush()
                time.sleep(0.05)
        else:
            self.wfile.write(rest)

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def publishing() -> Iterator[Publisher]:
    """Serve what a publisher has while the block runs."""
    publisher = Publisher()
    handler = type("Handler", (_Handler,), {"publisher": publisher})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    http.daemon_threads = True
    http.block_on_close = False
    publisher.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield publisher
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def stream_at(*publishers: Publisher, name: str = "english") -> EventStream:
    """Return a stream of the catalogue whose files lie with these publishers, asked without a pause."""
    mirrors = tuple(publisher.url for publisher in publishers)
    (stream,) = streams_of([name])
    return stream.model_copy(update={"mirrors": mirrors, "pause_milliseconds": 0, "fewest_bytes": 1})
