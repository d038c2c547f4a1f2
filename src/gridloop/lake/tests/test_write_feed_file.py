"""An empty or filled file that we write for a feed is one that its contract reads."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from gridloop.kernel.problems import Problem
from gridloop.lake.contract_types import FileFormat
from gridloop.lake.intake.drop import feed_of_name
from gridloop.lake.intake.opening import open_source
from gridloop.lake.library import contract_of, contracts
from gridloop.lake.services.load_drop import load_drop
from gridloop.lake.services.write_feed_file import write_feed_file
from gridloop.lake.types import BatchState

DAY = date(2026, 10, 1)
EXAMPLE = Path(__file__).parents[4] / "docs" / "examples" / "telco_ibm"
BY_HAND = [feed for feed, contract in contracts().items() if contract.format is not FileFormat.PARQUET]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("feed", BY_HAND)
def test_an_empty_file_has_the_columns_its_contract_wants(home, feed, language):
    contract = contract_of(feed)
    file = write_feed_file(contract=contract, rows=(), folder=home / "out", day=DAY, language=language)
    assert feed_of_name(file.name, contracts()) == feed
    if contract.has_header:
        assert [header for header in open_source(file, contract).headers if header]


def test_what_arrives_as_parquet_is_not_written_by_hand(home):
    with pytest.raises(Problem) as refused:
        write_feed_file(contract=contract_of("usage"), rows=(), folder=home / "out", day=DAY, language="en")
    assert refused.value.code == "lake.not_by_hand" and not (home / "out").exists()


def test_the_examples_offers_and_consents_load_as_they_are(home, db, actor):
    folder = home / "drop" / DAY.isoformat()
    folder.mkdir(parents=True)
    shutil.copy(EXAMPLE / "offer_2026-10-01.csv", folder)
    shutil.copy(EXAMPLE / "consent_example.csv", folder)
    report = load_drop(drop=home / "drop", up_to=None, actor=actor, report=print, without_control=True)
    loaded = {file.feed: (file.state, file.rows_loaded, file.rows_quarantined) for file in report.files}
    assert loaded == {"offer": (BatchState.LOADED, 2, 0), "consent": (BatchState.LOADED, 4, 0)}
