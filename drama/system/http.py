"""HTTP requests to servers of the user's choice: bounded in size and time, with retries.

A key is sent only to its configured host, over https or within this machine, and never appears in an error.
Redirections are not followed.
"""

from __future__ import annotations

import base64
import io
import ipaddress
import json
import os
import re
import secrets
import time
import urllib.error
import urllib.request
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit, urlunsplit

from drama.errors import InputError, Problem
from drama.system.json_values import parsed

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Mapping

MOST_BYTES = 256 << 20
"""Largest response; 50 minutes of speech."""
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0
_TIMES_THE_TIMEOUT = 4
"""The time limit of a whole response, as a multiple of the limit for a silence (timeout_s)."""
_BLOCK_BYTES = 1 << 16
_AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504})
"""Status codes after which the request is tried again."""
_KEY = re.compile("[!-~]*")
"""Printable ASCII (RFC 9110, 5.5, without blanks)."""


class NoAnswerError(Exception):
    """The last attempt's failure, as a message for people without keys or passwords."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status
        """The status code that the server answered with; 0 where it gave no HTTP answer."""


def post(
    url: str, body: Mapping[str, object], *, key: str, accept: str, timeout_s: float, attempts: int
) -> bytes:
    """Return the content of a server's answer to a JSON body; NoAnswerError after `attempts` failures.

    `url` must have passed check_address. A nonempty `key` is sent as a bearer token; user and password of the
    address as HTTP basic authentication. `timeout_s` bounds every silence, four times as much the whole
    response. Retries use exponential backoff (the pauses double), unless the server says how long to wait
    (RFC 9110, Retry-After).
    """
    headers = {"Content-Type": "application/json", "Accept": accept}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    return _asked(url, headers, json.dumps(body).encode(), key=key, timeout_s=timeout_s, attempts=attempts)


def upload(
    url: str,
    fields: Mapping[str, str],
    file: tuple[str, bytes],
    *,
    key: str,
    timeout_s: float,
    attempts: int,
) -> bytes:
    """Return the content of a server's answer to a form with a file of this name and content (RFC 7578).

    Otherwise as post().
    """
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    name, content = file
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts += [f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(), content]
    parts.append(f"\r\n--{mark}--\r\n".encode())
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "Accept": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    return _asked(url, headers, b"".join(parts), key=key, timeout_s=timeout_s, attempts=attempts)


def get(url: str, *, timeout_s: float, attempts: int = 2, most_bytes: int = MOST_BYTES) -> bytes:
    """Return the content at an address; NoAnswerError after `attempts` failures or beyond most_bytes."""
    return _asked(url, {}, None, key="", timeout_s=timeout_s, attempts=attempts, most_bytes=most_bytes)


def download(url: str, *, timeout_s: float, most_bytes: int, after: int = 0) -> Iterator[tuple[bool, bytes]]:
    """Yield a public file block by block; each with whether the server goes on `after` so many bytes.

    Where it doesn't, the file begins anew. Redirections are followed, as release pages need; user and
    password of the address go to its own host alone. `timeout_s` bounds every silence. NoAnswerError when the
    file can't be had, breaks off or has more than `most_bytes`; InputError for an invalid address.
    """
    check_address(url)
    request = _request(url, {"Range": f"bytes={after}-"} if after else {}, None)
    size = 0
    try:
        with urllib.request.build_opener(_OnTheWeb).open(request, timeout=timeout_s) as answer:
            resumes = answer.status == HTTPStatus.PARTIAL_CONTENT
            while block := answer.read(_BLOCK_BYTES):
                size += len(block)
                if size > most_bytes:
                    raise NoAnswerError(f"sent more than {most_bytes:,} bytes")
                yield resumes, block
    except urllib.error.HTTPError as error:
        with error:
            raise NoAnswerError(f"answered {error.code}: {_said(error, '', url)}", error.code) from None
    except HTTPException as error:
        raise NoAnswerError(f"broke off or gave no HTTP answer ({type(error).__name__})") from None
    except urllib.error.URLError as error:
        raise NoAnswerError(f"can't be reached: {error.reason}") from None
    except OSError as error:  # of the connection: what the taker does with a block isn't raised here
        raise NoAnswerError(f"broke off: {error}") from None


def key_in(variable: str) -> str:
    """Return the key in an environment variable, without surrounding white space; empty when unset.

    InputError, which doesn't show the key, when it has characters that no key has.
    """
    key = os.environ.get(variable, "").strip()
    if not _KEY.fullmatch(key):
        at = next(i for i, sign in enumerate(key, 1) if not "!" <= sign <= "~")
        message = f"the key in {variable} can't be one: its character {at} is a blank, a line end or no ASCII"
        raise InputError(Problem(message=message, hint=f"copy the key anew into {variable}"))
    return key


def check_address(url: str, *, key: str = "") -> None:
    """Raise InputError for an invalid address, or for one to which a key would be sent unencrypted."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
        host.encode("idna" if not host.isascii() else "ascii")
    except (ValueError, UnicodeError):
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\x00-\x1f\x7f]", url):
        hint = "as in http://127.0.0.1:8880/v1"
        raise InputError(Problem(message=f"{shown(url)!r} is no web address", hint=hint))
    if key and parts.scheme == "http" and not is_local(url):
        message = f"the key would go to {host} in the clear"
        raise InputError(Problem(message=message, hint="use its https address"))


