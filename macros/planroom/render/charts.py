"""Bars of figures with the figures in words beside them, where a row of bars says more than a table."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from planroom.records import dataclass

_FIGURE = Markup(
    '<figure class="pr-bars" data-search-exclude>\n<figcaption>{}</figcaption>\n<ul>\n{}\n</ul>\n</figure>'
)
_ROW = Markup(
    '<li{}><span>{}</span> <i class="pr-bar{}" style="{}" aria-hidden="true"></i> <span>{}</span></li>'
)


@dataclass(frozen=True)
class Bar:
    """One bar: its label, where it begins and ends in the unit of the chart, and what is said beside it.

    `limit` is a figure to hold it against, `over` whether it is on the wrong side of it, `level` how deep it
    hangs below another.
    """

    label: Markup
    end: float
    words: Markup
    start: float = 0
    limit: float | None = None
    over: bool = False
    level: int = 0


def chart(title: str, bars: Sequence[Bar]) -> Markup:
    """The bars on one scale that begins at zero; `""` where there is nothing to compare."""
    most = max((figure for bar in bars for figure in (bar.end, bar.limit or 0)), default=0)
    if (len(bars) < 2 and not any(bar.limit for bar in bars)) or most <= 0:
        return Markup("")
    return _FIGURE.format(title, Markup("\n").join(_row(bar, most) for bar in bars))


def _row(bar: Bar, most: float) -> Markup:
    level = Markup(' class="pr-bars__{}"').format(min(bar.level, 4)) if bar.level else Markup("")
    kind = (" pr-bar--limit" if bar.limit is not None else "") + (" pr-bar--over" if bar.over else "")
    return _ROW.format(level, bar.label, kind, _style(bar, most), bar.words)


def _style(bar: Bar, most: float) -> str:
    parts = [("a", bar.start)] if bar.start else []
    parts += [("b", max(bar.end - bar.start, 0))]
    parts += [("t", bar.limit)] if bar.limit is not None else []
    return ";".join(f"--{name}:{_percent(figure, most)}" for name, figure in parts)


def _percent(figure: float, most: float) -> str:
    return f"{min(100 * figure / most, 100):.1f}".removesuffix(".0")
