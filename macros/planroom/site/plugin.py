"""The MkDocs plugin.

It checks the room before a build, adds the generated pages and their assets, gives hand-written pages the
`planroom` object, and makes a strict build fail whenever `planroom check` fails.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from planroom.cache import cache_of
from planroom.checks import run
from planroom.checks.alone import FoundAlone
from planroom.files import SETTINGS_FILE
from planroom.git import folder_in_repository, main_branch
from planroom.kinds.page import shield
from planroom.load import load
from planroom.model import build
from planroom.model.history import history
from planroom.render import Rendering, address, pages
from planroom.render import files as site_files
from planroom.render.address import Addresses
from planroom.render.brought import BROUGHT
from planroom.render.build_line import build_line
from planroom.render.decision_feed import has_feed
from planroom.render.figures import unique_figures
from planroom.render.hosting import hosting
from planroom.render.kept_pages import KeptPages
from planroom.render.macros import PageMacros
from planroom.render.navigation import navigation
from planroom.reports.layout import Layout
from planroom.reports.text import report
from planroom.room import Room
from planroom.site.in_place import IN_PLACE
from planroom.site.keeping import Keeping
from planroom.site.made_page import Kept, MadePage, Prepared, escape_front_matter
from planroom.site.menu import chains, hang, titled
from planroom.site.progress import PROGRESS
from planroom.site.search import SiteSearch
from planroom.site.shell import Carried, can_share, share
from planroom.site.sparing import spare
from planroom.site.theme import set_extensions, set_search, set_theme
from planroom.site.theme_files import leave_out_unused, quicken
from planroom.source.mermaid_text import engine

if TYPE_CHECKING:
    from planroom.site.serving import Server

log = logging.getLogger("mkdocs.plugins.planroom")


class PlanroomConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin has no options of its own; the room's settings stand in planroom.yaml."""


