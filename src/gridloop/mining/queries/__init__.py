"""Reads of mining: models, scores, and the words for them."""

from gridloop.mining.queries.models import model_detail, model_versions, models
from gridloop.mining.queries.scores import customer_scores, deciles, top_customers
from gridloop.mining.queries.wording import feature_label, reason_text, reason_texts, said_reasons

__all__ = [
    "customer_scores",
    "deciles",
    "feature_label",
    "model_detail",
    "model_versions",
    "models",
    "reason_text",
    "reason_texts",
    "said_reasons",
    "top_customers",
]
