"""From a file to typed, checked rows in the engine."""
