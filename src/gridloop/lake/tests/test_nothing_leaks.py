"""A phone number of a delivered file is in clear nowhere but in the guarded tables, whichever way it went wrong."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gridloop.kernel.api import REGISTRY
from gridloop.kernel.models import AuditEntry, Job
from gridloop.kernel.services import jobs
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch, QuarantinedRow
from gridloop.lake.tests.conftest import customers

PHONE = "13812345678"
WRONG = {
    "a date that is none": f"C3|丙|M|1980|public|{PHONE}|某路1号||||2020-13-01|",
    "too many fields": f"C3|丙|M|1980|public|{PHONE}|某路1号||||2020-01-01||||",
    "a number that is none": f"C3|丙|M|1980|public|{PHONE}x|某路1号||||2020-01-01|",
    "a key that repeats": f"C2|乙|M|1980|public|{PHONE}|某路1号||||2020-01-01|",
}


@pytest.fixture
def steward(operator):
    return operator.client("DATA1")


def upload(steward, content: str, name: str = "customer_2026-10-01.txt") -> int:
    file = SimpleUploadedFile(name, content.encode("gb18030"))
    return steward.post("/api/lake/feeds/customer/files", {"file": file}).json()["job_id"]


def everything_read(steward, batch: int) -> str:
    import gridloop.web.api  # noqa: F401 - mounts every stage's router

    rows = [row.pk for row in QuarantinedRow.objects.filter(batch=batch)]
    said = []
    for one in REGISTRY:
        if one.method == "GET" and one.path.startswith("/api/lake/"):
            for row in rows or [0]:
                known = {"batch_id": batch, "row_id": row, "feed": "customer", "name": "customer", "version_id": 0}
                known |= {"job_id": Job.objects.latest("pk").pk, "source": "crm"}
                address = re.sub(r"{(?:\w+:)?(\w+)}", lambda match, known=known: str(known[match[1]]), one.path)
                said.append(steward.get(address).content.decode())
    return "\n".join(said)


@pytest.mark.parametrize("wrong", WRONG)
def test_no_answer_log_or_trail_holds_the_number(steward, home, caplog, wrong):
    caplog.set_level(logging.DEBUG)
    good = customers("C1|甲|13800000001|2020-01-01", "C2|乙|13800000002|2020-01-01").decode("gb18030").rstrip("\n")
    jobs.run(upload(steward, f"{good}\n{WRONG[wrong]}\n"))
    batch = FeedBatch.objects.get()
    assert (batch.state, batch.rows_quarantined) == ("loaded", 1)
    trial = steward.post("/api/lake/contracts/trial", {
        "file": SimpleUploadedFile("c.txt", f"{good}\n{WRONG[wrong]}\n".encode("gb18030")),
        "yaml": contract_of("customer").yaml}).content.decode()  # fmt: skip
    trail = json.dumps([one.detail for one in AuditEntry.objects.all()], ensure_ascii=False)
    told = json.dumps([[job.error, job.result, job.payload] for job in Job.objects.all()], ensure_ascii=False)
    seen = {"answers": everything_read(steward, batch.pk), "trial": trial, "trail": trail, "jobs": told}
    assert [where for where, text in {**seen, "log": caplog.text}.items() if PHONE in text] == []
    assert "678" in seen["answers"], "and yet its last digits tell which row it is"


def test_a_draft_shows_no_number_of_the_sample(steward):
    rows = "".join(f"C{n},{13812345600 + n},2026-10-{n % 28 + 1:02}\n" for n in range(60))
    sample = SimpleUploadedFile("back_2026-10-01.csv", ("客户编码,联系电话,日期\n" + rows).encode())
    answer = steward.post("/api/lake/contracts/draft", {"file": sample})
    assert answer.status_code == 200 and "138123456" not in answer.content.decode()
