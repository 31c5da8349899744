"""What a table of contracts shows of each: its version, its size, and what is wrong."""

from __future__ import annotations

from markupsafe import Markup, escape

from planroom.diagnostics import Severity, severity_counts
from planroom.kinds.contract import Contract
from planroom.render.rendering import Rendering
from planroom.render.section_values import Table
from planroom.wording import counted


def contract_rows(site: Rendering, page: str, contracts: tuple[Contract, ...]) -> Table | None:
    """The table of these contracts; `None` where there are none."""
    rows = []
    for contract in contracts:
        there = site.addresses.href(page, site.contract_pages[contract.path])
        name = Markup('<a href="{}">{}</a> <span class="pr-small">{}</span>')
        rows.append(
            (
                name.format(there, contract.title or contract.path, contract.path),
                escape(contract.api_version) if contract.api_version else Markup("not stated"),
                escape(f"OpenAPI {contract.version}"),
                escape(str(len(contract.operations) or "none")),
                _marks(site, contract),
            )
        )
    heads = (("Contract", ""), ("Version", ""), ("Format", ""), ("Operations", "pr-num"), ("Findings", ""))
    return Table("Contracts", heads, tuple(rows)) if rows else None


def _marks(site: Rendering, contract: Contract) -> Markup:
    counts = list(severity_counts(site.findings_in(contract.path)))
    mark = Markup('<span class="pr-sev pr-sev--{}">{}</span>')
    found = [
        mark.format(kind.value, counted(count, kind.value))
        for kind, count in counts
        if kind is not Severity.INFO
    ]
    return Markup(" ").join(found) or Markup("none")
