"""Pure expressions over the lake: one customer, many customers, one grid, one place."""
