"""Files that the app brings: an address to send one to, and then who may see it.

https://docs.slack.dev/messaging/working-with-files
"""

import base64
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from aiohttp import web

from bot.workspace.arguments import Arguments, Refusal, number, required
from bot.workspace.faults import UPLOAD
from bot.workspace.traffic import Traffic
from bot.workspace.world import File, World, new_id

BYTES = 10_000_000
"""Of one file. Slack takes more, but all of it is kept in memory here."""

ALT_CHARACTERS = 1_000
CHUNK = 65_536


@dataclass(frozen=True)
class _Upload:
    """What was announced, and whether its bytes have come."""

    file: File
    length: int
    is_complete: bool = False


class Uploads:
    """Files between their announcement and the moment at which they are shared."""

    def __init__(self, world: World, traffic: Traffic, url: Callable[[], str]) -> None:
        self._world = world
        self._traffic = traffic
        self._url = url
        self._by_key: dict[str, _Upload] = {}

    def open(self, arguments: Arguments) -> tuple[str, str]:
        """Announce a file; gives its id, and the address to send its bytes to."""
        name = required(arguments, "filename")
        length = number(arguments, "length", 0, "invalid_arguments")
        alt = str(arguments.get("alt_txt") or "")
        if length < 1:
            raise Refusal("missing_argument")
        if length > BYTES:
            raise Refusal("file_upload_size_restricted")
        if len(alt) > ALT_CHARACTERS:
            raise Refusal("alt_txt_too_large")
        file = File(new_id("F"), PurePath(name).name, title=name, alt=alt)
        key = secrets.token_urlsafe(16)
        self._by_key[key] = _Upload(file, int(length))
        return file.id, f"{self._url()}upload/v1/{key}"

    async def answer(self, request: web.Request) -> web.Response:
        """Take the bytes of a file, as the body of the request."""
        begun, content = time.perf_counter(), b""
        async for chunk in request.content.iter_chunked(CHUNK):
            content += chunk
            if len(content) > BYTES:
                break
        response = self._take(request.match_info["key"], content)
        error = None if response.status == 200 else response.text
        sent = f"{len(content)} bytes"
        self._traffic.note("to Slack", UPLOAD, sent, response.text, begun, error)
        return response

    def _take(self, key: str, content: bytes) -> web.Response:
        upload = self._by_key.get(key)
        if upload is None:
            return web.Response(status=404, text="no upload of this name")
        if len(content) != upload.length:
            return web.Response(status=400, text=f"{upload.length} bytes were announced")
        file = replace(upload.file, content=base64.b64encode(content).decode())
        self._by_key[key] = replace(upload, file=file, is_complete=True)
        return web.Response(text=f"OK - {len(content)}")

    def complete(self, listed: Any) -> list[File]:
        """Keep files whose bytes have come: each of a list of ids and titles, or none of them."""
        if not isinstance(listed, list) or not listed:
            raise Refusal("invalid_arguments")
        found = [self._find(each) for each in listed]
        for key, _ in found:
            self._by_key.pop(key, None)
        return [self._world.keep_file(file) for _, file in found]

    def _find(self, named: Any) -> tuple[str, File]:
        id = named.get("id") if isinstance(named, dict) else None
        for key, upload in self._by_key.items():
            if upload.file.id == id and upload.is_complete:
                title = str(named.get("title") or upload.file.title)
                return key, replace(upload.file, title=title)
        raise Refusal("file_not_found")
