"""The WSGI entry that granian serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from gridloop.web.orphans import end_with_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridloop.web.settings")
application = get_wsgi_application()
end_with_server()
