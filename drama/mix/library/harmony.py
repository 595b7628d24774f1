"""Chords and how voices move from one to the next."""

from __future__ import annotations

from itertools import combinations, pairwise

QUALITIES = {
    "maj": (0, 4, 7), "min": (0, 3, 7), "dim": (0, 3, 6), "sus": (0, 5, 7),
    "add9": (0, 2, 4, 7), "madd9": (0, 2, 3, 7), "maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10),
    "dom7": (0, 4, 7, 10), "dim7": (0, 3, 6, 9), "lyd": (0, 4, 6, 7),
}  # fmt: skip
"""Semitones of a chord's tones over its root."""

Chord = tuple[int, str]
"""Root in semitones over the key's tonic, and a quality."""
Voicing = tuple[int, ...]
"""MIDI note numbers from the lowest voice up."""


def tones(chord: Chord, tonic: int) -> tuple[int, ...]:
    """Return a chord's pitch classes, its root first."""
    root, quality = chord
    return tuple((tonic + root + step) % 12 for step in QUALITIES[quality])


def bass(chord: Chord, tonic: int, low: int) -> int:
    """Return the lowest note at or above `low` that is the chord's root."""
    return low + (tonic + chord[0] - low) % 12


def parallels(before: Voicing, after: Voicing) -> int:
    """Return how many pairs of voices move in parallel fifths or octaves, which part-writing avoids."""
    found = 0
    for low in range(len(before)):
        for high in range(low + 1, len(before)):
            was, now = before[high] - before[low], after[high] - after[low]
            moved = before[low] != after[low] and before[high] != after[high]
            found += moved and was % 12 == now % 12 and now % 12 in {0, 7}
    return found


def lead(
    before: Voicing | None, chord: Chord, tonic: int, *, low: int, high: int, voices: int = 4
) -> Voicing:
    """Return the chord's voicing that is nearest to the one before, with independent voices.

    Voices stay within low and high, in order, at most an octave apart, and sound every tone of the chord when
    there are enough of them. Nearness is the sum of the semitones moved, a parallel fifth or octave counting
    as ten (Tymoczko, "A Geometry of Music", 2011, ch. 2: efficient voice leading). Without a voicing before,
    the one nearest to the middle of the range is taken. Raises ValueError when the range is too narrow.
    """
    classes = tones(chord, tonic)
    notes = [note for note in range(low, high + 1) if note % 12 in classes]
    wanted = set(classes[: voices + 1] if len(classes) <= voices else classes[:voices])
    middle = tuple(low + (high - low) * (i + 1) / (voices + 1) for i in range(voices))
    found = []
    for voicing in combinations(notes, voices):
        if any(upper - lower > 12 for lower, upper in pairwise(voicing)):
            continue
        if not wanted <= {note % 12 for note in voicing}:
            continue
        target = before if before is not None else middle
        moved = sum(abs(now - was) for now, was in zip(voicing, target, strict=True))
        cost = moved + (10 * parallels(before, voicing) if before is not None else 0)
        found.append((cost, voicing))
    if not found:
        raise ValueError(f"no voicing of {chord} between {low} and {high}")
    return min(found)[1]


def progression(
    chords: tuple[Chord, ...], tonic: int, *, low: int, high: int, voices: int = 4
) -> list[Voicing]:
    """Return the voicings of chords one after another, each led from the one before."""
    voicings: list[Voicing] = []
    for chord in chords:
        before = voicings[-1] if voicings else None
        voicings.append(lead(before, chord, tonic, low=low, high=high, voices=voices))
    return voicings
