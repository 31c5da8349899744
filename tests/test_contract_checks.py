"""What checks say of contracts, beyond the examples on their pages: places, words, and what they let pass."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest

from planroom.checks import run
from planroom.checks.contracts.overlaps import overlaps
from planroom.diagnostics import Diagnostic, Severity
from planroom.load import load
from planroom.model import build

HEAD = "openapi: 3.1.1\ninfo: {title: Orders, version: 1.0.0}\n"
HEAD_30 = HEAD.replace("3.1.1", "3.0.4")


def found(folder: Path, **texts: str) -> list[Diagnostic]:
    """The diagnostics of a small room; `__` in a name stands for `/`, one `_` for a dot."""
    for name, text in texts.items():
        file = folder / name.replace("__", "/").replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    room = load(folder)
    return list(run(room, build(room), raise_faults=True).diagnostics)


def said(diagnostics: list[Diagnostic]) -> list[str]:
    """Place, code and message of what is no info."""
    return [
        f"{held.location} {held.code} {held.message}"
        for held in diagnostics
        if held.severity is not Severity.INFO
    ]


MUST_PASS = {
    "unquoted status codes": "paths: {/a: {get: {responses: {200: {description: Fine.}}}}}\n",
    "a property called $ref": """
components:
  schemas:
    Link: {type: object, properties: {$ref: {type: string}}, example: {$ref: '#/nowhere'}}
""",
    "a schema that contains itself": """
components:
  schemas:
    Tree:
      type: object
      properties:
        children: {type: array, items: {$ref: '#/components/schemas/Tree'}}
      example: {children: [{children: []}]}
""",
    "a list without items": "components: {schemas: {List: {type: array}}}\n",
    "required properties from elsewhere": """
components:
  schemas:
    Base: {type: object, properties: {id: {type: string}}}
    Order:
      allOf:
        - $ref: '#/components/schemas/Base'
        - required: [id]
      required: [id]
      properties: {total: {type: integer}}
""",
    "a description beside a reference": """
paths:
  /a:
    get:
      responses:
        200: {$ref: '#/components/responses/Fine', description: All is fine.}
components: {responses: {Fine: {description: Fine.}}}
""",
    "an example without what only the server knows": """
components:
  schemas:
    Order:
      type: object
      required: [id, total]
      properties: {id: {type: string, readOnly: true}, total: {type: integer}}
      example: {total: 3}
""",
    "a parameter that replaces that of its path": """
paths:
  /a/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {200: {description: Fine.}}
""",
    "an empty set in a pattern": "components: {schemas: {A: {type: string, pattern: '^[^]*$'}}}\n",
}


@pytest.mark.parametrize("text", MUST_PASS.values(), ids=MUST_PASS.keys())
def test_what_is_fine_passes(tmp_path: Path, text: str) -> None:
    assert said(found(tmp_path, a_yaml=HEAD + text.lstrip("\n"))) == []


def test_the_verdict_speaks_of_the_alternative_that_was_meant(tmp_path: Path) -> None:
    text = (
        HEAD_30
        + """\
paths:
  /a:
    get:
      parameters:
        - {name: a, in: quary, schema: {type: strin}}
        - {name: b, in: query, scheme: {}}
      responses: {}
