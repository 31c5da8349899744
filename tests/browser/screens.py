"""The screens that pages are tried on, and what opens a page on them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

WIDE, NARROW = (1280, 800), (390, 844)
"""Width and height in px of a desktop's window and of a phone."""

Open = Callable[..., Page]
