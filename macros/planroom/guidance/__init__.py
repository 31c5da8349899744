"""Guidance that is computed: who takes a request, and what a system needs next."""
