"""What a contact is worth."""

from __future__ import annotations

MONTHS = 12
CONTACT_COST_FEN = 900
"""Cost of working one target: RMB 27 million over 2.87 million target records in the reference deployment."""
USUAL_COST_SHARE = 0.4
"""Cost as a part of what is billed where a customer's own cost is not known."""


def expected_value_fen(uplift: float, margin_fen: float, contact_cost_fen: int = CONTACT_COST_FEN) -> int:
    """Return uplift x margin over twelve months − the cost of the contact, in whole fen."""
    return round(uplift * margin_fen) - contact_cost_fen
