"""The running server as a whole: its processes, and what is left when they are killed."""
