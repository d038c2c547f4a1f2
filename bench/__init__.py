"""One script per claim; each prints its own baseline beside the figure and a ``BAR`` line per bar."""
