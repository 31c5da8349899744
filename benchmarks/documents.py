"""The documents that the benchmarks run over, made from a seed: the same everywhere, and nobody's.

    python benchmarks/documents.py FOLDER

writes `small.yaml` (10 operations), `middle.yaml` (1,000 operations), `large.json` (3 MB),
`large-faulty.json` (the same with faults at its end), the folder `hundred` with 100 documents of mixed
size, and `decisions-1000` and `decisions-5000`.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

WORDS = [
    *("account", "address", "amount", "basket", "batch", "branch", "carrier", "category", "channel"),
    *("contact", "country", "customer", "delivery", "discount", "document", "event", "group", "invoice"),
    *("label", "limit", "location", "method", "note", "offer", "order", "parcel", "payment", "period"),
    *("product", "profile", "quantity", "reason", "receipt", "refund", "region", "request", "return"),
    *("schedule", "service", "shipment", "shop", "slot", "source", "stage", "status", "stock", "store"),
    *("tax", "team", "token", "total", "unit", "user", "value", "vendor", "visit", "voucher", "window"),
]


def contract(seed: int, operations: int, version: str, rich: int = 3) -> dict[str, Any]:
    """A valid contract: paths of two operations each, and for every path a schema with an example.

    `rich` is 1 where descriptions are short and schemas small, 3 where they are long and large.
    """
    pick = random.Random(seed)
    names = [f"{pick.choice(WORDS)}-{number}" for number in range(max(1, operations // 2))]
    return {
        "openapi": version,
        "info": {"title": f"Benchmark {seed}", "version": "1.0.0", "description": _text(pick, 10 * rich)},
        "servers": [{"url": "https://api.example.com/v1"}],
        "security": [{"login": []}],
        "tags": [{"name": name, "description": _text(pick, 8)} for name in names],
        "paths": {
            f"/{name}" + ("/{id}" if number % 2 else ""): _path(pick, name, number, rich)
            for number, name in enumerate(names)
        },
        "components": {
            "securitySchemes": {"login": {"type": "http", "scheme": "bearer"}},
            "responses": {"Failed": _response(pick, "Problem")},
            "schemas": {
                "Problem": {"type": "object", "properties": {"title": {"type": "string", "maxLength": 200}}},
                **{name: _schema(pick, names[:number], rich) for number, name in enumerate(names)},
            },
        },
    }


def _text(pick: random.Random, words: int) -> str:
    return " ".join(pick.choice(WORDS) for _ in range(words)).capitalize() + "."


def _path(pick: random.Random, name: str, number: int, rich: int) -> dict[str, Any]:
    given = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 36}}
    return {
        **({"parameters": [given]} if number % 2 else {}),
        "get": _operation(pick, f"get-{name}", name, rich),
        "put": _operation(pick, f"put-{name}", name, rich) | {"requestBody": _body(name)},
    }


def _operation(pick: random.Random, operation: str, name: str, rich: int) -> dict[str, Any]:
    return {
        "operationId": operation,
        "summary": _text(pick, 5),
        "description": _text(pick, pick.randint(3, 13) * rich),
        "tags": [name],
        "parameters": [
            {
                "name": pick.choice(WORDS) + str(number),
                "in": "query",
                "description": _text(pick, 8),
                "schema": {"type": "integer", "minimum": 0, "maximum": 1000, "default": 10},
                "example": pick.randint(0, 1000),
            }
            for number in range(pick.randint(0, rich + 1))
        ],
        "responses": {
            "200": _response(pick, name),
            "404": {"$ref": "#/components/responses/Failed"},
            "429": {"$ref": "#/components/responses/Failed"},
            "default": {"$ref": "#/components/responses/Failed"},
        },
    }


def _body(name: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _ref(name)}}}


def _response(pick: random.Random, name: str) -> dict[str, Any]:
    return {"description": _text(pick, 4), "content": {"application/json": {"schema": _ref(name)}}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _schema(pick: random.Random, earlier: list[str], rich: int) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    example: dict[str, Any] = {}
    for number in range(pick.randint(rich + 1, 4 * rich + 2)):
        name, kind = f"{pick.choice(WORDS)}{number}", pick.choice(("string", "integer", "boolean", "array"))
        properties[name] = {"type": kind, "description": _text(pick, pick.randint(2, 7) * rich)}
        if kind == "string":
            properties[name]["maxLength"] = 100
            example[name] = pick.choice(WORDS)
        elif kind == "array":
            properties[name] |= {"items": {"type": "string", "maxLength": 50}, "maxItems": 20}
            example[name] = [pick.choice(WORDS)]
        else:
            example[name] = pick.randint(0, 99) if kind == "integer" else pick.random() < 0.5
    if earlier:
        properties["parent"] = _ref(pick.choice(earlier[-20:]))
    return {"type": "object", "required": sorted(example), "properties": properties, "example": example}


def break_it(document: dict[str, Any]) -> dict[str, Any]:
    """The document with five faults in its last path and its last schema, where they are found last."""
    made: dict[str, Any] = json.loads(json.dumps(document))
    operation = made["paths"][list(made["paths"])[-1]]["get"]
    operation["responses"]["200"].pop("description")
    operation["operationID"] = "wrong"
    operation["parameters"].append({"name": "x", "in": "body", "schema": {"type": "string"}})
    schema = made["components"]["schemas"][list(made["components"]["schemas"])[-1]]
    schema["properties"]["wrong"] = {"$ref": "#/components/schemas/none"}
    schema["required"] = "id"
    return made


def decision(pick: random.Random, number: int) -> str:
    """A decision in MADR's form; every tenth replaces the one before it."""
    status, date = "accepted", f"202{number % 6}-{1 + number % 12:02}-{1 + number % 28:02}"
    head = [f"status: {status}", f"date: {date}", "decision-makers: [the team]"]
    options = [_text(pick, 4).rstrip(".") for _ in range(3)]
    return "\n".join(
        [
            *("---", *head, "---", "", f"# {_text(pick, 6).rstrip('.')} {number}", ""),
            *("## Context and Problem Statement", "", _text(pick, 60), ""),
            *("## Considered Options", "", *(f"* {option}" for option in options), ""),
            *("## Decision Outcome", "", f'Chosen option: "{options[0]}", because {_text(pick, 20)}', ""),
            *(
                "### Consequences",
                "",
                f"* Good, because {_text(pick, 12)}",
                f"* Bad, because {_text(pick, 12)}",
                "",
            ),
        ]
    )


