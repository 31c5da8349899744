"""The guidance as pages: shipped prose in every language, with tables made from its data."""

from __future__ import annotations

from planroom.render.guides.pages import pages

__all__ = ["pages"]
