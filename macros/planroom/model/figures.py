"""From a design's system-wide statements to the model's: figures, load, recovery, technologies, API rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planroom.kinds.decision import Reference
from planroom.model.cursor import Cursor
from planroom.model.parts import Objective
from planroom.model.services import read_objective
from planroom.model.system import (
    ApiRules,
    External,
    InstanceCount,
    Recovery,
    Review,
    Scale,
    Target,
    Technology,
)
from planroom.patterns import late

STYLES = ("monolith", "modular-monolith", "microservices", "serverless", "hybrid")
MECHANISMS = ("jwt", "oauth2", "oidc", "api-key", "mtls", "session", "saml", "none")
_PROBLEM = late(r"application/problem\+json|\bRFC ?(?:9457|7807)\b", re.IGNORECASE)
"""How a text says that errors are problem details (RFC 9457, before that RFC 7807)."""
_UNITS = {"_percent": "%", "_ms": "ms", "_minutes": "min", "_days": "days", "_multiple": "x"}


def read_style(at: Cursor) -> str:
    """The architecture style as one word, `""` where prose leaves it open."""
    word = at["style"].word if at.is_structure else at.word
    word = re.sub(r"[\s_]+", "-", word.strip().rstrip(".").lower())
    return word if word in STYLES else ""


def read_scale(at: Cursor) -> Scale | None:
    """The load, where it is stated in figures."""
    if not at.is_structure:
        return None
    return Scale(
        origin=at.origin,
        origins=at.origins(*at.value),
        mean_per_second=at["requests_per_second_mean"].number,
        peak_per_second=at["requests_per_second_peak"].number,
        per_day=at["requests_per_day"].number,
        users=at["users"].number,
        data_volume_gb=at["data_volume_gb"].number,
        growth_per_year_percent=at["growth_per_year_percent"].number,
        peak_reason=at["peak_reason"].text,
    )


def read_objectives(document: Cursor) -> tuple[Objective, ...]:
    """The availability, from each place that states it: the overview, then the quality targets."""
    found = []
    overview = document.down("architecture_overview", "availability_requirements")
    if overview["slo_percent"].number is not None or overview["downtime_minutes"].number is not None:
        found.append(read_objective(overview, "slo_percent"))
    targets = document["quality_targets"]
    percent, window = targets["availability_percent"], targets["window_days"]
    if _figure(percent) is not None:
        found.append(
            Objective(
                origin=percent.origin,
                origins={"availability_percent": percent.origin, **targets.origins("window_days")},
                percent=_figure(percent),
                window_days=_figure(window),
            )
        )
    return tuple(found)


def _figure(at: Cursor) -> float | None:
    return _possible(at, at["target"].number if at.is_structure else at.number)


def _possible(at: Cursor, number: float | None) -> float | None:
    """A figure that can be: none is negative, and few shares are above the whole."""
    name = str(at.pointer[-1])
    most = 100 if name.endswith("_percent") and name != "scaling_efficiency_percent" else float("inf")
    return number if number is not None and 0 <= number <= most else None


def read_targets(at: Cursor) -> Iterator[Target]:
    """The quality figures; what is no figure is left to the page."""
    for name, item in at.fields():
        if name == "note" or (item.number is None and not item.is_structure):
            continue
        evidence = item["evidence"]
        said = {key: place.word for key, place in evidence.fields() if place.word}
        yield Target(
            origin=item.origin,
            origins=item.origins("target", "measured", "evidence", "evidence.date", "evidence.link"),
            name=name,
            target=_figure(item),
            measured=_possible(item, item["measured"].number),
            unit=next((unit for end, unit in _UNITS.items() if name.endswith(end)), ""),
            evidence=said or ({"note": evidence.text} if evidence.text else {}),
            note=item.text if item.is_structure else "",
        )


def read_recovery(at: Cursor) -> Recovery | None:
    """Recovery objectives and backup, where they are stated as structures."""
    backup, objectives = at["backup_strategy"], at["recovery_time_objectives"]
    if not backup.is_structure and not objectives.is_structure:
        return None
    return Recovery(
        origin=at.origin,
        origins={
            **backup.origins("interval", "retention", "restore_test"),
            **objectives.origins("rto", "rpo"),
            **({"backup_strategy": backup.origin} if backup.stated else {}),
        },
        rto_ms=objectives["rto"].ms,
        rpo_ms=objectives["rpo"].ms,
        backup_interval_ms=backup["interval"].ms,
        retention_ms=backup["retention"].ms,
        restore_test=backup["restore_test"].text,
    )


def read_review(at: Cursor) -> Review | None:
    """The last review, where it is stated as a structure."""
    if not at.is_structure:
        return None
    said = {key: at[key].word for key in ("by", "date", "commit")}
    return Review(origin=at.origin, origins=at.origins(*said), **said)


def read_load_test(at: Cursor) -> Target | None:
    """The load test that the testing strategy asks for, as a multiple of the peak."""
    multiple = at["peak_multiple"]
    if multiple.number is None:
        return None
    return Target(origin=multiple.origin, name="peak_multiple", target=multiple.number, unit="x")


def read_instance_counts(scalability: Cursor) -> Iterator[InstanceCount]:
    """How many instances scaling and capacity planning count with."""
    for item in scalability.down("horizontal_scaling", "auto_scaling").items():
        if item.is_structure and item["service"].word:
            yield InstanceCount(item["service"].word, item["min"].whole, item["max"].whole, item.origin)
    for item in scalability.down("capacity_planning", "resource_estimates").items():
        figure = item["instances"].whole if item.is_structure else None
        if figure is not None and item["service"].word:
            yield InstanceCount(item["service"].word, figure, figure, item["instances"].origin)


def read_technologies(at: Cursor) -> Iterator[Technology]:
    """The choices of a technology stack that is a list; a text is left to the page."""
    if not isinstance(at.value, list):
        return
    for item in at.items():
        if item.is_structure and item["choice"].word:
            yield Technology(
                origin=item.origin,
                origins=item.origins("choice", "decision", "rationale"),
                choice=item["choice"].word,
                area=item["area"].text,
                version=str(item["version"].value) if item["version"].stated else "",
                rationale=item["rationale"].text,
                decision=item["decision"].word,
                alternatives=item["alternatives"].texts,
                structured=True,
            )
        elif isinstance(item.value, str) and item.text:
            yield Technology(origin=item.origin, choice=item.text)


def read_decision_names(document: Cursor) -> Iterator[Reference]:
    """The decisions that a design names: by its technologies and its trade-offs."""
    stack = document.down("architecture_overview", "technology_stack")
    for item in (*stack.items(), *document["trade_offs"].items()):
        if item["decision"].word:
            yield Reference(item["decision"].word, item["decision"].origin)


def read_externals(at: Cursor) -> Iterator[External]:
    """The external APIs that a design lists; prose is left to the page."""
    if not isinstance(at.value, list):
        return
    for item in at.items():
        if item.is_structure and item["name"].word:
            yield External(
                origin=item.origin,
                origins=item.origins("name", "criticality", "availability_percent"),
                name=item["name"].word,
                purpose=item["purpose"].text,
                criticality=item["criticality"].word,
                owner=item["owner"].text,
                availability_percent=item["availability_percent"].number,
            )
        elif isinstance(item.value, str) and item.text:
            yield External(origin=item.origin, name=item.text)


def read_api(at: Cursor) -> ApiRules:
    """What holds for every API."""
    authentication, versioning = at["authentication"], at["versioning_strategy"]
    authorization, limits = authentication["authorization"], at["rate_limiting"]
    mechanism = authentication["mechanism"]
    words = tuple(word.lower() for word in mechanism.texts)
    error_format = at.down("error_handling", "error_format")
    media, schema = error_format["media_type"], error_format["schema"]
    problem = _PROBLEM.search(error_format.text) is not None and not media.stated
    return ApiRules(
        origin=at.origin,
        origins={
            **at.origins("authentication.mechanism", "versioning_strategy", "rate_limiting"),
            **(
                {"error_media_type": (error_format if problem else media).origin}
                if media.stated or problem
                else {}
            ),
            **({"error_schema": schema.origin} if schema.stated else {}),
            **({"scopes": authorization["scopes"].origin} if authorization["scopes"].stated else {}),
        },
        mechanisms=words if all(word in MECHANISMS for word in words) else (),
        roles=authorization["roles"].texts,
        scopes=authorization["scopes"].texts,
        versioning=versioning["scheme"].word,
        version=versioning["current"].word,
        rate_limited=limits["limits_per_tier"].is_structure,
        error_media_type="application/problem+json" if problem else media.word,
        error_schema=schema.word,
    )
