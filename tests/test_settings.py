"""What people set is checked against one table of options."""

from __future__ import annotations

from pathlib import Path

import pytest

from drama.errors import InputError
from drama.project import voices_file
from drama.settings import CUE, DELIVERY, GROUPS, PART, Settings, options

EVERY = [*options(Settings), *(one for group in GROUPS.values() for one in options(group))]


@pytest.mark.parametrize("option", [*EVERY, *PART, *DELIVERY, *CUE], ids=lambda one: one.name)
def test_a_default_is_allowed(option) -> None:  # type: ignore[no-untyped-def]
    assert option.about
    if option.is_text:
        assert not option.choices or option.default in (*option.choices, "")  # "": not set
    else:
        assert not option.fault(float(option.default))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("rate_hz: 46000", "rate_hz must be 44100 or 48000, not 46000"),
        ("bitrate_kbps: 100", "bitrate_kbps must be 64, 80, 96"),
        ("channels: 1.5", "channels must be 1 or 2, not 1.5"),
    ],
)
def test_a_number_that_no_encoder_can_do_is_refused_with_its_place(written: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        voices_file.parse(f"house:\n  custom: {{{written}}}\n", Path("voices.yaml"))
    place = caught.value.problems[0].place
    assert place is not None
    assert place.line == 2
