"""What the log leaves out."""

from __future__ import annotations

import logging


class NotPreparing(logging.Filter):
    """Leaves out that /healthz answered 503: whoever asks while the city is being prepared asks again and again."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is to be logged."""
        request = getattr(record, "request", None)
        return not (getattr(record, "status_code", 0) == 503 and getattr(request, "path", "") == "/healthz")
