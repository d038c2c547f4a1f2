"""What a killed process leaves of a file it was handed is removed; what somebody still waits for is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gridloop.kernel.models import Job
from gridloop.kernel.services import jobs
from gridloop.lake.models import FeedBatch
from gridloop.lake.services import receive_upload
from gridloop.lake.services.receive_upload import upload_folder
from gridloop.lake.services.sweep_leftovers import sweep_leftovers
from gridloop.lake.tests.conftest import bills, rows_of

HOLDER = """
import os, signal, sys, tempfile
import django
django.setup()
from gridloop.lake.services.hold_sample import held_sample
with held_sample(name="s.csv", size=9, chunks=[b"13800001234"]) as sample:
    print(sample.path, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def steward(operator, home, temporary):
    return operator.client("DATA1")


def hand_in(steward, rows: str = "C1,2026-08,1"):
    return steward.post(
        "/api/lake/feeds/bill/files", {"file": SimpleUploadedFile("bill_2026-10-01.csv", bills(rows).encode())}
    )


def age(folder: Path, days: float = 2) -> None:
    then = time.time() - days * 86_400
    os.utime(folder, (then, then))


def test_a_sample_of_a_killed_process_is_removed_after_a_while(db, home, temporary):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gridloop.web.settings", "GRIDLOOP_HOME": str(home),
                   "TMPDIR": str(temporary), "PYTHONPATH": str(Path(__file__).parents[3])}  # fmt: skip
    ended = subprocess.run([sys.executable, "-c", HOLDER], env=environment, capture_output=True, text=True, timeout=60)
    left = Path(ended.stdout.strip())
    assert ended.returncode == -signal.SIGKILL and left.is_file()
    assert sweep_leftovers() == 0 and left.is_file(), "somebody may still be at work on it"
    age(left.parent)
    assert sweep_leftovers() == 1 and not left.parent.exists()


def test_an_upload_killed_in_its_first_step_is_removed_and_can_be_handed_in_again(steward, monkeypatch):
    class Killed(BaseException):
        pass

    def dies(**_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(receive_upload.jobs, "start", dies)
        with pytest.raises(Killed):
            hand_in(steward)
    [left] = upload_folder().iterdir()
    assert not Job.objects.exists() and not FeedBatch.objects.exists()
    assert sweep_leftovers() == 0
    age(left)
    assert sweep_leftovers() == 1 and not left.exists()
    jobs.run(hand_in(steward).json()["job_id"])
    assert len(rows_of("bill")) == 1 and not list(upload_folder().iterdir())


def test_what_a_job_is_about_stays_until_it_is_given_up(steward):
    job = hand_in(steward).json()["job_id"]
    [folder] = upload_folder().iterdir()
    age(folder, 30)
    assert sweep_leftovers() == 0 and folder.exists()
    Job.objects.filter(pk=job).update(state="failed")
    assert sweep_leftovers() == 1 and not folder.exists()


def test_what_waits_for_a_decision_stays(steward):
    jobs.run(hand_in(steward).json()["job_id"])
    assert sweep_leftovers() == 0
    FeedBatch.objects.update(state="failed", error_code="lake.rows_changed")
    batch = FeedBatch.objects.get()
    folder = Path(batch.source_path).parent
    folder.mkdir(parents=True)
    Path(batch.source_path).write_text("kept")
    age(folder)
    assert sweep_leftovers() == 0 and folder.exists()
    FeedBatch.objects.update(error_code="lake.held_expired")
    assert sweep_leftovers() == 1
    with pytest.raises(FileNotFoundError):
        folder.stat()
