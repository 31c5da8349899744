"""Durations, numbers and the arithmetic of availability."""

import pytest

from planroom.model.quantities import (
    agree,
    allowed_downtime_minutes,
    duration_text,
    milliseconds,
    number_text,
    requests_per_day,
)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("300ms", 300),
        ("5s", 5_000),
        ("1.5s", 1_500),
        ("15m", 900_000),
        ("15min", 900_000),
        ("4h", 14_400_000),
        ("1d", 86_400_000),
        (" 20 ms ", 20),
        ("300", None),
        ("soon", None),
        ("-5s", None),
        ("", None),
        (300, None),
        (None, None),
        (["5s"], None),
    ],
)
def test_a_duration_is_a_number_with_a_unit_and_nothing_else_is_one(text: object, ms: float | None) -> None:
    assert milliseconds(text) == ms


@pytest.mark.parametrize(
    ("percent", "days", "minutes"),
    [(99.9, 30, 43.2), (99.95, 30, 21.6), (99.99, 30, 4.32), (99.9, 365, 525.6), (100, 30, 0), (0, 1, 1440)],
)
def test_an_availability_leaves_its_missing_share_of_the_window(
    percent: float, days: float, minutes: float
) -> None:
    """The figures are those of the availability table in the SRE book."""
    assert allowed_downtime_minutes(percent, days) == pytest.approx(minutes)


def test_a_mean_rate_makes_86400_times_as_many_requests_a_day() -> None:
    assert requests_per_day(12) == 1_036_800


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (300, "300 ms"),
        (1_000, "1 s"),
        (1_500, "1,500 ms"),
        (900_000, "15 min"),
        (14_400_000, "4 h"),
        (0, "0 ms"),
    ],
)
def test_a_duration_is_written_in_its_largest_whole_unit(ms: float, text: str) -> None:
    assert duration_text(ms) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (43.199999999999996, "43.2"),
        (50.0, "50"),
        (8_640_000, "8,640,000"),
        (99.999, "99.999"),
        (0.12, "0.12"),
        (1e308 * 10, "inf"),
        (2e30, "2e+30"),
    ],
)
def test_a_number_is_written_without_the_noise_of_floating_point(value: float, text: str) -> None:
    assert number_text(value) == text


def test_figures_agree_within_a_share_of_the_larger() -> None:
    assert agree(100, 100.9)
    assert agree(100, 104, 0.05)
    assert not agree(100, 102)
    assert agree(0, 0)
