"""How routes answer: JSON worked out in a thread, sound, the page's own files, and errors in words."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from importlib.resources import files as resources
from typing import TYPE_CHECKING, Any

import anyio
import numpy as np
import soundfile
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drama.audio import ffmpeg
from drama.errors import DramaError, InputError, Problem, UsageError
from drama.produce import page
from drama.system import json_values
from drama.timecode import HOUSE_RATE_HZ
from drama.web import view
from drama.web.workspace import ConflictError

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from drama.audio import Sound
    from drama.web.doors import Visitor

Answer = Callable[["Request"], Awaitable[Response]]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""Of the page's own files."""
_LEVELS = 1200
"""Bars of a waveform."""


def key(request: Request) -> str:
    """Return the key of the story that a request is about."""
    return str(request.path_params["key"])


def cue(request: Request) -> int:
    """Return the number of the cue that a request is about."""
    return int(request.path_params["cue"])


def visitor(request: Request) -> Visitor:
    """Return who asks."""
    found: Visitor = request.state.visitor
    return found


def get(path: str, answer: Callable[[Request], dict[str, Any]]) -> Route:
    """Return a route that answers JSON, worked out in a thread."""

    async def endpoint(request: Request) -> Response:
        return JSONResponse(await anyio.to_thread.run_sync(answer, request))

    return Route(path, endpoint, methods=["GET"])


def post(path: str, answer: Callable[[Request, dict[str, Any]], dict[str, Any]]) -> Route:
    """Return a route that takes a table of JSON and answers one, worked out in a thread."""

    async def endpoint(request: Request) -> Response:
        try:
            content = json_values.parsed(await request.body() or b"{}")
        except ValueError as error:
            raise UsageError(Problem(message="that is no JSON")) from error
        if not isinstance(content, dict):
            raise UsageError(Problem(message="a change is a table"))
        try:
            return JSONResponse(await anyio.to_thread.run_sync(answer, request, content))
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(Problem(message=f"the change lacks or garbles {error}")) from error

    return Route(path, endpoint, methods=["POST"])


def answering(answer: Callable[[Request], Awaitable[dict[str, Any]]]) -> Answer:
    """Return an endpoint that answers JSON from a coroutine."""

    async def endpoint(request: Request) -> Response:
        return JSONResponse(await answer(request))

    return endpoint


def threaded(answer: Callable[[Request], Response]) -> Answer:
    """Return an endpoint whose response is made in a thread."""

    async def endpoint(request: Request) -> Response:
        return await anyio.to_thread.run_sync(answer, request)

    return endpoint


def wav(sound: Sound) -> Response:
    """Answer a sound of (frames, 2) at the house rate as WAV."""
    file = io.BytesIO()
    soundfile.write(file, sound, HOUSE_RATE_HZ, format="WAV", subtype="PCM_16")
    return Response(file.getvalue(), media_type="audio/wav", headers={"accept-ranges": "none"})


def levels(path: Path) -> list[float]:
    """Return the loudest sample of each stretch of a file, over the loudest of all."""
    peaks = [float(np.abs(block).max(initial=0.0)) for block in ffmpeg.decode(path, 8000, 1, block=800)]
    step = max(1, len(peaks) // _LEVELS)
    bars = [max(peaks[at : at + step]) for at in range(0, len(peaks), step)]
    loudest = max(bars, default=0.0) or 1.0
    return [round(bar / loudest, 3) for bar in bars]


def static() -> dict[str, bytes]:
    """Return the page's own files by name."""
    folder = resources("drama.web") / "static"
    found = {one.name: one.read_bytes() for one in folder.iterdir() if one.name.endswith(tuple(KINDS))}
    return found | {"style.css": page("style.css").encode("utf-8")}


async def refused(request: Request, error: Exception) -> Response:
    """Answer an error of ours: 409 for a conflict, 404 for what isn't there, 400 for what isn't valid."""
    assert isinstance(error, DramaError)  # noqa: S101 - starlette calls it for these alone
    if isinstance(error, ConflictError):
        body = view.problem(error) | {"file": error.file, "differences": list(error.differences)}
        return JSONResponse(body, status_code=409)
    status = (
        404
        if isinstance(error, UsageError) and request.method == "GET"
        else 400
        if isinstance(error, (UsageError, InputError))
        else 500
    )
    return JSONResponse(view.problem(error), status_code=status)


async def missing(request: Request, error: Exception) -> Response:
    """Answer that there is nothing."""
    del request
    status = error.status_code if isinstance(error, HTTPException) else 500
    return JSONResponse(
        {"error": "there is nothing here" if status == 404 else f"error {status}"}, status_code=status
    )


async def too_large(request: Request, error: Exception) -> Response:
    """Answer that a body was too long."""
    del request, error
    return JSONResponse({"error": "that is too much"}, status_code=413)
