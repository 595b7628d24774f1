"""YAML's syntax: parses a text to nodes with places, or raises an error with a hint for fixing it."""

from __future__ import annotations

import gc
import re

import yaml
from yaml.reader import Reader

from drama.errors import InputError, Place, Problem

MAX_DEPTH = 200
"""Deepest nesting given to libyaml's binding, which recurses in C; deeper texts use the slow, safe loader."""
RUN = re.compile(rf"(?:[-?:][ \t\r\n]+){{{MAX_DEPTH}}}")
BRACKETS = re.compile(r"[\[\]{}]")
SIGNS = {"&": "an anchor", "!": "a tag", "*": "an alias"}
QUOTE_HINT = "put quotation marks around a text that begins with {!r}"


class _Untyped:
    """A loader's resolver that leaves every scalar a string: the caller chooses the type."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:  # noqa: ARG002
        return "tag:yaml.org,2002:str"


class _SafeLoader(_Untyped, yaml.SafeLoader):
    pass


class _FastLoader(_Untyped, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    pass


def compose(text: str, path: str) -> yaml.Node | None:
    """Return the root of a text, None when it is empty; InputError when it isn't YAML or nests too deep.

    Every scalar is of type str; nothing is resolved, and an alias is the node that it refers to.
    """
    odd = Reader.NON_PRINTABLE.search(text)
    if odd:
        message = f"character U+{ord(odd.group()):04X} can't stand in YAML"
        place = _place(text, path, odd.start())
        raise InputError(Problem(message=message, place=place, hint="delete it; it prints nothing"))
    collecting = gc.isenabled()
    gc.disable()  # all nodes stay alive: scanning them repeatedly would take as long as parsing
    try:
        root: yaml.Node | None = yaml.compose(
            text, Loader=_SafeLoader if _may_nest_deep(text) else _FastLoader
        )
    except yaml.MarkedYAMLError as error:
        raise InputError(_problem(text, path, error)) from error
    except RecursionError:
        raise InputError(
            Problem(message="the YAML is nested too deep", place=Place(path=path, line=1))
        ) from None
    finally:
        if collecting:
            gc.enable()
    return root


def _may_nest_deep(text: str) -> bool:
    if RUN.search(text):
        return True
    if text.count("[") + text.count("{") < MAX_DEPTH:
        return False
    depth = 0
    for bracket in BRACKETS.findall(text):
        depth += 1 if bracket in "[{" else -1 if depth else 0
        if depth >= MAX_DEPTH:
            return True
    return False


def _problem(text: str, path: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    index = mark.index if mark else 0
    character = text[index : index + 1]
    message = error.problem or str(error)
    if "end of stream" in message and "quoted scalar" in (error.context or ""):
        mark = error.context_mark
        message, hint = "a quotation mark that is never closed", ""
    elif character == "\t":
        message, hint = "a tab where YAML wants spaces", "indent with spaces"
    elif "mapping values are not allowed" in message:
        hint = 'put quotation marks around a text that holds ": ", and keep the indentation even'
    elif "undefined alias" in message:
        message, hint = "YAML takes this for an alias", QUOTE_HINT.format("*")
    elif (error.context or "").startswith(("while scanning an alias", "while scanning an anchor")):
        mark = error.context_mark
        sign = text[mark.index] if mark else "*"
        message, hint = f"YAML takes this for {SIGNS.get(sign, 'a sign')}", QUOTE_HINT.format(sign)
    elif "another document" in message:
        message, hint = "the file holds a second document", 'delete the line "---"'
    elif "cannot start any token" in message:
        hint = QUOTE_HINT.format(character)
    else:
        hint = "check the indentation, brackets and quotation marks here and just above"
        message = ", ".join(part for part in (error.context, message) if part)
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Problem(
        message=f"broken YAML: {message}", place=Place(path=path, line=line, column=column), hint=hint
    )


def _place(text: str, path: str, index: int) -> Place:
    return Place(path=path, line=text.count("\n", 0, index) + 1, column=index - text.rfind("\n", 0, index))
