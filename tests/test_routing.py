"""Where requests go: by every phrase, by none, and by several."""

from __future__ import annotations

from pathlib import Path

import pytest

from planroom.guidance.routing import route, routing
from planroom.kinds.words import LANGUAGES
from test_cli import planroom_in, write

TIERS = [(phrase, tier.id) for tier in routing().tiers for phrase in tier.phrases]
TOPICS = [(phrase, topic.id) for topic in routing().topics for phrase in topic.phrases]


def test_there_are_three_tiers_with_32_phrases() -> None:
    known = [
        (tier.id, tier.model_hint, tier.latency_target_ms, len(tier.phrases)) for tier in routing().tiers
    ]
    assert known == [
        ("simple", "haiku", 200, 10),
        ("medium", "sonnet", 600, 10),
        ("complex", "sonnet", 1000, 12),
    ]


def test_every_phrase_of_a_tier_leads_to_it_and_to_the_architect() -> None:
    found = {phrase: route(f"Please look at the {phrase.upper()} of our shops.") for phrase, _ in TIERS}
    led = [(phrase, found[phrase].tier.id, found[phrase].action) for phrase, _ in TIERS]
    assert led == [(phrase, tier, "use") for phrase, tier in TIERS]


def test_every_phrase_of_a_topic_leads_to_it() -> None:
    """Or to a topic that has the phrase too."""
    found = {phrase: route(f"{phrase}, please").topic for phrase, _ in TOPICS}
    assert [
        (phrase, topic, found[phrase].id)
        for phrase, topic in TOPICS
        if found[phrase].id != topic and phrase not in found[phrase].phrases
    ] == []


def test_every_broad_word_leads_to_its_topic_where_nothing_more_is_said() -> None:
    words = [(word, topic.id) for topic in routing().topics for word in topic.broad]
    assert [(word, route(f"{word}, please").topic.id) for word, _ in words] == words


@pytest.mark.parametrize(
    ("text", "tier", "to"),
    [
        ("", "medium", "domain-specialist"),
        ("Write a poem about the sea", "medium", "domain-specialist"),
        # The longest phrase decides, and of equally long ones the harder tier.
        ("A status code for our API versioning strategy", "complex", ""),
        ("circuit breaker or api key", "complex", ""),
        ("pagination and CQRS", "complex", ""),
        ("Should the webhook of the distributed tracing be a REST endpoint?", "complex", ""),
        # The decision tree of the sources: services first, then data, then infrastructure, then the rest.
        ("Design the database schema of orders", "medium", "data-engineer"),
        ("Why is this slow query slow?", "medium", "data-engineer"),
        ("Provision the kubernetes cluster with Terraform", "medium", "devops-engineer"),
        ("A React user interface for our REST API", "medium", ""),
        ("Build the user interface", "medium", "frontend-developer"),
        ("Do a security audit of the login", "medium", "security-auditor"),
        ("There is a memory leak", "medium", "performance-engineer"),
        ("Service boundaries of the shop, then its infrastructure", "medium", ""),
        # In Italian.
        ("Vorrei progettare API per il negozio", "medium", ""),
        ("Quale architettura microservizi ci serve?", "medium", ""),
        ("Un backend scalabile", "medium", ""),
        ("Rivedere lo schema del database", "medium", "data-engineer"),
        ("Progetta un'API REST per gli ordini", "medium", ""),
        ("Ottimizza questa query lenta", "medium", "data-engineer"),
        ("Serve la migrazione del database a PostgreSQL", "medium", "data-engineer"),
        ("Come divido il monolite in servizi?", "medium", ""),
        ("Chi fa il provisioning del nostro cluster Kubernetes?", "medium", "devops-engineer"),
        ("Una pagina web per gli ordini", "medium", "frontend-developer"),
        # Articles stand between words, and change nothing.
        ("Design the API of our shop", "medium", ""),
        ("Our API's versioning", "medium", ""),
        ("Add an index to the table", "medium", "data-engineer"),
        ("What rate limit should a public API have?", "medium", ""),
        # Broad words are asked where there is no phrase; of several the earlier topic decides.
        ("Design a payment API with idempotency for 10k rps", "medium", ""),
        ("How should our services talk to each other?", "medium", ""),
        ("Servono API per gli ordini", "medium", ""),
        ("Make checkout survive an outage of payments", "medium", ""),
        ("Choose between PostgreSQL and MongoDB for orders", "medium", "data-engineer"),
        ("Which database fits our order service?", "medium", ""),
        ("Why is the home page so slow?", "medium", "performance-engineer"),
        ("Add a button to the settings page", "medium", "frontend-developer"),
        ("A React app that calls our API", "medium", "frontend-developer"),
        ("A status code for the frontend of the service", "simple", "frontend-developer"),
        # Where nothing is said of services, whoever knows the domain is asked.
        ("Scrivi una poesia sul mare", "medium", "domain-specialist"),
        ("The of a la il", "medium", "domain-specialist"),
        ("circuit breaker " * 5_000, "complex", ""),
        # Words inside others do not count.
        ("metricsystem retrying", "medium", "domain-specialist"),
    ],
)
def test_a_request_goes_where_it_belongs(text: str, tier: str, to: str) -> None:
    found = route(text)
    assert (found.tier.id, found.delegate_to) == (tier, to)
    assert len(found.because) == 2


@pytest.mark.parametrize("topic", [*routing().topics, routing().otherwise], ids=lambda topic: topic.id)
def test_every_topic_is_told_in_every_language(topic: object) -> None:
    assert set(topic.text.texts) == set(LANGUAGES)  # type: ignore[attr-defined]


def test_an_empty_request_goes_nowhere(tmp_path: Path) -> None:
    write(tmp_path, {"planroom.yaml": ""})
    done = planroom_in(tmp_path, "route", " ")
    assert (done.code, done.out) == (2, "")
    assert "the request is empty" in done.err


def test_an_answer_fits_80_columns(tmp_path: Path) -> None:
    write(tmp_path, {"planroom.yaml": ""})
    for text, _ in (*TIERS, *TOPICS[::9], ("nothing of it", "")):
        assert max(map(len, planroom_in(tmp_path, "route", text).out.splitlines())) <= 80


def test_the_command(tmp_path: Path) -> None:
    write(tmp_path, {"planroom.yaml": ""})
    done = planroom_in(tmp_path, "route", "Which saga pattern fits our checkout?")
    assert (done.code, done.out.splitlines()[-2:]) == (
        0,
        [
            "tier complex: a model such as sonnet, an answer within 1,000 ms",
            "because `saga pattern` is complex; `saga`: event-driven systems",
        ],
    )
    done = planroom_in(tmp_path, "route", "Tune the garbage collector", "--format", "json")
    assert done.json == {
        "tier": "medium",
        "model_hint": "sonnet",
        "latency_target_ms": 600,
        "action": "delegate",
        "delegate_to": "performance-engineer",
        "because": ["no phrase of a tier: medium", "`garbage collector`: performance tuning"],
    }
