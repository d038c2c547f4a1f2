"""What a user can mend; the message says how."""

from __future__ import annotations


class InputError(ValueError):
    """Something that the user gave cannot be used."""