def write(folder: Path) -> None:
    """Write every document of the benchmarks below a folder."""
    import yaml

    folder.mkdir(parents=True, exist_ok=True)
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    def as_yaml(document: dict[str, Any]) -> str:
        return str(yaml.dump(document, Dumper=dumper, sort_keys=False, width=100))

    (folder / "small.yaml").write_text(as_yaml(contract(1, 10, "3.1.1", 1)), "utf-8")
    (folder / "middle.yaml").write_text(as_yaml(contract(2, 1000, "3.0.4", 1)), "utf-8")
    large = contract(3, 900, "3.0.4")
    (folder / "large.json").write_text(json.dumps(large, indent=2), "utf-8")
    (folder / "large-faulty.json").write_text(json.dumps(break_it(large), indent=2), "utf-8")
    hundred = folder / "hundred"
    hundred.mkdir(exist_ok=True)
    pick = random.Random(4)
    for number in range(100):
        document = contract(
            100 + number, pick.choice((4, 10, 10, 20, 20, 40, 160)), pick.choice(("3.0.4", "3.1.1"))
        )
        if number % 3:
            (hundred / f"{number:03}.json").write_text(json.dumps(document, indent=2), "utf-8")
        else:
            (hundred / f"{number:03}.yaml").write_text(as_yaml(document), "utf-8")
    for count in (1000, 5000):
        home = folder / f"decisions-{count}" / "adr"
        home.mkdir(parents=True, exist_ok=True)
        for number in range(1, count + 1):
            (home / f"{number:04}-decision-{number}.md").write_text(decision(pick, number), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
