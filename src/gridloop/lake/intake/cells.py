"""A value of a database as the text that a file holds. Pure."""

from __future__ import annotations

import orjson


def text_of(value: object) -> str:
    """Return a value as a file holds it: what has parts as JSON, bytes as the text they are, else in hexadecimal."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, dict | list | tuple):
        return orjson.dumps(value, default=str).decode()
    if isinstance(value, bytes | bytearray | memoryview):
        content = bytes(value)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return content.hex()
    return str(value)
