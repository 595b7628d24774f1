"""Seconds, frames and clock times; positions inside the program are integer frames."""

from __future__ import annotations

HOUSE_RATE_HZ = 44_100
"""Sample rate of every mix: twice the 22,050 Hz of espeak-ng and Piper; required by podcasts and ACX."""

STEP_FRAMES = 1152
"""Lines begin at multiples of this step: 26 ms, one MP3 frame. When a line changes, everything after it moves
by whole steps, so that its earlier mix, measurements and encoding remain valid."""
HALF_STEP_S = STEP_FRAMES / HOUSE_RATE_HZ / 2
"""The largest difference between a gap and its setting."""


def frames(seconds: float, rate_hz: int = HOUSE_RATE_HZ) -> int:
    """Return the number of frames nearest to a time in seconds."""
    return round(seconds * rate_hz)


def seconds(count: int, rate_hz: int = HOUSE_RATE_HZ) -> float:
    """Return the duration of a number of frames, in seconds."""
    return count / rate_hz


def clock(time_s: float) -> str:
    """Return a time for people to read: 4:05 or 1:04:05."""
    whole = max(0, round(time_s))
    hours, rest = divmod(whole, 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"


def stamp(time_s: float, *, mark: str = ".") -> str:
    """Return a time as WebVTT (mark ".") and SubRip (mark ",") write it: 00:01:02.345."""
    total_ms = max(0, round(time_s * 1000))
    total_s, millis = divmod(total_ms, 1000)
    hours, rest = divmod(total_s, 3600)
    minutes, second = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}:{second:02}{mark}{millis:03}"
