"""Money is a whole number of fen (1 yuan = 100 fen), never a float."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation


def yuan_to_fen(text: str) -> int:
    """Return the fen of an amount in yuan such as ``"88.50"``; half a fen rounds away from zero.

    Raises ``ValueError`` when the text is not a finite decimal number.
    """
    try:
        amount = Decimal(text.strip())
    except InvalidOperation as error:
        raise ValueError(f"not an amount of money: {text!r}") from error
    if not amount.is_finite():
        raise ValueError(f"not an amount of money: {text!r}")
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def fen_to_yuan_text(fen: int) -> str:
    """Return an amount as yuan with two decimals and thousands separators: 123456 -> ``1,234.56``."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"
