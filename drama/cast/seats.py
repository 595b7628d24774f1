"""Where everybody sits: partners in dialogue on different sides, the narrator alone in the centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from drama.cast.roles import Role

SEATS = (-0.3, 0.3, -0.5, 0.5, -0.15, 0.15, -0.4, 0.4)
"""Tried in this order. No seat is so far out that the side signal outweighs the middle (folding to mono)."""
CROWD_SEAT = 0.0
FAR_ENOUGH = 0.6
"""Sufficient distance between two seats; farther is no better."""


def seats(roles: Iterable[Role], given: Mapping[str, float]) -> dict[str, float]:
    """Return a seat for everybody, −1 to 1, the given ones first; the same through the whole story.

    Greedy assignment, the biggest parts first: each takes the first seat far from its closest partners.
    """
    taken = dict(given)
    for role in roles:
        if role.character.name not in taken:
            taken[role.character.name] = _seat(role, taken)
    return taken


def _seat(role: Role, taken: Mapping[str, float]) -> float:
    if role.character.kind == "crowd":
        return CROWD_SEAT
    others = [(taken[name], weight) for name, weight in role.partners if name in taken]

    def crowding(seat: float) -> float:
        return sum(weight / (0.05 + min(abs(seat - other), FAR_ENOUGH)) for other, weight in others)

    return min(SEATS, key=lambda seat: (round(crowding(seat), 6), SEATS.index(seat)))