def is_local(url: str) -> bool:
    """Return whether an address is on this machine, so that data sent there stays on it."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """Return the host of an address in lower case; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def shown(url: str) -> str:
    """Return an address without its user and password, for display."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return re.sub(r"//[^/@]*@", "//", url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _asked(
    url: str,
    headers: Mapping[str, str],
    data: bytes | None,
    *,
    key: str,
    timeout_s: float,
    attempts: int,
    most_bytes: int = MOST_BYTES,
) -> bytes:
    fault, status = "", 0
    for attempt in range(attempts):
        pause_s = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2**attempt)
        deadline = time.monotonic() + _TIMES_THE_TIMEOUT * timeout_s
        try:
            with _opener(deadline).open(_request(url, headers, data), timeout=timeout_s) as answer:
                return _content(cast("HTTPResponse", answer), most_bytes)
        except urllib.error.HTTPError as error:
            with error:
                fault, status = f"answered {error.code}: {_said(error, key, url)}", error.code
                pause_s = _asked_pause_s(error, pause_s)
            if error.code not in _AGAIN:
                break
        except HTTPException as error:  # not an OSError: an incomplete or invalid response
            fault = f"broke off or gave no HTTP answer ({type(error).__name__})"
        except OSError as error:  # the base of URLError, ConnectionError and TimeoutError
            fault = f"can't be reached: {getattr(error, 'reason', error)}"
        except ValueError:  # urllib's message would show the headers
            raise NoAnswerError(
                "can't be asked: the address or the key has signs that HTTP can't send"
            ) from None
        if attempt + 1 < attempts:
            time.sleep(pause_s)
    raise NoAnswerError(fault, status)


def _request(url: str, headers: Mapping[str, str], data: bytes | None) -> urllib.request.Request:
    parts = urlsplit(url)
    own = dict(headers)
    if parts.username is not None and "Authorization" not in own:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        own["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    request = urllib.request.Request(shown(url), data)  # noqa: S310 - http and https only: check_address
    for name, value in own.items():  # not to be sent on where a redirection leads
        (request.add_unredirected_header if name == "Authorization" else request.add_header)(name, value)
    return request


def _content(answer: HTTPResponse, most_bytes: int) -> bytes:
    blocks, size = [], 0
    while block := answer.read(_BLOCK_BYTES):
        blocks.append(block)
        size += len(block)
        if size > most_bytes:
            raise NoAnswerError(f"sent more than {most_bytes >> 20} MB")
    expected = answer.headers.get("Content-Length", "")
    if expected.isdigit() and size < int(expected):  # http.client doesn't report it when reading in blocks
        raise ConnectionError(f"the answer broke off after {size} of {expected} bytes")
    return b"".join(blocks)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Refuses redirections: key and text are for the configured server alone."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Return nothing, so that the redirection is reported as an error."""


class _OnTheWeb(urllib.request.HTTPRedirectHandler):
    """Follows redirections to web addresses, not from https to http."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """Return the request to send on; None, so that it is reported, where that would be less safe."""
        if req.full_url.startswith("https:") and not newurl.startswith("https:"):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _UntilDeadline(io.RawIOBase):
    """A socket's bytes until a deadline, since a server that sends a byte a second never times out."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._raw = sock.makefile("rb", buffering=0)
        self._sock, self._deadline, self._timeout_s = sock, deadline, sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left_s = max(0.001, self._deadline - time.monotonic())
        self._sock.settimeout(min(left_s, self._timeout_s or left_s))
        try:
            return self._raw.readinto(buffer) or 0
        except TimeoutError:
            if time.monotonic() >= self._deadline:
                raise TimeoutError("the answer took too long from first to last") from None
            raise

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, deadline: float, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp.close()
        self.fp = io.BufferedReader(_UntilDeadline(sock, deadline))


class _Connection(HTTPConnection):
    def __init__(self, *args: Any, deadline: float, **options: Any) -> None:
        super().__init__(*args, **options)
        self.response_class = partial(_Response, deadline=deadline)  # type: ignore[assignment]


class _SecureConnection(HTTPSConnection):
    def __init__(self, *args: Any, deadline: float, **options: Any) -> None:
        super().__init__(*args, **options)
        self.response_class = partial(_Response, deadline=deadline)  # type: ignore[assignment]


class _Handler(urllib.request.HTTPHandler):
    def __init__(self, deadline: float) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(partial(_Connection, deadline=self._deadline), req)


class _SecureHandler(urllib.request.HTTPSHandler):
    def __init__(self, deadline: float) -> None:
        super().__init__()
        self._deadline = deadline

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(partial(_SecureConnection, deadline=self._deadline), req)


def _opener(deadline: float) -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_StayHere, _Handler(deadline), _SecureHandler(deadline))


def _said(error: urllib.error.HTTPError, key: str, url: str) -> str:
    """Return the message of OpenAI's error object, or the beginning of another response.

    The key and the address's password aren't shown where the server repeats them.
    """
    try:
        content = error.read(2_000).decode("utf-8", "replace")
    except (OSError, HTTPException):
        content = ""
    try:
        found = parsed(content.encode())["error"]
        said = str(found["message"] if isinstance(found, dict) else found)[:300]
    except (ValueError, KeyError, TypeError):
        said = content[:200].strip() or str(error.reason)
    password = unquote(urlsplit(url).password or "")
    for secret, name in ((key, "[the key]"), (password, "[the password]")):
        said = said.replace(secret, name) if secret else said
    return said


def _asked_pause_s(error: urllib.error.HTTPError, pause_s: float) -> float:
    """Return the pause that the server asks for, within bounds; `pause_s` where it doesn't ask."""
    asked = error.headers.get("Retry-After", "")
    return min(_LONGEST_PAUSE_S, float(asked)) if asked.isascii() and asked.isdigit() else pause_s
