"""Post JSON to a server of the user's choice, again where that may help; the key goes nowhere else."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPResponse

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0
_AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504})
"""Answers after which the same request may succeed."""


class NoAnswerError(Exception):
    """What the last attempt met, in words for a person; the key isn't among them."""


def post(
    url: str, body: Mapping[str, object], *, key: str, accept: str, timeout_s: float, attempts: int
) -> bytes:
    """Return the content of a server's answer to a JSON body; NoAnswerError after so many attempts.

    `url` is http or https. A `key` that isn't empty is sent as a bearer token. No redirection is followed.
    The pauses between attempts double, unless the server says how long to wait (RFC 9110, Retry-After).
    """
    headers = {"Content-Type": "application/json", "Accept": accept}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(  # noqa: S310 - http and https only, as the callers check
        url, json.dumps(body).encode(), headers
    )
    fault = ""
    for attempt in range(attempts):
        pause_s = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2**attempt)
        try:
            with _OPENER.open(request, timeout=timeout_s) as answer:
                return cast("HTTPResponse", answer).read()
        except urllib.error.HTTPError as error:
            with error:
                fault = f"answered {error.code}: {_said(error)}"
                pause_s = _asked_pause_s(error, pause_s)
            if error.code not in _AGAIN:
                break
        except OSError as error:  # of which URLError, ConnectionError and TimeoutError are kinds
            fault = f"can't be reached: {getattr(error, 'reason', error)}"
        if attempt + 1 < attempts:
            time.sleep(pause_s)
    raise NoAnswerError(fault)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: key and text are meant for the configured server alone."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Return nothing, so that the redirection is reported as an error."""


_OPENER = urllib.request.build_opener(_StayHere)


def _said(error: urllib.error.HTTPError) -> str:
    """Return the message of OpenAI's error object, or the beginning of what else was answered."""
    content = error.read(2_000).decode("utf-8", "replace")
    try:
        found = json.loads(content)["error"]
        return str(found["message"] if isinstance(found, dict) else found)[:300]
    except (ValueError, KeyError, TypeError):
        return content[:200].strip() or str(error.reason)


def _asked_pause_s(error: urllib.error.HTTPError, pause_s: float) -> float:
    """Return how long the server asks to wait, within bounds; `pause_s` where it doesn't say."""
    asked = error.headers.get("Retry-After", "")
    return min(_LONGEST_PAUSE_S, float(asked)) if asked.isdigit() else pause_s
