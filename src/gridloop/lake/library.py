"""The contracts in force: those that ship with Gridloop, and the operator's own, which come first.

An operator's own contract lies in ``GRIDLOOP_HOME/contracts/`` as one YAML file per feed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gridloop.kernel.problems import NotFoundProblem, Problem
from gridloop.lake.contract import ContractError, parse_contract
from gridloop.lake.contract_types import Contract

SHIPPED = Path(__file__).parent / "contracts"
_TITLES_SECONDS = 60
LOAD_ORDER = ("org_unit", "staff", "place", "offer", "market_operator", "customer")
"""Feeds that others refer to, in the order they are loaded; the rest follow by name."""


def own_folder() -> Path:
    """Return the folder of the operator's own contracts."""
    return Path(settings.HOME) / "contracts"


@lru_cache(maxsize=256)
def _read(file: Path, changed_at: int, own: bool) -> Contract:
    try:
        return parse_contract(file.read_text(encoding="utf-8"), source=file.name, own=own)
    except (ContractError, UnicodeDecodeError) as error:
        where = error.where if isinstance(error, ContractError) else "file"
        what = error.what if isinstance(error, ContractError) else str(error)
        raise Problem("lake.contract_invalid", 422, file=file.name, where=where, what=what) from error


def _folder(folder: Path, own: bool) -> dict[str, Contract]:
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    read = [_read(file, file.stat().st_mtime_ns, own) for file in files]
    return {contract.feed: contract for contract in read}


def shipped_contracts() -> dict[str, Contract]:
    """Return the contracts that ship with Gridloop by feed, also where the operator has one of his own."""
    return _folder(SHIPPED, own=False)


def contracts() -> dict[str, Contract]:
    """Return the contract of every feed, in the order feeds are loaded.

    Raises ``Problem`` (422) for a contract that cannot be used.
    """
    found = shipped_contracts() | _folder(own_folder(), own=True)
    return {feed: found[feed] for feed in sorted(found, key=load_rank)}


def trait_titles() -> Mapping[str, tuple[str, str]]:
    """Return the operator's own names of customers' traits, Chinese and English, from the contracts that bring them.

    Contracts are looked at again once a minute: names are asked for row by row.
    """
    return _trait_titles(int(time.monotonic() // _TITLES_SECONDS), own_folder())


@lru_cache(maxsize=1)
def _trait_titles(minute: int, folder: Path) -> Mapping[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for contract in contracts().values():
        named = {p.typed_name: (p.title_zh, p.title_en) for p in contract.properties}
        found |= {trait: named[trait] for publish in contract.publishes for trait in publish.traits if trait in named}
    return found


def load_rank(feed: str) -> tuple[int, str]:
    """Return where a feed stands in the order of loading."""
    return (LOAD_ORDER.index(feed) if feed in LOAD_ORDER else len(LOAD_ORDER), feed)


def contract_of(feed: str) -> Contract:
    """Return a feed's contract; raises ``NotFoundProblem`` when there is none."""
    found = contracts().get(feed)
    if found is None:
        raise NotFoundProblem("feed", feed)
    return found
