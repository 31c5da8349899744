"""Bars of figures: on one scale, with the figures in words, and only where there is something to compare."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from planroom.checks import Outcome
from planroom.load import load
from planroom.model import build
from planroom.render import Rendering
from planroom.render.charts import Bar, chart
from planroom.render.section_charts import chart_of, waits_chart
from planroom.render.values import Values


def call(target: str, ms: int) -> dict[str, Any]:
    """A call that waits so long."""
    return {"to": target, "via": "rest", "mode": "sync", "timeout": {"request": f"{ms}ms"}}


DESIGN: dict[str, Any] = {
    "system": {"name": "shop"},
    "quality_targets": {
        "p95_ms": 200,
        "availability_percent": {"target": 99.9, "measured": 99.95},
        "load_test_peak_multiple": {"target": 2, "measured": 2},
    },
    "architecture_overview": {
        "estimated_scale": {"requests_per_second_peak": 100},
        "availability_requirements": {"slo_percent": 99.9, "window_days": 30},
    },
    "service_design": {
        "services": [
            {
                "service_name": "front",
                "slo": {"availability_percent": 99.8, "p95_ms": 250},
                "dependencies": [call("orders", 700), call("stock", 300)],
            },
            {"service_name": "orders", "slo": {"p95_ms": 90}, "dependencies": [call("money", 900)]},
            {"service_name": "stock"},
            {"service_name": "money"},
        ]
    },
}


@pytest.fixture
def values(tmp_path: Path) -> Values:
    """How the design is shown on the system's page."""
    file = tmp_path / "specs/shop/design.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(DESIGN), "utf-8")
    room = load(tmp_path, today=date(2026, 2, 12))
    site = Rendering(Outcome(room, build(room), ()))
    return Values(site, "systems/shop/index.md", site.model.systems[0])


def rows(html: str) -> list[str]:
    """The rows of a chart as they are read."""
    found = re.findall(r"<li.*?</li>", html)
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).replace("\u00a0", " ").split()) for row in found]


def test_bars_stand_on_one_scale_from_zero() -> None:
    made = chart(
        "Sizes", [Bar(Markup("a"), 50, Markup("50")), Bar(Markup("b"), 200, Markup("200"), start=100)]
    )
    assert re.findall(r'style="([^"]*)"', made) == ["--b:25", "--a:50;--b:50"]


def test_a_limit_belongs_to_the_scale() -> None:
    made = chart("Sizes", [Bar(Markup("a"), 50, Markup("50"), limit=100)])
    assert 'class="pr-bar pr-bar--limit" style="--b:50;--t:100"' in made


def test_one_bar_alone_compares_with_nothing() -> None:
    assert chart("Sizes", [Bar(Markup("a"), 50, Markup("50"))]) == ""
    assert chart("Sizes", [Bar(Markup("a"), 0, Markup("0")), Bar(Markup("b"), 0, Markup("0"))]) == ""
    assert chart("Sizes", []) == ""


def test_nothing_in_a_title_is_markup() -> None:
    bars = [Bar(Markup("a"), 1, Markup("1")), Bar(Markup("b"), 2, Markup("2"))]
    assert "<figcaption>&lt;b&gt;</figcaption>" in chart("<b>", bars)


def test_latency_is_held_against_the_target(values: Values) -> None:
    made = chart_of(values, "quality_targets", {})
    assert rows(made) == ["front 250 ms, 125 % of 200 ms", "orders 90 ms, 45 % of 200 ms"]
    assert made.count("pr-bar--over") == 1


def test_downtime_is_held_against_what_the_system_may_have(values: Values) -> None:
    made = chart_of(values, "availability_requirements", {})
    assert rows(made) == [
        "The system 43.2 min, 99.9 %",
        "Measured 21.6 min, 99.95 %",
        "front 86.4 min, 99.8 %",
    ]
    assert made.count("pr-bar--over") == 1


def test_growth_is_held_against_what_was_tested(values: Values) -> None:
    growth = [
        {"date": "2026-11-21", "requests_per_second": 140},
        {"date": "2027-11-21", "requests_per_second": 210},
    ]
    made = chart_of(values, "growth_projections", growth)
    assert rows(made) == [
        "21 Nov 2026 140/s of 200/s that were load-tested",
        "21 Nov 2027 210/s of 200/s that were load-tested",
    ]
    assert made.count("pr-bar--over") == 1


def test_instances_are_ranges(values: Values) -> None:
    made = chart_of(
        values,
        "auto_scaling",
        [{"service": "front", "min": 2, "max": 8}, {"service": "x", "min": 4, "max": 4}],
    )
    assert rows(made) == ["front 2 to 8", "x 4 to 4"]


def test_callers_wait_in_the_order_of_the_chain(values: Values) -> None:
    made = waits_chart(values)
    assert rows(made) == [
        "front to orders 700 ms",
        "orders to money 900 ms, longer than the 700 ms of its own caller",
        "front to stock 300 ms",
    ]
    assert made.count('class="pr-bars__1"') == 1


@pytest.mark.parametrize(
    "value", [None, 1, "x", [], {}, [1], [{"service": 1, "min": "a"}], [{"date": 1}]], ids=repr
)
@pytest.mark.parametrize("key", ["auto_scaling", "growth_projections", "other"])
def test_odd_shapes_have_no_chart(values: Values, key: str, value: Any) -> None:
    assert chart_of(values, key, value) == ""
