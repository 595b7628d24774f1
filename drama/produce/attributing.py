"""The language model that is asked about doubtful lines: a collection's own, or one that a command names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from drama.adapt import Server
from drama.errors import Place
from drama.project import trust

if TYPE_CHECKING:
    from drama.project import VoicesFile

Nobody = Literal["none"]
"""What a person says who wants nobody asked, whatever voices.yaml names."""
KEY_VARIABLE = "DRAMA_ATTRIBUTOR_KEY"
_OPENAI, _OPENAI_KEY = "api.openai.com", "OPENAI_API_KEY"


def server(base_url: str, model: str) -> Server:
    """Return a server with its key: OPENAI_API_KEY for OpenAI's own, DRAMA_ATTRIBUTOR_KEY for others, if set.

    UsageError for an address that isn't http or https; InputError when a key would travel unencrypted.
    """
    from drama.system import http  # noqa: PLC0415 - urllib takes 0.1 s; most runs ask nobody

    key = http.key_in(_OPENAI_KEY if http.host_of(base_url) == _OPENAI else KEY_VARIABLE)
    found = Server(base_url=base_url, model=model, key=key)
    http.check_address(base_url, key=key)
    return found


def wanted(said: Server | Nobody | None, file: VoicesFile) -> Server | None:
    """Return who is asked: whom a command names, else the collection's own; None for nobody.

    InputError as of_house.
    """
    if said == "none":
        return None
    return said or of_house(file)


def of_house(file: VoicesFile) -> Server | None:
    """Return the server that a collection's voices.yaml names; None where it names none.

    InputError for one elsewhere that this user hasn't agreed to: it gets the lines and a key.
    """
    own = file.settings.attributor
    if not own:
        return None
    refused = trust.untrusted({trust.ATTRIBUTOR: dict(own)}, Place(path=str(file.path)))
    if refused:
        raise refused[trust.ATTRIBUTOR]
    said = dict(own)
    return server(said["base_url"], said["model"])
