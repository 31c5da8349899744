"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# The same cases in every run: what fails on one machine fails on all, and nothing fails by chance.
settings.register_profile("planroom", derandomize=True, deadline=None)
settings.load_profile("planroom")
