"""Which language model a command asks about doubtful lines, by its options."""

from __future__ import annotations

from drama.adapt import Server
from drama.errors import InputError, Problem, UsageError

KEY_VARIABLE = "DRAMA_ATTRIBUTOR_KEY"
_OPENAI, _OPENAI_KEY = "api.openai.com", "OPENAI_API_KEY"
KIND = "openai"
"""The one kind of attributor: a server with OpenAI's chat endpoint."""
_EXAMPLE = "--attributor openai --base-url http://localhost:11434/v1 --model llama3.1"


def server_of(attributor: str | None, base_url: str | None, model: str | None) -> Server | None:
    """Return the server that --attributor, --base-url and --model name, or None.

    OpenAI gets the key in OPENAI_API_KEY, another server the one in DRAMA_ATTRIBUTOR_KEY, if set. UsageError
    when the options don't go together.
    """
    if attributor is None:
        if base_url or model:
            option = "--base-url" if base_url else "--model"
            raise UsageError(Problem(message=f"{option} needs --attributor", hint=f"as in {_EXAMPLE}"))
        return None
    if attributor != KIND:
        message = f"there is no attributor {attributor!r}"
        raise UsageError(Problem(message=message, hint=f"the only one is {KIND}, as in {_EXAMPLE}"))
    missing = [option for option, said in (("--base-url", base_url), ("--model", model)) if not said]
    if not base_url or not model:
        message = f"--attributor {KIND} needs {' and '.join(missing)}"
        raise UsageError(Problem(message=message, hint=f"as in {_EXAMPLE}"))
    from drama.system import http  # noqa: PLC0415 - urllib takes 0.1 s; most runs ask nobody

    key = http.key_in(_OPENAI_KEY if http.host_of(base_url) == _OPENAI else KEY_VARIABLE)
    server = Server(base_url=base_url, model=model, key=key)
    try:
        http.check_address(base_url, key=key)
    except InputError as error:
        raise UsageError(*error.problems) from None
    return server
