"""Which language model a command asks about doubtful lines, by its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.errors import InputError, Problem, UsageError
from drama.produce import attributing

if TYPE_CHECKING:
    from drama.adapt import Server

KIND = "openai"
"""The one kind of attributor: a server with OpenAI's chat endpoint."""
NOBODY: attributing.Nobody = "none"
_EXAMPLE = "--attributor openai --base-url http://localhost:11434/v1 --model llama3.1"


def server_of(
    attributor: str | None, base_url: str | None, model: str | None
) -> Server | attributing.Nobody | None:
    """Return the server that the three options name, "none", or None where nothing is said.

    UsageError when the options don't go together.
    """
    if attributor in {None, NOBODY}:
        if base_url or model:
            option = "--base-url" if base_url else "--model"
            message = f"{option} needs --attributor {KIND}"
            raise UsageError(Problem(message=message, hint=f"as in {_EXAMPLE}"))
        return NOBODY if attributor else None
    if attributor != KIND:
        message = f"there is no attributor {attributor!r}"
        hint = f"there is {KIND}, as in {_EXAMPLE}, and {NOBODY}, which asks nobody"
        raise UsageError(Problem(message=message, hint=hint))
    missing = [option for option, said in (("--base-url", base_url), ("--model", model)) if not said]
    if not base_url or not model:
        message = f"--attributor {KIND} needs {' and '.join(missing)}"
        raise UsageError(Problem(message=message, hint=f"as in {_EXAMPLE}"))
    try:
        return attributing.server(base_url, model)
    except InputError as error:
        raise UsageError(*error.problems) from None
