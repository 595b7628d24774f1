"""A language model behind OpenAI's chat endpoint: one question, one JSON answer, kept on disk.

The answer's form is asked for as a JSON schema (structured outputs: Ollama, llama.cpp, LM Studio, vLLM and
OpenAI hold the model to it); a server that refuses it is asked without from then on.
https://platform.openai.com/docs/api-reference/chat/create
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from drama.errors import InputError, Problem, UsageError
from drama.system import files, json_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_REFUSED = frozenset({400, 404, 415, 422, 500, 501})
"""Status codes with which servers refuse a form of answer that they don't know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the model is and how long to wait for it; UsageError for an address that isn't http or https."""

    base_url: str
    """Up to and without "/chat/completions": http://localhost:11434/v1 for Ollama."""
    model: str
    key: str = field(default="", repr=False)
    """Sent as a bearer token to this server only; never stored."""
    timeout_s: float = 300.0
    """Longest silence: a model on a laptop's processor reads for minutes before its first word."""
    attempts: int = 3

    def __post_init__(self) -> None:
        if not re.match(r"https?://", self.base_url):
            hint = "for example http://localhost:11434/v1"
            raise UsageError(Problem(message=f"not the address of a server: {self.base_url!r}", hint=hint))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and the answers that are possible."""

    instruction: str
    text: str
    choices: Mapping[str, Sequence[str]]
    """The keys of the JSON object that answers it, each with its possible values."""
    about: str = ""
    """Whose identity it asks for; empty where it asks for something else."""

    def schema(self) -> dict[str, object]:
        """Return the JSON schema of an answer."""
        values = {key: {"type": "string", "enum": list(names)} for key, names in self.choices.items()}
        return {
            "type": "object",
            "properties": values,
            "required": list(values),
            "additionalProperties": False,
        }


class NoAnswerError(Exception):
    """The server gave no answer in any attempt."""


class Chat:
    """Questions to one server; what it answered before comes from the cache on disk."""

    def __init__(self, server: Server, cache: Path | None) -> None:
        self.server, self.cache = server, cache
        self._knows_schemas = True

    def ask(self, question: Question) -> dict[str, str]:
        """Return the possible answers that the model gave, by key; NoAnswerError when there was none."""
        return _chosen(self._kept(question), question.choices)

    def _kept(self, question: Question) -> str:
        asked = [self.server.base_url, self.server.model, question.instruction, question.text]
        key = hashlib.sha256(json.dumps(asked).encode()).hexdigest()
        path = self.cache / f"{key}.json" if self.cache is not None else None
        if path is not None and path.exists():
            try:
                return str(json_values.parsed(files.read_text(path))["answer"])
            except (InputError, ValueError, KeyError, TypeError):
                pass  # a damaged answer is asked for again
        said = self._request(question)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            content = {"drama": "answer/1", "answer": said, "model": self.server.model}
            files.write_text(path, json.dumps(content, sort_keys=True) + "\n")
        return said

    def _request(self, question: Question) -> str:
        """Return the server's answer, in the form of the schema where the server has that."""
        from drama.system import http  # noqa: PLC0415 - urllib takes 0.1 s; most runs ask nobody

        try:
            return self._post(question)
        except http.NoAnswerError as error:
            if not (self._knows_schemas and error.status in _REFUSED):
                raise self._fault(error) from error
            self._knows_schemas = False
        try:
            return self._post(question)
        except http.NoAnswerError as error:
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> NoAnswerError:
        from drama.system import http  # noqa: PLC0415

        return NoAnswerError(f"{http.shown(self._url())} {error}")

    def _url(self) -> str:
        return self.server.base_url.rstrip("/") + "/chat/completions"

    def _post(self, question: Question) -> str:
        from drama.system import http  # noqa: PLC0415

        body: dict[str, object] = {
            "model": self.server.model,
            "temperature": 0,
            "seed": 0,
            "messages": [
                {"role": "system", "content": question.instruction},
                {"role": "user", "content": question.text},
            ],
        }
        if self._knows_schemas:
            form = {"name": "answer", "strict": True, "schema": question.schema()}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        server = self.server
        said = http.post(
            self._url(),
            body,
            key=server.key,
            accept="application/json",
            timeout_s=server.timeout_s,
            attempts=server.attempts,
        )
        try:
            return _content(json_values.parsed(said))
        except ValueError as error:
            raise NoAnswerError(f"{http.shown(self._url())}: {error}") from error


def _chosen(answer: str, choices: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return which possible value an answer gives each key, without omissions and inventions."""
    match = re.search(r"\{[^{}]*\}", answer)
    try:
        content = json_values.parsed(match.group()) if match else {}
    except ValueError:
        return {}
    found = {}
    for key, names in choices.items():
        plain = str(content.get(key, "")).strip().strip("\"'.").casefold()
        name = next((name for name in names if name.casefold() == plain), "")
        if name:
            found[key] = name
    return found


def _content(answer: Any) -> str:
    """Return the text of a chat answer; ValueError when it has none."""
    try:
        return str(answer["choices"][0]["message"]["content"])
    except (KeyError, IndexError, TypeError):
        raise ValueError("an answer without a message") from None