"""
    )
    kinds = "`array`, `boolean`, `integer`, `number`, `object` and `string`"
    assert said(found(tmp_path, a_yaml=text)) == [
        "a.yaml:7:25 API001 `in` is the text `quary`, none of `path`, `query`, `header` and `cookie`",
        "a.yaml:7:47 API001 `type` is the text `strin`, none of " + kinds,
        "a.yaml:8:11 API001 the parameter has no `schema`",
        "a.yaml:8:32 API001 `scheme` is no field of the parameter",
        "a.yaml:9:7 API001 `responses` is empty",
    ]


def test_newer_keywords_are_named_with_what_the_version_has(tmp_path: Path) -> None:
    text = HEAD_30 + "paths: {}\ncomponents: {schemas: {A: {const: 1}}}\n"
    (fault,) = found(tmp_path, a_yaml=text)
    assert (str(fault.location), fault.message) == ("a.yaml:4:28", "`const` is no field of the schema `A`")
    assert fault.hint == "write `enum` with one value, or state `openapi: 3.1.1`, which has `const`"


def test_schemas_of_3_1_are_judged_as_json_schema(tmp_path: Path) -> None:
    text = HEAD + "components: {schemas: {A: {properties: {b: {type: txt, required: true}}}}}\n"
    kinds = "`array`, `boolean`, `integer`, `null`, `number`, `object` and `string`"
    assert said(found(tmp_path, a_yaml=text)) == [
        "a.yaml:3:51 API001 `type` is the text `txt`, none of " + kinds,
        "a.yaml:3:66 API001 `required` is `true`, not a list",
    ]


def test_another_dialect_is_left_alone(tmp_path: Path) -> None:
    dialect = "jsonSchemaDialect: https://example.com/dialect\n"
    assert said(found(tmp_path, a_yaml=HEAD + dialect + "components: {schemas: {A: {type: txt}}}\n")) == []


def test_a_fault_in_a_part_stands_in_the_part(tmp_path: Path) -> None:
    text = HEAD_30 + "paths: {}\ncomponents:\n  schemas:\n    Order: {$ref: parts/order.yaml}\n"
    diagnostics = found(tmp_path, a_yaml=text, parts__order_yaml="type: object\nminimun: 1\n")
    assert said(diagnostics) == ["parts/order.yaml:2:1 API001 `minimun` is no field of the schema"]
    assert [f"{held.location} {held.message}" for held in diagnostics[0].related] == [
        "a.yaml:6:5 referred to here"
    ]


def test_places_in_json_are_as_exact(tmp_path: Path) -> None:
    value = {
        "openapi": "3.1.1",
        "info": {"title": 1, "version": "1"},
        "paths": {"/a": {"$ref": "#/nowhere"}},
    }
    assert said(found(tmp_path, a_json=json.dumps(value, indent=2))) == [
        "a.json:4:14 API001 `title` is the number `1`, not a text",
        "a.json:9:15 API003 `#/nowhere` leads to nothing: the document holds no `nowhere`",
    ]


def test_a_contract_of_nothing_but_its_version(tmp_path: Path) -> None:
    assert said(found(tmp_path, a_yaml="openapi: 3.1.1\n", b_yaml="swagger: '2.0'\npaths:\n")) == [
        "a.yaml:1:1 API001 the document has neither `paths` nor `components` nor `webhooks`",
        "a.yaml:1:1 API001 the document has no `info`",
        "b.yaml:1:1 API001 the document has no `info`",
        "b.yaml:2:7 API001 `paths` is empty, not a structure",
    ]


def test_each_place_of_an_example_is_shown(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        lines: {type: array, items: {$ref: '#/components/schemas/Line'}}
    Line: {type: object, properties: {sku: {type: string}, quantity: {type: integer}}}
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer}, example: ten}
  responses:
    Fine:
      description: Fine.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Order'}
          examples:
            one: {value: {id: a, lines: [{sku: b}, {quantity: 1.5}]}}
            two: {value: {lines: []}}
        text/csv:
          schema: {$ref: '#/components/schemas/Order'}
          example: a,b
"""
    )
    wrong = "API041 the example does not match its schema:"
    assert said(found(tmp_path, a_yaml=text)) == [
        "a.yaml:7:18 API032 `id` is required, but is no property of this schema",
        f"a.yaml:12:71 {wrong} `example` is the text `ten`, not a whole number",
        f"a.yaml:20:63 {wrong} `quantity` is the number `1.5`, not a whole number",
        f"a.yaml:21:19 {wrong} `value` has no `id`",
    ]


def test_null_in_examples_of_3_0(tmp_path: Path) -> None:
    text = (
        HEAD_30
        + """\
paths: {}
components:
  schemas:
    A: {type: string, nullable: true, enum: [a], example: null, default: null}
    B: {type: string, example: null}
"""
    )
    assert said(found(tmp_path, a_yaml=text)) == [
        "a.yaml:7:32 API041 the example does not match its schema: `example` is empty, not a text"
    ]


def test_a_pattern_that_takes_for_ever_is_not_tried(tmp_path: Path) -> None:
    text = (
        HEAD + f"components: {{schemas: {{A: {{type: string, pattern: '^(a+)+$', example: {'a' * 60}b}}}}}}\n"
    )
    start = process_time()
    assert said(found(tmp_path, a_yaml=text)) == []
    assert process_time() - start < 5


