"""JSON from outside the program: what isn't any, or is nested without end, is one kind of error."""

from __future__ import annotations

import json
from typing import Any


def parsed(content: str | bytes) -> Any:
    """Return the value of a JSON text; ValueError, in words, when it is invalid or nested too deep."""
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("the answer is nested too deep") from None
    except ValueError:  # no UTF-8, no JSON, or a number of thousands of digits
        raise ValueError("the answer is no JSON that can be read") from None
