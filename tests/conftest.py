"""Tests across stages start from the same fixtures as the stages' own."""

from gridloop.conftest import actor, engine, home, operator, publish_rows  # noqa: F401
