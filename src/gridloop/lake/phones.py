"""How a phone number is told apart without being known: a keyed hash, and its last four digits."""

from __future__ import annotations

import hashlib
import hmac
import re

from django.conf import settings

_SEPARATORS = re.compile(r"^['’]|[\s\-()（）]")
_PHONE = re.compile(r"\+?[0-9]{5,20}")
_PURPOSE = b"gridloop.lake.phone"


def phone_key() -> bytes:
    """Return the key of the hashes, derived from the installation's secret key."""
    return hmac.digest(settings.SECRET_KEY.encode(), _PURPOSE, "sha256")


def clean_phone(text: str) -> str:
    """Return a number without blanks, hyphens and brackets, and a sheet's mark that it is meant as a text."""
    return _SEPARATORS.sub("", text)


def is_phone(text: str) -> bool:
    """Tell whether a cleaned text is a phone number: 5 to 20 digits, perhaps after a plus sign."""
    return _PHONE.fullmatch(text) is not None


def hash_phone(phone: str, key: bytes) -> str:
    """Return the keyed HMAC-SHA256 of a cleaned number, in hex."""
    return hmac.digest(key, phone.encode(), hashlib.sha256).hex()
