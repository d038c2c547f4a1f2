"""Why a contract cannot be used, as a message code with its parameters, so that it is told in the reader's language."""

from __future__ import annotations

from gridloop.kernel.wording import say


class ContractFault(ValueError):
    """Something a contract says cannot be; ``code`` is a message of the lake, ``<code>_mend`` tells how to mend it."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(say(f"lake.{code}", "en", **params))
        self.code = f"lake.{code}"
        self.params = params


class ContractFaultAt(ContractFault):
    """A fault at a known place of the document."""

    def __init__(self, where: str, code: str, **params: object) -> None:
        super().__init__(code, **params)
        self.where = where


def fault_of(error: Exception) -> ContractFault:
    """Return an error as a fault: those of expressions and of YAML's own shape carry what they said as a detail."""
    return error if isinstance(error, ContractFault) else ContractFault("contract_other", detail=str(error)[:300])
