"""Pure decisions of evaluation: statistics, what counts as a sale, plausibility, scores, ledger lines."""
