"""Ask a language model about doubtful lines, a conversation at a time, over OpenAI's chat endpoint.

Each conversation with doubtful lines is one question: the cast, the text with every quotation numbered, and
the numbers to answer. A few of these are lines whose speaker is known. The model's accuracy on them decides
how much its answers count against the rules (Bayes). Answers are cached on disk. A server that fails leaves
everything as it was. https://platform.openai.com/docs/api-reference/chat/create
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
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from drama.adapt.decision.attribute import Attribution
    from drama.model import Quotation
    from drama.progress import Progress

AROUND = 600
"""Characters of the story before and after a conversation that the model is shown."""
APART = 1_500
"""Doubtful lines more than this many characters apart go into separate questions."""
MOST_LINES = 16
"""Doubtful lines in one question."""
KNOWN = 4
"""Most lines with a known speaker in one question."""
SURE = 0.94
"""Confidence from which a line's speaker counts as known."""
RIGHT, COUNTED = 0.8, 4.0
"""The prior: a model's assumed accuracy, and how many lines this assumption weighs as much as."""
CHANCE = 0.02
"""Prior probability of a speaker who isn't among the rules' candidates."""
_INSTRUCTION = (
    "You are given part of a story with its quotations numbered, and the people in it. Say for each number "
    "asked about who speaks that quotation. Choose from the people listed, by the names listed. Quotations "
    'mostly alternate between those who talk. Answer with JSON only: {"1": "NAME", "2": "NAME"}.'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the model is and how long to wait for it; UsageError for an address that isn't http or https."""

    base_url: str
    """Up to and without "/chat/completions": http://localhost:11434/v1 for Ollama."""
    model: str
    key: str = field(default="", repr=False)
    """Sent as a bearer token to this server only; never stored."""
    timeout_s: float = 30.0
    attempts: int = 3
    total_s: float = 600.0
    """Time after which no further question is asked."""

    def __post_init__(self) -> None:
        if not re.match(r"https?://", self.base_url):
            hint = "for example http://localhost:11434/v1"
            raise UsageError(Problem(message=f"not the address of a server: {self.base_url!r}", hint=hint))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The result of asking the model."""

    attribution: Attribution
    lines: int
    """Doubtful lines in all."""
    answered: int
    """Doubtful lines with an answer that names one of the candidates."""
    changed: int
    """Doubtful lines whose speaker the answer changed."""
    trouble: str = ""
    """Why the asking stopped early, in words; empty when it didn't."""

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
    conversations = _conversations(found, doubtful)
    progress.start("ask", len(conversations))
    said: dict[int, str] = {}
    trouble = ""
    stop = time.monotonic() + server.total_s
    for lines in conversations:
        if time.monotonic() > stop:
            trouble = f"the time for asking ({server.total_s:g} s) is over"
            break
        known = _known(found, lines)
        try:
            answer = _kept(cache, server, _question(text, found, lines, known))
        except _NoAnswerError as error:
            trouble = str(error)
            break
        progress.step()
        said |= _chosen(answer, {i: _people(found, lines) for i in (*lines, *known)})
    settled, changed = _weighed(found, doubtful, said, server.model)
    return Asked(
        attribution=_with_everybody(settled),
        lines=len(doubtful),
        answered=sum(i in said for i in doubtful),
        changed=changed,
        trouble=trouble,
    )


def _conversations(found: Attribution, doubtful: Sequence[int]) -> list[list[int]]:
    """Return the doubtful lines grouped by nearness, one group a question."""
    groups: list[list[int]] = []
    for i in doubtful:
        near = groups and found.quotations[i].start - found.quotations[groups[-1][-1]].end <= APART
        if near and len(groups[-1]) < MOST_LINES:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _known(found: Attribution, lines: Sequence[int]) -> list[int]:
    """Return lines near a conversation whose speaker is known: they measure the model's accuracy."""
    around = range(max(0, lines[0] - 3), min(len(found.quotations), lines[-1] + 4))
    return [i for i in around if found.quotations[i].sure >= SURE][:KNOWN]


def _people(found: Attribution, lines: Sequence[int]) -> list[str]:
    """Return everybody who may speak in a conversation or speaks right around it."""
    names = [found.quotations[i].speaker for i in lines]
    names += [name for i in lines for name, _ in found.others[i]]
    names += [q.speaker for q in found.quotations[max(0, lines[0] - 4) : lines[-1] + 5]]
    return list(dict.fromkeys(name for name in names if name))


def _question(text: str, found: Attribution, lines: Sequence[int], known: Sequence[int]) -> str:
    """Return what the model is asked: people, the text with numbered quotations, the numbers to answer."""
    cast = {c.name: c for c in (*found.characters, *found.bystanders)}
    people = []
    for name in _people(found, lines):
        person = cast.get(name)
        facts = [person.gender, person.age, *person.aliases[:4]] if person is not None else []
        told = ", ".join(fact for fact in facts if fact != "unknown")
        people.append(f"- {name}" + f" ({told})" * bool(told))
    asked = sorted({*lines, *known})
    first, last = max(0, asked[0] - 3), min(len(found.quotations), asked[-1] + 4)
    at = max(0, found.quotations[first].start - AROUND)
    parts = []
    for i in range(first, last):
        quotation = found.quotations[i]
        parts.append(f"{text[at : quotation.start]}[{i + 1}] {text[quotation.start : quotation.end]}")
        at = quotation.end
    parts.append(text[at : at + AROUND])
    numbers = ", ".join(str(i + 1) for i in asked)
    return "People:\n" + "\n".join(people) + f"\n\n{''.join(parts)}\n\nWho speaks {numbers}?\n"


def _chosen(answer: str, people: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """Return whom an answer names for each line asked about, without omissions and invented names."""
    match = re.search(r"\{[^{}]*\}", answer)
    try:
        content = json.loads(match.group()) if match else {}
    except ValueError:  # the pattern has no nested braces, so no RecursionError
        return {}
    found = {}
    for i, names in people.items():
        plain = str(content.get(str(i + 1), "")).strip().strip("\"'.").casefold()
        name = next((name for name in names if name.casefold() == plain), "")
        if name:
            found[i] = name
    return found


def _weighed(
    found: Attribution, doubtful: Sequence[int], said: Mapping[int, str], model: str
) -> tuple[Attribution, int]:
    """Return the attribution with a model's answers weighed against the rules, and how many lines changed.

    By Bayes' rule, an answer multiplies the probability of the person named by the model's accuracy on known
    lines, and that of everybody else by an equal share of its error rate. A poor model changes little.
    """
    known = [found.quotations[i].speaker == name for i, name in said.items() if i not in set(doubtful)]
    right = (RIGHT * COUNTED + sum(known)) / (COUNTED + len(known))
    quotations, others = list(found.quotations), list(found.others)
    changed = 0
    for i in (i for i in doubtful if i in said):
        old = quotations[i]
        chance = {**dict(others[i]), old.speaker: old.sure}
        chance.setdefault(said[i], CHANCE)
        wrong = (1 - right) / max(1, len(chance) - 1)
        after = {name: p * (right if name == said[i] else wrong) for name, p in chance.items()}
        total = sum(after.values())
        ranked = sorted(
            ((p / total, name) for name, p in after.items()), key=lambda pair: (-pair[0], pair[1])
        )
        sure, name = ranked[0]
        changed += name != old.speaker
        quotations[i] = _settled(found, old, name, round(sure, 4), f"{model} says {said[i]}")
        others[i] = tuple((other, round(p, 4)) for p, other in ranked[1:])
    return replace(found, quotations=tuple(quotations), others=tuple(others)), changed


def _settled(found: Attribution, old: Quotation, name: str, sure: float, said: str) -> Quotation:
    """Return a line with the speaker whom the model and the rules together make likeliest."""
    if name == old.speaker:
        return replace(old, sure=sure, why=f"{said}; {old.why}")
    genders = {c.name: c.gender for c in (*found.characters, *found.bystanders)}
    why = f"{said}; the rules had {old.speaker} ({old.sure:.2f}): {old.why}"
    return replace(old, speaker=name, gender=genders.get(name, "unknown"), sure=sure, why=why)


def _with_everybody(found: Attribution) -> Attribution:
    """Return the attribution with exactly those characters who now speak a line."""
    speak = {q.speaker for q in (*found.quotations, *found.unquoted)}
    everybody = (*found.characters, *found.bystanders)
    return replace(
        found,
        characters=tuple(c for c in everybody if c.name in speak),
        bystanders=tuple(c for c in everybody if c.name not in speak),
    )


# ------------------------------------------------------------------ the server
class _NoAnswerError(Exception):
    """The server gave no answer in any attempt."""


def _kept(cache: Path | None, server: Server, question: str) -> str:
    """Return the model's answer, from the cache on disk when it is there."""
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
