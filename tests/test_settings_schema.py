"""The schema of planroom.yaml, by which editors complete, and the reading of it agree."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from planroom.settings import Settings, read_settings
from planroom.source import Source

SCHEMA = json.loads(files("planroom").joinpath("schemas", "settings.schema.json").read_text("utf-8"))

RIGHT: list[Any] = [
    None,
    {},
    {"title": "Shop", "description": "What we run."},
    {"fail_on": "info"},
    {"exclude": ["legacy", "**/drafts/*"]},
    {"exclude": None, "checks": None},
    {"checks": {"ADR004": "warning", "not-quantified": "off"}},
    {"site_url": "https://architecture.example.org/"},
    {"proposed_days": 30},
    {"search": "pagefind"},
    {"redirects": {"adr/0007-x.md": "adr/0008-x.md"}},
    {"redirects": None},
]
WRONG: list[Any] = [
    [],
    "text",
    {"titel": "Shop"},
    {"title": 7},
    {"description": ["a"]},
    {"fail_on": "never"},
    {"exclude": "legacy"},
    {"exclude": [1]},
    {"checks": ["ADR004"]},
    {"checks": {"ADR004": "loud"}},
    {"site_url": "architecture.example.org"},
    {"proposed_days": "soon"},
    {"proposed_days": 0},
    {"search": "lunr"},
    {"search": True},
    {"search": ["pagefind"]},
    {"redirects": ["adr/0007-x.md"]},
    {"redirects": {"adr/0007-x.md": 8}},
    {"redirects": {"adr/0007-x.md": ""}},
]


def reads(value: Any) -> bool:
    settings = read_settings(Source("planroom.yaml", json.dumps(value), "yaml"))
    return not settings.problems


def fits(value: Any) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(value)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("value", RIGHT, ids=json.dumps)
def test_what_is_read_fits_the_schema(value: Any) -> None:
    assert reads(value)
    assert fits(value)


@pytest.mark.parametrize("value", WRONG, ids=json.dumps)
def test_what_is_not_read_does_not_fit_the_schema(value: Any) -> None:
    assert not reads(value)
    assert not fits(value)


def test_every_setting_is_in_the_schema_with_words_for_people() -> None:
    told = SCHEMA["properties"]
    assert set(told) == set(Settings.__dataclass_fields__) - {"levels", "today", "problems", "source"} | {
        "checks"
    }
    assert all(entry["title"] and entry["description"] for entry in told.values())
