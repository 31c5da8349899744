"""The artifact kinds: one module each, listed once, in `every`."""