def test_a_loop_is_told_once_for_each_reference_on_it(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/B'}
"""
    )
    assert said(found(tmp_path, a_yaml=text)) == [
        "a.yaml:6:15 API006 `#/components/schemas/B` leads back to itself and to nothing else"
    ]


def test_what_is_wrong_in_a_part_names_what_refers_to_it(tmp_path: Path) -> None:
    text = HEAD + "paths: {}\ncomponents:\n  schemas:\n    Order: {$ref: parts/order.yaml}\n"
    part = "type: object\nproperties:\n  line: {$ref: line.yaml}\n"
    line = "type: string\npattern: '['\nmaximum: 3\n"
    diagnostics = found(tmp_path, a_yaml=text, parts__order_yaml=part, parts__line_yaml=line)
    assert [(held.code, str(held.location)) for held in diagnostics] == [
        ("API038", "parts/line.yaml:2:10"),
        ("API043", "parts/line.yaml:3:1"),
    ]
    for held in diagnostics:
        assert [f"{there.location} {there.message}" for there in held.related] == [
            "parts/order.yaml:3:3 referred to here"
        ]


def test_equal_facts_are_one_finding_with_their_number_and_first_places(tmp_path: Path) -> None:
    fine = "{responses: {200: {description: Fine.}, 400: {description: Faulty.}}}"
    text = HEAD + "paths:\n" + "".join(f"  /{name}: {{get: {fine}}}\n" for name in "abcdefgh")
    (held,) = found(tmp_path, a_yaml=text)
    assert (held.code, str(held.location)) == ("API012", "a.yaml:4:8")
    names = "`GET /a`, `GET /b`, `GET /c`, `GET /d`, `GET /e` and 3 more"
    assert held.message == f"8 operations have no `operationId`: {names}"
    assert [str(there.location) for there in held.related] == [f"a.yaml:{line}:8" for line in range(5, 10)]


def test_a_circle_of_schemas_is_told_once(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
paths: {}
components:
  schemas:
    A: {type: object, required: [b], properties: {b: {$ref: '#/components/schemas/B'}}}
    B: {type: object, required: [c], properties: {c: {$ref: '#/components/schemas/C'}}}
    C: {type: object, required: [b], properties: {b: {$ref: '#/components/schemas/B'}}}
"""
    )
    (held,) = found(tmp_path, a_yaml=text)
    say = "no value can meet this schema: it holds itself without end, by way of `b` and `c`"
    assert (held.code, str(held.location), held.message) == ("API039", "a.yaml:7:34", say)
    assert [str(there.location) for there in held.related] == ["a.yaml:8:34"]


def test_paths_that_meet_only_further_up_are_not_compared_one_by_one() -> None:
    names = [f"/{{x}}/{number}/{{y}}/a{number}" for number in range(400)]
    assert overlaps([*names, *(f"/n{number}/{{z}}/b{number}/c" for number in range(400))]) == []


def test_many_overlaps_of_one_path_are_one_finding(tmp_path: Path) -> None:
    fine = "responses: {200: {description: Fine.}, 400: {description: Faulty.}}"
    one = "{name: id, in: path, required: true, schema: {type: string}}"
    paths = "".join(
        f"  {path}: {{get: {{operationId: {name}, parameters: [{one}], {fine}}}}}\n"
        for name, path in (("a", "/{id}/a"), ("b", "/{id}/b"), ("c", "/files/{id}"))
    )
    (held,) = found(tmp_path, a_yaml=HEAD + "paths:\n" + paths)
    say = "`/files/a` fits both `/files/{id}` and `/{id}/a`, and 1 more path beside it"
    assert (held.code, str(held.location), held.message) == ("API029", "a.yaml:6:3", say)
    assert [str(there.location) for there in held.related] == ["a.yaml:4:3", "a.yaml:5:3"]


def test_a_fault_in_a_part_of_two_contracts_is_told_once_and_names_both(tmp_path: Path) -> None:
    text = HEAD + "paths: {}\ncomponents: {schemas: {Order: {$ref: order.yaml}}}\n"
    diagnostics = found(tmp_path, a_yaml=text, b_yaml=text, order_yaml="type: string\npattern: '['\n")
    assert said(diagnostics) == ["order.yaml:2:10 API038 `[` is no regular expression: a `[` is not closed"]
    assert [str(there.location) for there in diagnostics[0].related] == ["a.yaml:4:24", "b.yaml:4:24"]


def test_numbers_are_multiples_as_they_are_written(tmp_path: Path) -> None:
    rows = "{type: number, multipleOf: 0.1, default: 1.2}", "{type: number, multipleOf: 0.1, default: 1.25}"
    say = "the default does not match its schema:"
    text = HEAD_30 + f"paths: {{}}\ncomponents: {{schemas: {{A: {rows[0]},\n  B: {rows[1]}}}}}\n"
    assert said(found(tmp_path, a_yaml=text)) == [
        f"a.yaml:5:47 API042 {say} `default` is the number `1.25`, not a multiple of 0.1"
    ]


