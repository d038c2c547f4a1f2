"""Writing files as an operator's systems drop them."""
