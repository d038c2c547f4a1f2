"""``python -m gridloop`` is ``gridloop``."""

from gridloop.web.cli import main

main()
