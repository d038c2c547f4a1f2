"""Pure expressions over the lake: what the feeds say about targets, arms and territories."""