def test_what_an_example_lacks_is_one_finding_and_a_wrong_type_another(tmp_path: Path) -> None:
    text = (
        HEAD_30
        + """\
paths: {}
components:
  schemas:
    A:
      required: [a, b, c]
      properties: {a: {}, b: {}, c: {}, d: {type: string, enum: ['true']}}
      example: {b: 1, d: true}
"""
    )
    say = "API041 the example does not match its schema:"
    assert said(found(tmp_path, a_yaml=text)) == [
        f"a.yaml:9:7 {say} `example` has no `a` and no `c`",
        f"a.yaml:9:26 {say} `d` is `true`, not a text",
    ]


def test_equal_faults_of_schemas_and_bodies_are_told_once(tmp_path: Path) -> None:
    schema = "{type: string, nullable: true, maximum: 3}"
    get = "{requestBody: {content: {}}, responses: {200: {description: Fine.}}}"
    text = HEAD + f"paths:\n  /a: {{get: {get}}}\n  /b: {{get: {get}}}\n"
    text += f"components:\n  schemas:\n    A: {schema}\n    B: {schema}\n"
    assert said(found(tmp_path, a_yaml=text)) == [
        "a.yaml:4:14 API046 2 operations take a body, which GET gives no meaning: `GET /a` and `GET /b`",
        "a.yaml:8:23 API036 2 schemas have `nullable`, which means nothing in OpenAPI 3.1: `A` and `B`",
        "a.yaml:8:39 API043 `maximum` says nothing of 2 schemas with `type: string`: `A` and `B`",
    ]


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1", "3.2.0"])
def test_no_responses_is_one_finding(tmp_path: Path, version: str) -> None:
    text = HEAD.replace("3.1.1", version) + "paths: {/a: {get: {responses: {}}}}\n"
    assert said(found(tmp_path, a_yaml=text)) == ["a.yaml:3:20 API001 `responses` is empty"]


@pytest.mark.parametrize(
    ("ref", "hint"),
    [
        ("#components/schemas/A", "write `#/components/schemas/A`"),
        ("part.yaml#/", "write `part.yaml`"),
        ("part.yaml#type", "write `part.yaml#/type`"),
        ("#/components/responses/A", "add what it names, or mend the reference"),
        ("#other", "add what it names, or mend the reference"),
    ],
)
def test_a_fragment_that_lacks_its_slash_is_mended(tmp_path: Path, ref: str, hint: str) -> None:
    text = HEAD_30 + f"paths: {{}}\ncomponents: {{schemas: {{A: {{}}, B: {{$ref: '{ref}'}}}}}}\n"
    (held,) = [held for held in found(tmp_path, a_yaml=text, part_yaml="type: {}\n") if held.code == "API003"]
    assert held.hint == hint


def test_a_word_that_is_required_already_is_not_what_was_meant(tmp_path: Path) -> None:
    schema = "{required: [price_total, price_totals], properties: {price_total: {type: string}}}"
    text = HEAD_30 + f"paths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}\n"
    (held,) = [held for held in found(tmp_path, a_yaml=text) if held.code == "API032"]
    assert held.hint == "describe it under `properties`, or do not require it"


def test_a_parameter_behind_a_question_mark_stands_in_the_path(tmp_path: Path) -> None:
    parameter = "{name: b, in: path, required: true, schema: {type: string, maxLength: 9}}"
    get = f"{{parameters: [{parameter}], responses: {{200: {{description: Fine.}}}}}}"
    text = HEAD + f"paths: {{'/a?b={{b}}': {{get: {get}}}}}\n"
    assert "API014" not in {held.code for held in found(tmp_path, a_yaml=text)}


def test_parts_that_rule_each_other_out_are_told_where_they_are_put_together(tmp_path: Path) -> None:
    text = (
        HEAD
        + """\
paths: {}
components:
  schemas:
    User: {type: object}
    Author: {type: 'null', allOf: [$ref: '#/components/schemas/User']}
"""
    )
    say = "`type: null` here and `type: object` in another part of `allOf` rule each other out"
    assert said(found(tmp_path, a_yaml=text)) == [f"a.yaml:7:20 API049 {say}"]


def test_what_is_part_of_itself_cannot_be_left_out(tmp_path: Path) -> None:
    text = HEAD + "paths: {}\ncomponents: {schemas: {A: {allOf: [$ref: '#/components/schemas/A']}}}\n"
    (held,) = [held for held in found(tmp_path, a_yaml=text) if held.code == "API039"]
    assert held.hint == "add an alternative that ends, or remove the reference to itself"


