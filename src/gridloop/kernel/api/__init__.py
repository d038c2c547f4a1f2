"""The kernel's side of the HTTP API: how every stage declares its operations, and the kernel's own."""

from gridloop.kernel.api.paging import Page, PageParams, paged
from gridloop.kernel.api.routing import REGISTRY, Operation, ScopedRequest, StageRouter

__all__ = ["REGISTRY", "Operation", "Page", "PageParams", "ScopedRequest", "StageRouter", "paged"]
