"""Money is a whole number of fen (1 yuan = 100 fen), never a float.

An installation has one currency. In another than the yuan, "yuan" in names stands for its unit and "fen" for its
hundredth part; what people read says the currency's own name.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_WORDS = {
    "CNY": {"zh": "元", "en": "yuan"},
    "EUR": {"zh": "欧元", "en": "euros"},
    "GBP": {"zh": "英镑", "en": "pounds"},
    "HKD": {"zh": "港元", "en": "Hong Kong dollars"},
    "MOP": {"zh": "澳门元", "en": "patacas"},
    "SGD": {"zh": "新加坡元", "en": "Singapore dollars"},
    "USD": {"zh": "美元", "en": "dollars"},
}
_currency = "CNY"


def use_currency(code: str) -> None:
    """Take amounts to be of the currency with this ISO 4217 code; raises ``ValueError`` for what is no code."""
    global _currency
    if len(code) != 3 or not (code.isascii() and code.isalpha() and code.isupper()):
        raise ValueError(f"not the code of a currency, such as CNY or USD: {code!r}")
    _currency = code


def currency() -> str:
    """Return the ISO 4217 code of the installation's currency."""
    return _currency


def currency_word(language: str) -> str:
    """Return the currency as people say it after a number; its code where we know no word."""
    return _WORDS.get(_currency, {}).get(language, _currency)


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
