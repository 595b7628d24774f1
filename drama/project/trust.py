"""What a voices.yaml causes to be run or sent, and whether this user has agreed to it.

A project may come from somebody else, and its voices.yaml can name a program to run for every line, or a
server that gets the lines and a key. Neither happens before `drama trust` was called once for exactly these
settings.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

from platformdirs import user_config_path

from drama.errors import InputError, Place, Problem
from drama.system import files, json_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VARIABLE = "DRAMA_TRUST"
"""Set to 1 in the environment, it agrees to everything: for machines with only the user's own projects."""
ATTRIBUTOR = "attributor"
"""Name of the language model of `house: attributor:` beside those of the engines."""
_SCHEMA = "trust/1"
_MOST_SHOWN = 200


def risks(settings: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Return what engines and the attributor would run or send with these settings, in words, by name.

    Servers on this machine that get no key are left out: data sent to them stays here.
    """
    from drama.system import http  # noqa: PLC0415 - urllib takes 0.1 s; few projects name a server

    found = {}
    if run := _words(settings.get("command", {}).get("run")):
        found["command"] = f"runs the program `{run}` for each of its lines"
    server = settings.get("openai", {})
    url, key = str(server.get("base_url", "")), str(server.get("key_variable", ""))
    if key or (url and not http.is_local(url)):
        with_key = f", with the key in {key}" if key else ""
        found["openai"] = f"sends its lines to {http.host_of(url) or 'api.openai.com'}{with_key}"
    url = str(settings.get(ATTRIBUTOR, {}).get("base_url", ""))
    if url and not http.is_local(url):
        found[ATTRIBUTOR] = (
            f"sends the talks of a story to {http.host_of(url)}, with your key for it if you have one"
        )
    return found


def _words(run: object) -> str:
    parts = [str(part) for part in run] if isinstance(run, list | tuple) else [str(run)] if run else []
    said = " ".join(parts)
    return said if len(said) <= _MOST_SHOWN else said[:_MOST_SHOWN] + " …"


def untrusted(settings: Mapping[str, Mapping[str, object]], place: Place) -> dict[str, InputError]:
    """Return the errors to raise, by name, before what this user hasn't agreed to speaks or is asked."""
    if not settings or os.environ.get(VARIABLE) == "1":
        return {}
    found = risks(settings)
    agreed = _agreed() if found else frozenset()
    return {
        name: InputError(
            Problem(
                message=f"{subject(name)} {what}, and you haven't agreed to that",
                place=place,
                hint=f"look at `{'house' if name == ATTRIBUTOR else 'engines'}:` there, "
                "and say `drama trust` if you know who wrote it",
            )
        )
        for name, what in found.items()
        if _digest(name, settings[name]) not in agreed
    }


def subject(name: str) -> str:
    """Return what does what `risks` tells, in words."""
    return "the attributor" if name == ATTRIBUTOR else f"engine {name}"


def agree(settings: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Record this user's consent to these settings; return what they do, in words, by name."""
    found = risks(settings)
    agreed = _agreed() | {_digest(name, settings[name]) for name in found}
    content = {"schema": _SCHEMA, "agreed": sorted(agreed)}
    files.write_text(_memory(), json.dumps(content, indent=1, sort_keys=True) + "\n")
    return found


def forget() -> None:
    """Forget everything that was agreed to."""
    _memory().unlink(missing_ok=True)


def _memory() -> Path:
    return user_config_path("drama") / "trusted.json"


def _agreed() -> frozenset[str]:
    try:
        content = json_values.parsed(_memory().read_text(encoding="utf-8"))
        return frozenset(map(str, content["agreed"]))
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()  # an unreadable file counts as no consent


def _digest(name: str, settings: Mapping[str, object]) -> str:
    """Return a digest of an engine's settings, with the absolute path of a program of the project."""
    text = json.dumps([name, settings], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
