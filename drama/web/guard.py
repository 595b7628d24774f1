"""Every request is judged before a route sees it: host, origin, session, token, size.

The page runs on a machine that others may use and in a browser that has foreign pages open. So the server
answers to its own names alone (against DNS rebinding), takes changes only from its own pages with the
session's token (against cross-site request forgery), and sends headers that keep text from becoming code.
"""

from __future__ import annotations

import hmac
import ipaddress
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from drama.web.doors import Doors, Visitor

OPEN_PATHS = ("/enter/", "/static/", "/login")
"""What needs no session: the way in, and files that hold nothing of the project."""
ACTOR_PATHS = ("/actor", "/api/actor/", "/api/events")
LEAST_BYTES, STORY_BYTES, TAKE_BYTES = 256 * 1024, 32 * 2**20, 64 * 2**20
"""Largest body of a change, of a story that is added, and of a recording."""
TOKEN_HEADER = "x-drama-token"  # noqa: S105 - a header's name
_SAFE = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
}


class Guard:
    """ASGI middleware around the whole page."""

    def __init__(self, app: ASGIApp, *, doors: Doors, hosts: Collection[str], port: int) -> None:
        """Take the names that the server answers to, without a port, and the port it is reached at.

        With "*" among them every IP address is one, but no name: that is what rebinding needs.
        """
        self.app = app
        self.doors = doors
        self.hosts = frozenset(hosts)
        self.port = port
        self.cookie = f"drama-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is refused; pass everything else on, with the visitor in the request's state."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        visitor = self.doors.visitor(self._session(headers.get("cookie", "")))
        answer = self._refusal(scope, headers, visitor)
        if answer is not None:
            await answer(scope, receive, _hardened(send, scope["path"]))
            return
        scope.setdefault("state", {})["visitor"] = visitor
        limit = _limit(scope["path"])
        await self.app(scope, _counted(receive, limit), _hardened(send, scope["path"]))

    def _refusal(
        self, scope: Scope, headers: Headers, visitor: Visitor | None
    ) -> JSONResponse | RedirectResponse | None:
        """Return what is answered to a request that isn't passed on; None for one that is."""
        path, method = scope["path"], scope["method"]
        refused = self._from_elsewhere(headers) or _unfit(path, method, headers)
        if refused:
            return refused
        if path.startswith(OPEN_PATHS):
            is_login = path == "/login" and headers.get("origin") is not None
            return None if method in _SAFE or is_login else _no(403, "not here")
        if visitor is None:
            closed = _no(401, "open the page with `drama open`")
            return closed if path.startswith("/api/") else RedirectResponse("/login", status_code=303)
        return _not_theirs(path, method, headers, visitor)

    def _from_elsewhere(self, headers: Headers) -> JSONResponse | None:
        """Return a refusal for another name of this machine's, or for what another page asks."""
        if not self._is_ours(headers.get("host", "")):
            return _no(403, "this server doesn't answer to that name")
        origin = headers.get("origin")
        own = origin is None or self._is_ours(origin.partition("://")[2])
        is_followed_link = headers.get("sec-fetch-mode") == "navigate"
        foreign = headers.get("sec-fetch-site") == "cross-site" and not is_followed_link
        return _no(403, "another page asked for this") if foreign or not own else None

    def _is_ours(self, host: str) -> bool:
        name, colon, port = host.rpartition(":")
        if not colon or port != str(self.port):
            return False
        return name.strip("[]") in self.hosts or ("*" in self.hosts and _is_address(name.strip("[]")))

    def _session(self, cookies: str) -> str:
        try:
            found = SimpleCookie(cookies).get(self.cookie)
        except CookieError:
            return ""
        return found.value if found else ""


def _unfit(path: str, method: str, headers: Headers) -> JSONResponse | None:
    if method not in (*_SAFE, "POST", "DELETE"):
        return _no(405, "there is nothing to do so with")
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > _limit(path):
        return _no(413, f"that is more than {_limit(path) // 1024} kB")
    return None


def _not_theirs(path: str, method: str, headers: Headers, visitor: Visitor) -> JSONResponse | None:
    """Return a refusal for what an actor's link doesn't open, and for a change without the page's token."""
    if not visitor.is_owner and not path.startswith(ACTOR_PATHS):
        return _no(403, "this link opens one part only")
    has_token = hmac.compare_digest(headers.get(TOKEN_HEADER, "").encode(), visitor.token.encode())
    if method not in _SAFE and not (headers.get("origin") is not None and has_token):
        return _no(403, "a change needs the page's token; load the page again")
    return None


class TooLarge(Exception):  # noqa: N818 - starlette's handlers go by the name
    """A body went on past its limit."""


def _limit(path: str) -> int:
    if path == "/api/stories":
        return STORY_BYTES
    return TAKE_BYTES if "/takes/" in path else LEAST_BYTES


def _counted(receive: Receive, limit: int) -> Receive:
    """Return a receive that stops a body longer than it said."""
    count = 0

    async def receiving() -> Message:
        nonlocal count
        message = await receive()
        if message["type"] == "http.request":
            count += len(message.get("body", b""))
            if count > limit:
                raise TooLarge
        return message

    return receiving


def _hardened(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-cache" if path.startswith("/static/") else "no-store")
            message["headers"] = headers.raw
        await send(message)

    return sending


def _no(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status_code=status)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
