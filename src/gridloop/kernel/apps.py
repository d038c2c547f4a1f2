"""Django's registration of the kernel."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Accounts, org tree, scope, audit, jobs, clock."""

    name = "gridloop.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Give the clock its zone and offset, money its currency, and refuse to start with an untranslated message."""
        from django.conf import settings  # noqa: PLC0415 - Django wants apps loaded first

        from gridloop.kernel import clock, money, wording  # noqa: PLC0415
        from gridloop.kernel.services.move_clock import tenant_offset  # noqa: PLC0415

        clock.use_zone(settings.TENANT_TIME_ZONE)
        money.use_currency(settings.CURRENCY)
        clock.use_offset(tenant_offset)
        wording.check_all()
