"""Settings of the processes that tests kill: without the composition root, which would load every stage's code."""

from gridloop.web.settings import *  # noqa: F403
from gridloop.web.settings import INSTALLED_APPS as _EVERYTHING

INSTALLED_APPS = [name for name in _EVERYTHING if name != "gridloop.web"]
