"""Data belongs to the whole company: a steward whose account stands on a branch reaches none of it by any address."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gridloop.kernel.api import REGISTRY
from gridloop.kernel.models import AuditEntry
from gridloop.kernel.services import jobs
from gridloop.lake.library import contract_of
from gridloop.lake.models import ContractVersion, DatasetVersion, FeedBatch, QuarantinedRow
from gridloop.lake.services.save_contract import save_contract
from gridloop.lake.tests.conftest import bills

CANARY = "CANARYCUSTOMER"
BODIES = {
    "/api/lake/contracts": lambda: {"yaml": contract_of("bill").yaml, "based_on": "1.0.1", "note": ""},
    "/api/lake/contracts/check": lambda: {"yaml": contract_of("bill").yaml, "form": None},
    "/api/lake/contracts/trial/last": lambda: {"yaml": contract_of("bill").yaml},
    "/api/lake/batches/{batch_id}/replay": lambda: {"reason": None},
    "/api/lake/quarantine/{row_id}/replay": lambda: {"values": {"billed_yuan": "1"}},
    "/api/lake/pulls": lambda: {"feed": "bill", "source": "crm", "table": "bills"},
    "/api/lake/pulls/trial": lambda: {"feed": "bill", "source": "crm", "table": "bills"},
}
FILES = {
    "/api/lake/contracts/draft": {},
    "/api/lake/contracts/trial": {"yaml": "x"},
    "/api/lake/feeds/{feed}/files": {},
    "/api/lake/batches/{batch_id}/quarantine/returned": {},
}


@pytest.fixture
def found(operator, deliver, actor):
    """Return what stands for each name in an address: all of it exists, and carries a canary."""
    text = contract_of("bill").yaml.replace("version: 1.0.0", "version: 1.0.1").replace("One line a", f"{CANARY} a")
    save_contract(text=text, based_on="1.0.0", note=CANARY, actor=actor)
    report = deliver("bill", bills(f"{CANARY},2026-08,x", f"{CANARY},2026-09,1"), name=f"bill_{CANARY}.csv")
    file = SimpleUploadedFile(f"bill_{CANARY}_2.csv", bills(f"{CANARY},2026-08,3").encode())
    job = operator.client("DATA1").post("/api/lake/feeds/bill/files", {"file": file}).json()["job_id"]
    account = operator.accounts["DATA1"]
    account.org_unit = operator.units["LG01"]
    account.save()
    return {
        "feed": "bill",
        "name": "bill",
        "batch_id": report.batch_id,
        "row_id": QuarantinedRow.objects.get().pk,
        "version_id": ContractVersion.objects.latest("pk").pk,
        "job_id": job,
        "source": "crm",
    }


def operations(method: str) -> list[str]:
    import gridloop.web.api  # noqa: F401 - mounts every stage's router

    return [one.path for one in REGISTRY if one.method == method and one.path.startswith("/api/lake/")]


def address(path: str, found: dict) -> str:
    return re.sub(r"{(?:\w+:)?(\w+)}", lambda match: str(found[match[1]]), path)


def test_nothing_of_the_companys_data_is_read(operator, found):
    assert operator.scope("DATA1").whole_company is False
    client, wrong = operator.client("DATA1"), []
    for path in operations("GET"):
        for query in ("", f"?q={CANARY}&state=all" if "quarantine" in path else ""):
            answer = client.get(address(path, found) + query)
            body = answer.content.decode()
            if CANARY in body or answer.status_code >= 500:
                wrong.append((path, query, answer.status_code))
            if answer.status_code == 200 and path != "/api/lake/datasets" and json.loads(body).get("items"):
                wrong.append((path, "lists something"))
            if answer.status_code == 200 and path == "/api/lake/datasets":
                assert {one["rows"] for one in json.loads(body)["items"]} == {0}, "only names, no counts"
    assert wrong == []


def test_nothing_of_it_is_changed_and_no_trial_is_run_against_it(operator, found):
    client, wrong = operator.client("DATA1"), []
    before = [model.objects.count() for model in (FeedBatch, QuarantinedRow, DatasetVersion, ContractVersion)]
    audited = AuditEntry.objects.count()
    for path in operations("POST"):
        if path in FILES:
            body = {"file": SimpleUploadedFile("bill.csv", bills("C1,2026-08,1").encode()), **FILES[path]}
            answer = client.post(address(path, found), body)
        else:
            body = BODIES.get(path, lambda: {"reason": "x", "purpose": "x"})()
            answer = client.post(address(path, found), body, content_type="application/json")
        if answer.status_code not in (403, 404) or CANARY in answer.content.decode():
            wrong.append((path, answer.status_code, answer.content[:200]))
    assert wrong == []
    assert before == [model.objects.count() for model in (FeedBatch, QuarantinedRow, DatasetVersion, ContractVersion)]
    assert AuditEntry.objects.count() == audited
    jobs.run(found["job_id"])
    assert FeedBatch.objects.count() == before[0] + 1, "the load that he could not stop goes on"
