"""The city lives: state on disk, phones that are played, months that close, and the truth about contacts."""
