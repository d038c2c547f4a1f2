"""Building the city: everything that stands before the first month begins."""
