"""API105, API108, API109: what stands in addresses, which are logged and kept all along the way."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.advice.naming import joined
from planroom.checks.contracts.paths import path_key
from planroom.checks.contracts.rule import Fact, contract_check, gathered
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.contract import Contract
from planroom.patterns import late
from planroom.wording import quote, quoted

_SECRETS = frozenset(
    (
        *("token", "accesstoken", "apitoken", "authtoken", "idtoken", "refreshtoken", "sessiontoken", "jwt"),
        *("apikey", "accesskey", "secretkey", "privatekey", "password", "passwd", "pwd", "passphrase"),
        *("secret", "clientsecret", "sessionid", "credentials", "cvv", "cvc"),
    )
)
_PERSONAL = frozenset(
    (
        *("email", "emailaddress", "phone", "phonenumber", "mobilenumber", "ssn", "socialsecuritynumber"),
        *("nationalid", "taxid", "birthdate", "birthday", "dateofbirth", "dob", "passportnumber", "iban"),
        *("firstname", "lastname", "fullname", "surname", "creditcard", "creditcardnumber", "cardnumber"),
    )
)
_VERSION = late(r"/(v\d+)(?=/|$)")


def _query_parameters(contract: Contract, names: frozenset[str]) -> Iterator[Fact]:
    for node in contract.anatomy.holding("in", "Parameter"):
        name = node.value.get("name")
        if node.value["in"] == "query" and isinstance(name, str) and joined(name) in names:
            yield name, node.origin.at("name")


def _keys_in_query(contract: Contract) -> Iterator[Fact]:
    for node in contract.anatomy.holding("in", "SecurityScheme"):
        name = node.value.get("name")
        if node.value["in"] == "query" and node.value.get("type") == "apiKey" and isinstance(name, str):
            yield name, node.origin.at("in")


@contract_check("API108", Severity.WARNING)
def secret_in_query(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """No secret stands in a query, since addresses are kept in logs, histories and caches (RFC 6750, 5.3)."""
    yield from gathered(
        (*_keys_in_query(contract), *_query_parameters(contract, _SECRETS)),
        ("secret", "secrets"),
        "{name} is a secret in the query",
        "{count} stand in the query: {names}",
        "send it in the `Authorization` header, or in a body",
    )


@contract_check("API109", Severity.INFO)
def personal_data_in_query(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """No personal data stands in a query, since addresses are kept in logs, histories and caches."""
    yield from gathered(
        _query_parameters(contract, _PERSONAL),
        ("parameter", "parameters"),
        "{name} is personal data in the query",
        "{count} are personal data in the query: {names}",
        "send it in the body of a `POST`, or use an id that tells nothing",
    )


@contract_check("API105", Severity.INFO)
def mixed_path_versions(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """The paths of a contract are of one version, so that it can be raised and retired as a whole."""
    paths = contract.value.get("paths")
    first: dict[str, str] = {}
    for path in paths if isinstance(paths, dict) else ():
        if match := _VERSION.match(path):
            first.setdefault(match[1], path)
    for base in contract.base_paths:
        if first and (match := _VERSION.search(base)):
            first.setdefault(match[1], "")
    if len(first) > 1:
        named = [path for path in first.values() if path]
        say = f"paths of {quoted(sorted(first))} stand in one contract"
        if "" in first.values():
            say = f"the version in {quote(named[0])} comes after another one in the address of the server"
        related = tuple(
            Related("the first one of another version", path_key(contract, path)) for path in named[:-1]
        )
        yield Finding(
            say, path_key(contract, named[-1]), "keep each version in a contract of its own", related
        )
