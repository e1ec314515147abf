"""The company after some movements, and people hired for one test: as the policies' own tests."""

from tests.policies.conftest import busy, busy_template, hire, web

__all__ = ["busy", "busy_template", "hire", "web"]
