"""The parts of a design that show their working: load, availability, quality targets, technologies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from planroom.kinds.design_schema import design_schema, resolved
from planroom.model import Scale
from planroom.model.quantities import SECONDS_PER_DAY, agree, allowed_downtime_minutes, requests_per_day
from planroom.records import dataclass
from planroom.render import units, words
from planroom.render.values import Values, title_of

PEAK_LIMIT = 50
"""Above how many times the mean a peak is asked for its reason."""


@dataclass(frozen=True)
class Rows:
    """A table with a sentence before it and a note behind it; each may be empty."""

    heads: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[Markup, ...], ...] = ()
    lead: Markup = Markup("")  # immutable
    note: Markup = Markup("")  # immutable


def special_table(values: Values, key: str, value: Any) -> Rows | None:
    """The table of a part that has one of its own, `None` for every other part."""
    if key == "estimated_scale" and isinstance(value, dict) and values.system.scale is not None:
        return _scale(values, values.system.scale, value)
    if key == "availability_requirements" and isinstance(value, dict):
        return _availability(values, value)
    if key == "technology_stack" and isinstance(value, list) and any(isinstance(i, dict) for i in value):
        return _technologies(values, value)
    return None


# Load -------------------------------------------------------------------------------------------------------


def _scale(values: Values, scale: Scale, value: Mapping[str, Any]) -> Rows:
    heads = (("Quantity", ""), ("Value", "pr-num"), ("Working", ""))
    rows = [(escape(name), escape(figure), escape(working)) for name, figure, working in _load(scale)]
    known = resolved(_part("architecture_overview", "estimated_scale")).get("properties", {})
    for key, item in value.items():
        if key not in known:
            rows.append((escape(title_of(key)), values.shown(item, key), Markup("stated")))
    return Rows(heads, tuple(rows), note=_note(values, value))


def _load(scale: Scale) -> Iterator[tuple[str, str, str]]:
    """Each quantity with its figure and how it was come by."""
    mean, day = scale.mean_per_second, scale.per_day
    if day is not None:
        yield "Requests a day", words.number(day), "stated"
    elif mean is not None:
        working = f"{words.number(mean)}/s × {SECONDS_PER_DAY:,} s"
        yield "Requests a day", words.number(round(requests_per_day(mean))), working
    if mean is None and day is not None:
        mean = day / SECONDS_PER_DAY
        yield "Mean rate", f"{_rounded(mean)}/s", f"{words.number(day)} / {SECONDS_PER_DAY:,} s"
    elif mean is not None:
        by_day = (
            f"{words.number(day)} / {SECONDS_PER_DAY:,} s = {_rounded(day / SECONDS_PER_DAY)}/s"
            if day
            else ""
        )
        yield "Mean rate", f"{words.number(mean)}/s", by_day or "stated"
    if scale.peak_per_second is not None:
        yield "Peak rate", f"{words.number(scale.peak_per_second)}/s", _peak(scale, mean)
    if scale.users is not None:
        yield "Users", words.number(scale.users), "stated"
    if scale.data_volume_gb is not None:
        yield "Data volume", units.quantity("data_volume_gb", scale.data_volume_gb), "stated"
    if scale.growth_per_year_percent is not None:
        growth = scale.growth_per_year_percent
        yield "Growth", units.quantity("growth_per_year_percent", growth), "stated"


def _peak(scale: Scale, mean: float | None) -> str:
    if not mean or scale.peak_per_second is None:
        return scale.peak_reason or "stated"
    times = scale.peak_per_second / mean
    said = f"{words.number(round(times, 1))} times the mean"
    if scale.peak_reason:
        return f"{said}: {scale.peak_reason}"
    return f"{said}, {'above' if times > PEAK_LIMIT else 'below'} {PEAK_LIMIT}" + (
        ": a reason is asked for" if times > PEAK_LIMIT else ": no reason needed"
    )


def _rounded(value: float) -> str:
    """A computed figure with three digits that count."""
    return words.number(round(value)) if value >= 100 else words.number(float(f"{value:.3g}"))


# Availability -----------------------------------------------------------------------------------------------


def _availability(values: Values, value: Mapping[str, Any]) -> Rows | None:
    percent, window, stated = (
        _figure(value.get(key)) for key in ("slo_percent", "window_days", "downtime_minutes")
    )
    others = set(value) - {"slo_percent", "window_days", "downtime_minutes", "note"}
    if percent is None or window is None or others:
        return None
    allowed = allowed_downtime_minutes(percent, window)
    lead = Markup("{} of {} allows <b>{}</b> of downtime.").format(
        words.percent(percent), units.days(window), f"{words.number(round(allowed, 2))}{words.NARROW}min"
    )
    if stated is not None and not agree(stated, allowed):
        lead += Markup(" The design states {}.").format(f"{words.number(stated)}{words.NARROW}min")
    return Rows(lead=lead, note=_note(values, value))


def _figure(value: Any) -> float | None:
    return None if isinstance(value, bool) or not isinstance(value, int | float) else float(value)


# Quality targets --------------------------------------------------------------------------------------------


def quality_rows(values: Values, value: Mapping[str, Any]) -> Rows:
    """The quality targets: what is promised, what was measured, and who says so."""
    known = resolved(design_schema()["properties"]["quality_targets"]).get("properties", {})
    heads = (("Quantity", ""), ("Target", "pr-num"), ("Measured", "pr-num"), ("Evidence", ""))
    order = [key for key in known if key in value and key != "note"]
    order += [key for key in value if key not in known and not key.startswith("x-")]
    rows = []
    for key in order:
        item = value[key] if isinstance(value[key], dict) else {"target": value[key]}
        target, measured = (values.shown(item.get(part, ""), key) for part in ("target", "measured"))
        rows.append((escape(title_of(key, known)), target, measured, _evidence(values, item)))
    return Rows(heads, tuple(rows), note=_note(values, value))


def _evidence(values: Values, item: Mapping[str, Any]) -> Markup:
    evidence, note = item.get("evidence"), item.get("note")
    said = Markup("")
    if isinstance(evidence, dict):
        by = evidence.get("by") if isinstance(evidence.get("by"), str) else ""
        url = evidence.get("link") if isinstance(evidence.get("link"), str) else ""
        who = _linked(values, str(url), str(by or "report")) if url else escape(by or "")
        when = values.shown(evidence["date"], "date") if evidence.get("date") else Markup("")
        said = Markup(", ").join(part for part in (who, when) if part)
    elif isinstance(evidence, str):
        said = values.shown(evidence)
    if isinstance(note, str) and note.strip():
        said += Markup(' <span class="pr-small">{}</span>').format(values.text(note))
    return said or Markup("none")


def _linked(values: Values, target: str, text: str) -> Markup:
    there = values.prose.relink(target)
    if there is None or not there.startswith(("http://", "https://", ".", "#")):
        return escape(text)
    return Markup('<a href="{}">{}</a>').format(there, text)


# Technologies -----------------------------------------------------------------------------------------------


def _technologies(values: Values, items: list[Any]) -> Rows:
    known = resolved(_part("architecture_overview", "technology_stack").get("items")).get("properties", {})
    heads = (("Area", ""), ("Choice", ""), ("Why", ""))
    rows = []
    for item in items:
        entry = item if isinstance(item, dict) else {"choice": item}
        rows.append(tuple(_technology(values, entry, known)))
    return Rows(heads, tuple(rows))


def _technology(values: Values, entry: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Markup]:
    yield values.shown(entry.get("area", ""), "area")
    choice = values.shown(entry.get("choice", ""), "choice")
    if entry.get("version"):
        choice += Markup(" {}").format(str(entry["version"]))
    if entry.get("decision"):
        choice += Markup(' <span class="pr-small">Decision {}</span>').format(
            values.shown(entry["decision"], "decision")
        )
    yield choice
    first = ("area", "choice", "version", "decision", "rationale")
    why = values.shown(entry["rationale"]) if entry.get("rationale") else Markup("not stated")
    more = [
        Markup("{}: {}").format(title_of(key, known), _joined(values, item, key))
        for key, item in entry.items()
        if key not in first and not key.startswith("x-")
    ]
    yield why + (Markup(' <span class="pr-small">{}</span>').format(Markup(" · ").join(more)) if more else "")


def _joined(values: Values, item: Any, key: str) -> Markup:
    if isinstance(item, list) and all(isinstance(part, str) for part in item):
        return Markup("; ").join(values.text(part) for part in item)
    return values.shown(item, key)


def _note(values: Values, value: Mapping[str, Any]) -> Markup:
    note = value.get("note")
    return values.text(note) if isinstance(note, str) and note.strip() else Markup("")


def _part(section: str, key: str) -> dict[str, Any]:
    properties = resolved(design_schema()["properties"][section]).get("properties", {})
    return resolved(properties.get(key))
