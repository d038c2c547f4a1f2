"""Addresses: the API, health, and the two web apps."""

from __future__ import annotations

from django.urls import path, re_path
from django.views.generic import RedirectView

from gridloop.web import pages
from gridloop.web.api import api

urlpatterns = [
    path("healthz", pages.health),
    path("api/", api.urls),
    re_path(r"^api/", pages.no_such_operation),
    path("field", RedirectView.as_view(url="/field/", permanent=False)),
    re_path(r"^field/(?P<asset>.*)$", pages.field_app),
    re_path(r"^(?P<asset>.*)$", pages.console),
]
handler500 = pages.server_error
