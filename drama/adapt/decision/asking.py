"""Ask a language model about doubtful lines: any server with OpenAI's chat endpoint (Ollama, llama.cpp).

Only lines below a threshold are asked about, each with the text around it and its candidates; an answer that
isn't one of them changes nothing. Answers are kept on disk. A server that fails leaves everything as it was.
https://platform.openai.com/docs/api-reference/chat/create
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from drama.errors import InputError, Problem, UsageError
from drama.system import files

if TYPE_CHECKING:
    from pathlib import Path

    from drama.adapt.decision.attribute import Attribution
    from drama.model import Quotation
    from drama.progress import Progress

AROUND = 1_200
"""Characters of the story before and after a line that the model is shown."""
SURE = 0.8
"""Confidence of a line that the model settled (judgement: it can't be measured here)."""
_INSTRUCTION = (
    "You are given part of a story and told one quotation in it. Say who speaks that quotation. "
    'Choose exactly one of the names listed. Answer with JSON only: {"speaker": "NAME"}.'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the model is and how long to wait for it; UsageError for an address that isn't http or https."""

    base_url: str
    """Up to and without "/chat/completions": http://localhost:11434/v1 for Ollama."""
    model: str
    key: str = field(default="", repr=False)
    """Sent as a bearer token to this server only; kept nowhere."""
    timeout_s: float = 30.0
    attempts: int = 3
    total_s: float = 600.0
    """Time after which no further line is asked about."""

    def __post_init__(self) -> None:
        if not re.match(r"https?://", self.base_url):
            hint = "for example http://localhost:11434/v1"
            raise UsageError(Problem(message=f"not the address of a server: {self.base_url!r}", hint=hint))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What asking came to."""

    attribution: Attribution
    lines: int
    """Doubtful lines that were to be asked about."""
    answered: int
    """Of these, lines with an answer that is one of the candidates."""
    changed: int
    """Of these, lines that the answer gave to somebody else."""
    trouble: str = ""
    """What stopped the asking, in words; empty when nothing did."""

    def __str__(self) -> str:
        said = f"doubtful lines for the language model: {self.lines}, answered {self.answered}"
        said += f", changed {self.changed}"
        return f"{said}; the others stay as they were, because {self.trouble}" if self.trouble else said


def ask(
    text: str,
    found: Attribution,
    server: Server,
    cache: Path | None,
    progress: Progress,
    *,
    below: float = 0.75,
) -> Asked:
    """Return the attribution with its doubtful lines settled by the model where it gave a usable answer.

    Lines are doubtful below a confidence of `below`. After a request that failed in every attempt, or after
    total_s, the rest stay as they are.
    """
    doubtful = [i for i, q in enumerate(found.quotations) if q.sure < below and found.others[i]]
    progress.start("ask", len(doubtful))
    quotations, others = list(found.quotations), list(found.others)
    answered = changed = 0
    trouble = ""
    stop = time.monotonic() + server.total_s
    for i in doubtful:
        if not trouble and time.monotonic() > stop:
            trouble = f"the time for asking ({server.total_s:g} s) is over"
        if trouble:
            break
        names = [name for name in (quotations[i].speaker, *(name for name, _ in others[i])) if name]
        try:
            said = _kept(cache, server, _question(text, quotations[i], names))
        except _NoAnswerError as error:
            trouble = str(error)
            continue
        progress.step()
        name = _chosen(said, names)
        if name:
            answered += 1
            changed += name != quotations[i].speaker
            quotations[i], others[i] = _settled(found, i, name, server.model)
    settled = replace(found, quotations=tuple(quotations), others=tuple(others))
    return Asked(
        attribution=_with_everybody(settled),
        lines=len(doubtful),
        answered=answered,
        changed=changed,
        trouble=trouble,
    )


def _question(text: str, quotation: Quotation, names: list[str]) -> str:
    """Return what the model is asked: the text around the line, the line between marks, the names."""
    before = text[max(0, quotation.start - AROUND) : quotation.start]
    after = text[quotation.end : quotation.end + AROUND]
    line = text[quotation.start : quotation.end]
    listed = "\n".join(f"- {name}" for name in names)
    return f"{before}>>>{line}<<<{after}\n\nWho speaks the words between >>> and <<<?\n{listed}\n"


def _settled(
    found: Attribution, i: int, name: str, model: str
) -> tuple[Quotation, tuple[tuple[str, float], ...]]:
    """Return a line as the model has it, the rules' answer among the others."""
    old = found.quotations[i]
    if name == old.speaker:
        why = f"{model} agrees with: {old.why}"
        return replace(old, sure=max(old.sure, SURE), why=why), found.others[i]
    genders = {c.name: c.gender for c in (*found.characters, *found.bystanders)}
    why = f"{model} chose {name}; the rules had {old.speaker} ({old.sure:.2f}): {old.why}"
    others = ((old.speaker, old.sure), *(other for other in found.others[i] if other[0] != name))
    return replace(old, speaker=name, gender=genders.get(name, "unknown"), sure=SURE, why=why), others


def _with_everybody(found: Attribution) -> Attribution:
    """Return the attribution with those characters, and only those, that speak a line now."""
    speak = {q.speaker for q in (*found.quotations, *found.unquoted)}
    everybody = (*found.characters, *found.bystanders)
    return replace(
        found,
        characters=tuple(c for c in everybody if c.name in speak),
        bystanders=tuple(c for c in everybody if c.name not in speak),
    )


def _chosen(said: str, names: list[str]) -> str:
    """Return the one name that an answer gives; empty when it gives none, or something else."""
    match = re.search(r"\{[^{}]*\}", said)
    if match:
        try:
            content = json.loads(match.group())
        except ValueError:  # a pattern without nested braces can't be too deep
            return ""
        said = str(content.get("speaker", ""))
    plain = said.strip().strip("\"'.").casefold()
    return next((name for name in names if name.casefold() == plain), "")


# ------------------------------------------------------------------ the server
class _NoAnswerError(Exception):
    """The server gave no answer in any attempt."""


def _kept(cache: Path | None, server: Server, question: str) -> str:
    """Return the model's answer, from disk when it was given before."""
    key = hashlib.sha256(
        json.dumps([server.base_url, server.model, _INSTRUCTION, question]).encode()
    ).hexdigest()
    path = cache / f"{key}.json" if cache is not None else None
    if path is not None and path.exists():
        try:
            return str(json.loads(files.read_text(path))["answer"])
        except (InputError, ValueError, KeyError, TypeError, RecursionError):
            pass  # a damaged answer is asked for again
    said = _request(server, question)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"drama": "answer/1", "answer": said, "model": server.model}
        files.write_text(path, json.dumps(content, sort_keys=True) + "\n")
    return said


def _request(server: Server, question: str) -> str:
    """Return the server's answer to a question; _NoAnswerError after the last attempt."""
    from drama.system import http  # noqa: PLC0415 - urllib takes 0.1 s; most runs ask nobody

    body = {
        "model": server.model,
        "temperature": 0,
        "seed": 0,
        "messages": [{"role": "system", "content": _INSTRUCTION}, {"role": "user", "content": question}],
    }
    url = server.base_url.rstrip("/") + "/chat/completions"
    try:
        said = http.post(
            url,
            body,
            key=server.key,
            accept="application/json",
            timeout_s=server.timeout_s,
            attempts=server.attempts,
        )
        return _content(http.parsed(said))
    except http.NoAnswerError as error:
        raise _NoAnswerError(f"{http.shown(url)} {error}") from error
    except ValueError as error:
        raise _NoAnswerError(f"{http.shown(url)}: {error}") from error


def _content(answer: Any) -> str:
    """Return the text of a chat answer; ValueError when it has none."""
    try:
        return str(answer["choices"][0]["message"]["content"])
    except (KeyError, IndexError, TypeError):
        raise ValueError("an answer without a message") from None
