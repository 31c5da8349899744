"""Diagnostics as people and programs read them: one module per format, listed once, in `every`."""
