"""What a project may set in `planroom.yaml`; everything works without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from fnmatch import fnmatch

from planroom.diagnostics import Finding, Severity
from planroom.records import dataclass
from planroom.source import Source
from planroom.wording import nearest, quoted, shown

_KEYS = (
    "title",
    "description",
    "site_url",
    "fail_on",
    "exclude",
    "checks",
    "proposed_days",
    "redirects",
    "checklists_off",
    "answer_days",
    "search",
)
SEARCHES = ("built-in", "pagefind")
"""The indexes that search can ask: one that the browser makes, and one in pieces that it fetches."""
_LEVELS = (*(severity.value for severity in Severity), "off")


@dataclass(frozen=True)
class Settings:
    """A project's settings, with defaults for all that it leaves open.

    `site_url` is the address of the site that is made of the room, `""` where it is not known; `exclude`
    holds glob patterns of paths that are not read, `levels` the severity a project gives a check by its code,
    its name or a beginning of codes (`None` switches it off); `problems` what is wrong with the file itself.
    """

    title: str = ""
    description: str = ""
    site_url: str = ""
    fail_on: Severity = Severity.ERROR
    exclude: tuple[str, ...] = ()
    levels: dict[str, Severity | None] = field(default_factory=dict)
    today: date | None = None
    proposed_days: int = 90
    """How long a decision may stay proposed."""
    redirects: Mapping[str, str] = field(default_factory=dict)
    """Where what has a page lies now by the paths it had before, as far as the project states it."""
    checklists_off: tuple[str, ...] = ()
    """The checklists, and single questions of them, that do not hold here."""
    answer_days: int = 180
    """How long an answer to a question counts."""
    search: str = "built-in"
    """Which index the search of the site asks, one of `SEARCHES`."""
    problems: tuple[Finding, ...] = ()
    source: Source | None = None

    @property
    def unusable(self) -> bool:
        """Whether the file says something that cannot be followed, so that a run is not the one asked for."""
        return bool(self.problems) or (self.source is not None and self.source.broken)

    def excludes(self, path: str) -> bool:
        """Whether a path is named by `exclude`; a pattern without `*` means a file or a whole folder."""
        return any(_matches(path, pattern.rstrip("/")) for pattern in self.exclude)

    def redirected(self, path: str) -> str | None:
        """Where the redirects lead from a path in the end; `None` where they go in a circle."""
        seen = {path}
        while path in self.redirects:
            path = self.redirects[path]
            if path in seen:
                return None
            seen.add(path)
        return path


def _matches(path: str, pattern: str) -> bool:
    return fnmatch(path, pattern) or path.startswith(pattern + "/") or fnmatch(path, pattern + "/*")


def read_settings(source: Source | None) -> Settings:
    """The settings of a `planroom.yaml`; what cannot be followed is left out and reported in `problems`."""
    if source is None or source.broken:
        return Settings(source=source)
    value = source.value
    if value is None:
        return Settings(source=source)
    if not isinstance(value, dict):
        say = "the settings are not a mapping"
        return Settings(problems=(Finding(say, source.origin(), "write `key: value` lines"),), source=source)
    problems = [_unknown(source, key) for key in value if key not in _KEYS]
    return Settings(
        title=_text(source, "title", problems),
        description=_text(source, "description", problems),
        site_url=_site_url(source, problems),
        fail_on=_fail_on(source, problems),
        exclude=_texts(source, "exclude", "patterns", "pattern", problems),
        levels=_levels(source, problems),
        proposed_days=_days(source, "proposed_days", Settings.proposed_days, problems),
        redirects=_redirects(source, problems),
        checklists_off=_texts(source, "checklists_off", "names", "name", problems),
        answer_days=_days(source, "answer_days", Settings.answer_days, problems),
        search=_search(source, problems),
        problems=tuple(problems),
        source=source,
    )


def _days(source: Source, key: str, otherwise: int, problems: list[Finding]) -> int:
    value = source.value.get(key, otherwise)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    problems.append(
        Finding(f"`{key}` is no number of days", source.origin(key), "write a whole number above 0")
    )
    return otherwise


def _unknown(source: Source, key: str) -> Finding:
    near = nearest(key, _KEYS)
    hint = f"write `{near}`" if near else f"remove it; known are {quoted(_KEYS)}"
    return Finding(f"`{key}` is not a setting", source.origin(key).key(), hint)


def _text(source: Source, key: str, problems: list[Finding]) -> str:
    value = source.value.get(key, "")
    if isinstance(value, str):
        return value
    problems.append(Finding(f"`{key}` is not a text", source.origin(key), "put it in quotes"))
    return ""


def _site_url(source: Source, problems: list[Finding]) -> str:
    value = _text(source, "site_url", problems)
    if not value or value.startswith(("https://", "http://")):
        return value
    say = f"`site_url` is {shown(value)}"
    problems.append(Finding(say, source.origin("site_url"), "write the whole address, with `https://`"))
    return ""


def _search(source: Source, problems: list[Finding]) -> str:
    value = source.value.get("search", Settings.search)
    if value in SEARCHES:
        return str(value)
    say = f"`search` is {shown(value)}, which is no index that search knows"
    problems.append(Finding(say, source.origin("search"), "write `built-in` or `pagefind`"))
    return Settings.search


def _fail_on(source: Source, problems: list[Finding]) -> Severity:
    value = source.value.get("fail_on", "error")
    if value in tuple(Severity):
        return Severity(value)
    say = f"`fail_on` is `{value}`, which is no severity"
    problems.append(Finding(say, source.origin("fail_on"), "write `error`, `warning` or `info`"))
    return Severity.ERROR


def _texts(source: Source, key: str, nouns: str, noun: str, problems: list[Finding]) -> tuple[str, ...]:
    value = source.value.get(key) or []
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    say = f"`{key}` is not a list of {nouns}"
    problems.append(Finding(say, source.origin(key), f"write one {noun} a line, each after `- `"))
    return ()


def _levels(source: Source, problems: list[Finding]) -> dict[str, Severity | None]:
    value = source.value.get("checks") or {}
    if not isinstance(value, dict):
        say = "`checks` is not a mapping from code to severity"
        problems.append(Finding(say, source.origin("checks"), "write lines such as `ADR007: warning`"))
        return {}
    levels: dict[str, Severity | None] = {}
    for code, level in value.items():
        if level in _LEVELS:
            levels[code] = None if level == "off" else Severity(level)
        else:
            say = f"`{level}` is no severity"
            problems.append(
                Finding(say, source.origin("checks", code), "write `error`, `warning`, `info` or `off`")
            )
    return levels


def _redirects(source: Source, problems: list[Finding]) -> dict[str, str]:
    value = source.value.get("redirects") or {}
    if not isinstance(value, dict):
        say = "`redirects` is not a mapping from old path to new path"
        hint = "write lines such as `adr/0007-use-rest.md: adr/0008-use-rest.md`"
        problems.append(Finding(say, source.origin("redirects"), hint))
        return {}
    found: dict[str, str] = {}
    for old, new in value.items():
        if isinstance(old, str) and isinstance(new, str) and old and new:
            found[old] = new
        else:
            say = f"{shown(old)} leads to {shown(new)}, which is no path"
            problems.append(
                Finding(
                    say, source.origin("redirects", old), "write both paths from the root of the repository"
                )
            )
    return found
