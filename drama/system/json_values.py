"""JSON from outside the program: what isn't any, or is nested without end, is one kind of error."""

from __future__ import annotations

import json
from typing import Any


def parsed(content: str | bytes) -> Any:
    """Return the value of a JSON text; ValueError, in words, when it is invalid or nested too deep."""
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("JSON that is nested too deep") from None
    except json.JSONDecodeError as error:
        where = f"from line {error.lineno}, column {error.colno} on"
        raise ValueError(f"no JSON that can be read, {where}") from None
    except ValueError:  # no UTF-8, or a number of thousands of digits
        raise ValueError("no JSON that can be read") from None