class PlanroomPlugin(BasePlugin[PlanroomConfig]):  # type: ignore[no-untyped-call]
    """Adds the room's pages to a MkDocs site."""

    def __init__(self) -> None:
        self._site: Rendering | None = None
        self._pages: dict[str, None] = {}
        self._kept = Kept()
        self._kept_pages = KeptPages(lasts=False)
        self._alone: FoundAlone | None = None
        self._prepared: dict[str, Prepared] = {}
        self._shells: Carried = {}
        self._search = SiteSearch()
        self._keeping: Keeping | None = None
        self._current = ""
        self._serves = False
        self._server: Server | None = None
        self._watched: set[str] = set()
        self._built = self._total = 0

    @property
    def site(self) -> Rendering:
        """The rendering of the current build."""
        if self._site is None:
            raise RuntimeError("the site is asked for before its configuration is read")
        return self._site

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Tell MkDocs to keep this plugin between the builds of `serve`."""
        self._serves = command == "serve"
        if self._serves:
            self._kept_pages, self._alone = KeptPages(), FoundAlone()

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> None:
        """Have the server watch where artifacts will lie too, and what later builds find."""
        from planroom.site.serving import Server

        if isinstance(server, Server):
            self._server = server
            self._watch(self.site.room, config)

    # The configuration

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig | None:
        """Check the room, and give the theme what the pages need."""
        root = Path(config.config_file_path).resolve().parent if config.config_file_path else Path.cwd()
        _edit_on_main(config, root)
        room = load(root, before=self._site.room if self._site is not None else None)
        cache = cache_of(root, room.paths)
        outcome = run(room, build(room), cache=cache, alone=self._alone)
        self._keeping = self._keeping or Keeping(cache)
        self._keeping.begin()
        self._kept = Kept()
        self._site = Rendering(
            outcome,
            title=room.settings.title or config.site_name,
            addresses=Addresses(config.use_directory_urls),
            hosting=hosting(config.repo_url or "", config.edit_uri or "", folder_in_repository(root)),
            has_commands=f"docs/{address.COMMANDS}" in room.paths,
            history=history(room),
            kept=self._kept_pages,
        )
        self._kept_pages.begin(self._site)
        _keep_warnings_counted(config)
        spare(config)
        set_theme(config)
        quicken(config)
        set_extensions(config, self._fence)
        if engine() is None:
            log.info("diagrams are shown as their text: nothing that draws them is installed")
        set_search(config)
        self._watch(room, config)
        macros: Any = config.plugins.get("macros")
        if macros is not None:
            macros.register_variables({"planroom": _Macros(self)})
        return config

    def _watch(self, room: Room, config: MkDocsConfig) -> None:
        """Have `serve` rebuild when an artifact changes, wherever it lies.

        MkDocs' own server takes what is there at the start; ours takes what is not, and what comes later.
        """
        tops = {artifact.path.split("/")[0] for artifact in room.artifacts}
        paths = {str(room.root / name) for name in ("adr", "specs", SETTINGS_FILE, *tops)}
        for path in sorted(paths - self._watched):
            if self._server is not None:
                self._server.watch(path)
            elif os.path.exists(path) and path not in config.watch:
                config.watch.append(path)
            else:
                continue
            self._watched.add(path)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Stop a strict build if anything reaches the severity that fails a check."""
        outcome = self.site.outcome
        # Not earlier: the macros plugin makes a variable of every `extra`, and `planroom` is its own.
        config.extra["planroom"] = {
            "build_line": build_line(self.site),
            "feed": address.DECISION_FEED if has_feed(self.site) else "",
            "feed_on": (address.HOME, address.DECISIONS),
        }
        if outcome.fails(outcome.room.settings.fail_on):
            if config.strict:
                # MkDocs is silent with -q; the findings must be seen all the same.
                click.echo(report(outcome, Layout()), err=True)
                raise Abort("planroom: the build is strict, and what was found above stops it")
            for diagnostic in outcome.diagnostics:
                if diagnostic.severity.reaches(outcome.room.settings.fail_on):
                    log.warning("%s %s %s", diagnostic.location, diagnostic.code, diagnostic.message)

    # Pages

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages and the pictures they show."""
        self._pages = {}
        assets: dict[str, None] = {}
        prepared: dict[str, Prepared] = {}
        for number, page in enumerate(map(self._kept_pages.same, pages(self.site)), 1):
            PROGRESS.say("Making page", number)
            own = files.get_file_from_path(page.path)
            if own is not None and page.origin != f"docs/{page.path}":
                log.info("docs/%s stands in for the generated page", page.path)
                continue
            if own is not None:  # an artifact below docs/: its page takes the place of the bare text
                files.remove(own)
            self._pages[page.path] = None
            file = File.generated(config, page.path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            prepared[page.path] = MadePage(page, file, config, self._prepared.get(page.path)).prepared
            files.append(file)
            assets.update(dict.fromkeys(page.assets))
        if self._serves:
            self._prepared = prepared
        for path in assets:
            files.append(
                File.generated(config, f"assets/room/{path}", abs_src_path=str(self.site.room.root / path))
            )
        for made in site_files(self.site):
            files.append(File.generated(config, made.path, content=made.content))
        leave_out_unused(config, files)
        wanted = self.site.room.settings.search
        self._search = SiteSearch.of(config, files, wanted, self._search.known if self._serves else None)
        if config.nav is None:
            config.nav = navigation(self.site, [file.src_uri for file in files.documentation_pages()])
        return files

    @event_priority(100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Give generated pages their titles in the menu, and those that are in none their place."""
        for path, title in titled(config.nav):
            file = files.get_file_from_path(path)
            if file is not None and isinstance(file.page, MadePage):
                file.page.title = title
        hang(nav, files, chains(self.site, self._pages))
        return nav

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Keep code on hand-written pages from being read as a template."""
        self._current = page.file.src_uri
        if isinstance(page, MadePage):
            self._search.leave_out(page)
            return markdown
        escape_front_matter(page.meta)
        return shield(markdown)

    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put the kept HTML in where its marks stand."""
        return html if isinstance(page, MadePage) else unique_figures([self._kept.put_back(html)])[0]

    @event_priority(-100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Render the theme once for all pages that differ in their words alone; clear what no page is of."""
        IN_PLACE.keep(file.abs_dest_path for file in files)
        self._built, self._total = 0, len(files.documentation_pages())
        if can_share(config):
            share(env, config, self._shells)
        return env

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Lead a generated page's edit link to the artifact's own file."""
        if isinstance(page, MadePage):
            origin = page.made.origin
            page.edit_url = (self.site.hosting.edit_of(origin) or None) if origin else None
        return page

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> None:
        """Say how far the build is."""
        self._built += 1
        PROGRESS.say("Building page", self._built, self._total)

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add generated pages to what the search plugin has written, before it is copied for offline use."""
        PROGRESS.wipe()
        self._search.add_entries(config)
        if self._keeping is not None:
            self._keeping.end()
        self._kept_pages.end()
        IN_PLACE.end()
        BROUGHT.write()

    def _fence(self, source: str, language: str, css_class: str, options: Any, md: Any, **more: Any) -> str:
        """A fenced Mermaid text as a figure, for Markdown's superfences."""
        try:
            return str(self.site.author_figure(source, self._current))
        except Exception as fault:  # superfences would swallow it, and the diagram vanish without a word
            log.warning("a diagram cannot be shown: %s", fault)
            return f"<pre>{escape(source)}</pre>"


class _Macros:
    """Stands for `planroom` in every page's template, and knows which page is being rendered."""

    def __init__(self, plugin: PlanroomPlugin) -> None:
        self._plugin = plugin

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(PageMacros(self._plugin.site, self._plugin._current, self._plugin._kept.keep), name)


def _keep_warnings_counted(config: MkDocsConfig) -> None:
    """Let a strict build count warnings also with `-q`, which would lift the logger's level above them."""
    logger = logging.getLogger("mkdocs")
    if config.strict and logger.getEffectiveLevel() > logging.WARNING:
        logger.setLevel(logging.WARNING)


def _edit_on_main(config: MkDocsConfig, root: Path) -> None:
    """Lead edit links to the main branch: where none is named, MkDocs takes it to be `master`."""
    stated = {key for configuration in config.user_configs for key in configuration}
    if config.edit_uri and not stated & {"edit_uri", "edit_uri_template"}:
        config.edit_uri = config.edit_uri.replace("/master/", f"/{main_branch(root)}/", 1)