def test_what_another_version_has_is_told_in_the_words_of_this_one(tmp_path: Path) -> None:
    schemas = """\
paths: {}
components:
  schemas:
    A: {type: [string, 'null']}
    B: {type: 'null'}
    C: {type: integer, exclusiveMinimum: 3}
    D: {type: [string, integer]}
"""
    assert [held.hint for held in found(tmp_path, a_yaml=HEAD_30 + schemas)] == [
        "write `type: string` and `nullable: true`",
        "write the type of the value and `nullable: true`",
        "write `minimum: 3` and `exclusiveMinimum: true`",
        "write a schema for each type under `anyOf`",
    ]
    newer = schemas.replace("'null'", "null").replace("exclusiveMinimum: 3", "exclusiveMinimum: true")
    hints = [held.hint for held in found(tmp_path, a_yaml=HEAD + newer)]
    assert 'write `"null"`, in quotes' in hints
    assert "write the number itself, and remove `minimum`" in hints


def test_of_what_has_a_wrong_type_nothing_else_is_said(tmp_path: Path) -> None:
    text = HEAD + "paths: {}\ncomponents: {parameters: {A: 1}}\n"
    assert said(found(tmp_path, a_yaml=text)) == ["a.yaml:4:30 API001 `A` is the number `1`, not a structure"]


def test_a_callback_may_be_extended(tmp_path: Path) -> None:
    text = HEAD + "paths: {}\ncomponents: {callbacks: {A: {x-note: false}, B: {'{$url}': false}}}\n"
    assert said(found(tmp_path, a_yaml=text)) == ["a.yaml:4:60 API001 `{$url}` is `false`, not a structure"]


def test_a_comma_in_a_text_without_quotes_is_told(tmp_path: Path) -> None:
    text = HEAD + "paths: {}\ncomponents: {responses: {A: {description: Fine, more or less.}}}\n"
    (held,) = [held for held in found(tmp_path, a_yaml=text) if held.code == "API001"]
    assert held.hint == "put the text that it belongs to in quotes, or remove it"


def test_a_method_that_has_a_field_is_no_additional_one(tmp_path: Path) -> None:
    post = "{responses: {200: {description: Fine.}}}"
    text = HEAD.replace("3.1.1", "3.2.0") + f"paths: {{/a: {{additionalOperations: {{POST: {post}}}}}}}\n"
    (held,) = [held for held in found(tmp_path, a_yaml=text) if held.code == "API001"]
    assert held.message == "`POST` may not stand under `additionalOperations`"


def test_a_part_that_rules_out_what_many_add_is_one_finding(tmp_path: Path) -> None:
    text = (
        HEAD_30
        + "paths: {}\ncomponents:\n  schemas:\n    Base: {type: object, additionalProperties: false}\n"
    )
    for name in "ABC":
        adds = f"{{properties: {{{name.lower()}: {{type: string}}}}}}"
        text += f"    {name}: {{allOf: [$ref: '#/components/schemas/Base', {adds}]}}\n"
    (held,) = [held for held in found(tmp_path, a_yaml=text) if held.code == "API049"]
    say = "3 schemas add what `additionalProperties: false` in a shared part of `allOf` rules out"
    assert held.message == f"{say}: `A`, `B` and `C`"
    assert str(held.location) == "a.yaml:7:53"
    lines = [there.location.line for there in held.related]
    assert lines == [8, 9, 6]


def test_references_out_of_reach_for_one_reason_are_one_finding(tmp_path: Path) -> None:
    refs = ", ".join(f"{name}: {{$ref: '/parts/{name}.yaml'}}" for name in "ab")
    text = HEAD + f"paths: {{}}\ncomponents: {{schemas: {{{refs}}}}}\n"
    why = "is an absolute path, which only a server of these files could follow"
    assert said(found(tmp_path, a_yaml=text)) == [
        f"a.yaml:4:34 API004 each of 2 references {why}: `/parts/a.yaml` and `/parts/b.yaml`"
    ]


def test_a_circle_is_told_where_the_property_is_and_not_in_the_shared_part(tmp_path: Path) -> None:
    text = (
        HEAD_30
        + """\
paths: {}
components:
  schemas:
    Pet: {type: object, required: [parent], properties: {parent: {}}}
    Dog:
      allOf:
        - $ref: '#/components/schemas/Pet'
        - {properties: {parent: {$ref: '#/components/schemas/Dog'}}}
"""
    )
    (held,) = [held for held in found(tmp_path, a_yaml=text) if held.code == "API039"]
    assert str(held.location) == "a.yaml:10:25"
