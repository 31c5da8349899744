"""The report as SARIF 2.1.0, the exchange format of code scanning; a check's page is its rule's help."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote

from planroom import __version__
from planroom.checks import REGISTRY, Check, Outcome, Suppressed, page_body
from planroom.checks.pages import check_page
from planroom.diagnostics import Diagnostic, Location, Severity
from planroom.reports.layout import Layout

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "SRCROOT"


def report(outcome: Outcome, layout: Layout) -> str:
    """One run with the rules that found something and their results; what is suppressed says why."""
    suppressed = [(item.diagnostic, [_in_source(item, layout)]) for item in outcome.suppressed]
    baselined = [(item, [_in_baseline()]) for item in outcome.baselined]
    reported: list[tuple[Diagnostic, list[dict[str, Any]]]] = [(item, []) for item in outcome.diagnostics]
    everything = sorted([*reported, *suppressed, *baselined], key=lambda pair: pair[0].sort_key)
    urls = {item.code: item.url for item, _ in everything}
    rules = {code: index for index, code in enumerate(sorted(urls))}
    run = {
        "tool": {
            "driver": {
                "name": "planroom",
                "version": __version__,
                "rules": [_rule(REGISTRY[code], urls[code]) for code in rules],
            }
        },
        "automationDetails": {"id": f"planroom/{layout.folder + '/' if layout.folder else ''}"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "results": [_result(item, rules[item.code], by, layout) for item, by in everything],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(check: Check, url: str) -> dict[str, Any]:
    page = check_page(check.code)
    rule: dict[str, Any] = {
        "id": check.code,
        "name": check.name,
        "shortDescription": {"text": check.rule},
        "fullDescription": {"text": page.why},
        "help": {"text": f"{page.why}\n\n{page.fix}", "markdown": page_body(check.code)},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
    }
    return {**rule, "helpUri": url} if url.startswith("http") else rule


def _result(
    diagnostic: Diagnostic, rule: int, suppressions: list[dict[str, Any]], layout: Layout
) -> dict[str, Any]:
    said = f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message
    location: dict[str, Any] = {"physicalLocation": _place(diagnostic.location, layout)}
    if diagnostic.location.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": diagnostic.location.pointer}]
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": said},
        "locations": [location],
        "partialFingerprints": {"planroomFinding/v1": diagnostic.fingerprint},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": index,
                "message": {"text": item.message},
                "physicalLocation": _place(item.location, layout),
            }
            for index, item in enumerate(diagnostic.related)
        ]
    return {**result, "suppressions": suppressions} if suppressions else result


def _in_source(item: Suppressed, layout: Layout) -> dict[str, Any]:
    place = {"physicalLocation": _place(item.by, layout)}
    return {"kind": "inSource", "justification": item.reason, "location": place}


def _in_baseline() -> dict[str, Any]:
    return {"kind": "external", "justification": "It was there when the baseline was written."}


def _place(location: Location, layout: Layout) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": quote(os.fsencode(layout.path(location.path))), "uriBaseId": _ROOT},
        "region": {
            "startLine": location.line,
            "startColumn": location.column,
            "endLine": location.end_line,
            "endColumn": location.end_column,
        },
    }
