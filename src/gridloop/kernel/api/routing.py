"""How a stage declares its operations: denied to everybody unless roles are named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Router
from ninja.utils import check_csrf

from gridloop.kernel.models import Account
from gridloop.kernel.problems import Problem
from gridloop.kernel.scope import actor_of, scope_of
from gridloop.kernel.types import Actor, Role, Scope
from gridloop.kernel.wording import Language

View = TypeVar("View", bound=Callable[..., Any])


class ScopedRequest(HttpRequest):
    """A request of somebody who is signed in and whose role may do this."""

    user: Account
    language: Language
    scope: Scope
    actor: Actor


@dataclass(frozen=True, slots=True)
class Operation:
    """One declared operation, as the permission matrix sees it."""

    method: str
    path: str
    view: str
    allow: frozenset[Role]
    public: bool = False
    reads: bool = False
    apart: bool = False


REGISTRY: list[Operation] = []
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets a request pass whose asker may do this, before anything else of it is read.

    Sets ``request.scope`` and ``request.actor``. A write must echo the csrftoken cookie, whoever asks.
    """

    roles: frozenset[Role]
    public: bool
    with_first_password: bool = False

    def __call__(self, request: Any) -> bool:
        """Return True, or raise the ``Problem`` that says why not."""
        if request.method not in _READS and check_csrf(request) is not None:
            raise Problem("kernel.csrf_failed", 403)
        if self.public:
            return True
        if not request.user.is_authenticated:
            raise Problem("kernel.not_signed_in", 401)
        if request.user.must_change_password and not self.with_first_password:
            raise Problem("kernel.password_must_change", 403)
        scope = scope_of(request.user)
        if scope.role not in self.roles:
            raise Problem("kernel.role_not_allowed", 403)
        request.scope = scope
        request.actor = actor_of(request.user)
        return True


class StageRouter(Router):
    """A ninja router whose operations must say which roles may call them.

    ``@router.get("/grids", response=Page[GridOut], allow={Role.PLANNER})``. The view receives a
    ``ScopedRequest``. ``public=True`` (instead of ``allow``) opens an operation to everybody;
    ``with_first_password=True`` opens it to people who have not yet replaced the password they were handed.
    ``reads=True`` says of a POST that it changes nothing, ``apart=True`` that it brings transactions of its own: none
    is held around either (on SQLite that would stop every other writer for as long as it takes).
    """

    def __init__(self, stage: str) -> None:
        super().__init__(tags=[stage])
        self.stage = stage

    def api_operation(
        self,
        methods: list[str],
        path: str,
        *,
        allow: Iterable[Role] | None = None,
        public: bool = False,
        with_first_password: bool = False,
        reads: bool = False,
        apart: bool = False,
        **options: Any,
    ) -> Callable[[View], View]:
        """Declare an operation; raises ``TypeError`` at import when nobody is named."""
        if allow is None and not public:
            raise TypeError(f"{methods} {path}: say which roles may call it (allow=…)")
        roles = frozenset(allow or ())
        options.setdefault("by_alias", True)

        decorate = super().api_operation(methods, path, auth=Guard(roles, public, with_first_password), **options)

        def declare(view: View) -> View:
            for method in methods:
                where = f"/api/{self.stage}{path}"
                REGISTRY.append(Operation(method, where, view.__name__, roles, public, reads, apart))
            decorate(view)
            return view

        return declare

    def get(self, path: str, **options: Any) -> Callable[[View], View]:
        """Declare a read."""
        return self.api_operation(["GET"], path, **options)

    def post(self, path: str, **options: Any) -> Callable[[View], View]:
        """Declare a creation or an action."""
        return self.api_operation(["POST"], path, **options)

    def patch(self, path: str, **options: Any) -> Callable[[View], View]:
        """Declare a partial change (JSON Merge Patch)."""
        return self.api_operation(["PATCH"], path, **options)

    def put(self, path: str, **options: Any) -> Callable[[View], View]:
        """Declare a replacement."""
        return self.api_operation(["PUT"], path, **options)

    def delete(self, path: str, **options: Any) -> Callable[[View], View]:
        """Declare a removal."""
        return self.api_operation(["DELETE"], path, **options)
