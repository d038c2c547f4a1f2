"""Text that was written in another encoding, and could be read as GB18030 all the same, is told of."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gridloop.kernel.wording import LANGUAGES, messages_of, say
from gridloop.lake.intake.probable import improbable_characters
from gridloop.lake.library import contract_of
from gridloop.lake.models import FeedBatch
from gridloop.lake.tests.conftest import customers
from gridloop.lake.types import BatchState

COMMON = "".join(message["zh"] for stage in ("lake", "campaign", "dispatch") for message in messages_of(stage).values())
TRADITIONAL = (
    "臺灣電信營業廳寬頻用戶資費套餐陳國華林美麗張偉強劉德華鄧麗君謝霆鋒蘇慧倫龍應臺歐陽菲菲東門國際廣場樓層號區縣鄉鎮"
)
RARE = "䶮㛃𠮷堃喆玥珺祎翀赟犇淼焱骉芃彧昱旸晟昇煊烜燊煜垚珮璟璠玘骞嫣姝婳媛嬿妤瑄瑀琯瑱"
WESTERN = (
    "Müller Ärzte Übung naïve Señora Peña Straße Händler façade Österreich Gärtner Jürgen Königin Böhm Größe Lärm Möbel"
)


@pytest.mark.parametrize(
    "text",
    [COMMON, TRADITIONAL, RARE, RARE + COMMON[:40], "㎡ " * 500, "ＡＢ　１２", "plain", ""],
    ids=[
        "common",
        "traditional",
        "rare names only",
        "rare names",
        "a sign in every row",
        "full width",
        "ASCII",
        "empty",
    ],
)
def test_what_is_gb18030_is_not_doubted(text):
    assert improbable_characters(text) == {}


@pytest.mark.parametrize(("text", "encoding"), [(TRADITIONAL * 3, "big5"), (WESTERN, "latin-1"), (COMMON, "big5")])
def test_what_was_another_encoding_is_doubted(text, encoding):
    written = "".join(character for character in text if character.encode(encoding, "ignore")).encode(encoding)
    found = improbable_characters(written.decode("gb18030", "ignore"))
    assert len(found) >= 6
    counts = list(found.values())
    assert counts == sorted(counts, reverse=True)


def customers_in_big5() -> bytes:
    rows = [f"C{n}|{TRADITIONAL[n:]}||2020-01-01" for n in range(len(TRADITIONAL))]
    written = customers(*rows).decode("gb18030").replace("某路", "")
    header, _, rest = written.partition("\n")
    return header.encode("gb18030") + b"\n" + rest.replace("号", "號").encode("big5")


def test_the_steward_is_told_before_a_contract_is_in_force(operator, home):
    steward = operator.client("DATA1")
    sample = lambda: SimpleUploadedFile("customer_2026-10-01.txt", customers_in_big5())  # noqa: E731
    draft = steward.post("/api/lake/contracts/draft", {"file": sample()}).json()
    assert [note["code"] for note in draft["notes"]] == ["lake.note_improbable_text"]
    said = {"file": sample(), "yaml": contract_of("customer").yaml}
    trial = steward.post("/api/lake/contracts/trial", said).json()
    assert [note["code"] for note in trial["notes"]] == ["lake.note_improbable_text"]
    rows = [f"C{n}|王小明||2020-01-01" for n in range(9)]
    likely = SimpleUploadedFile("customer_2026-10-01.txt", customers(*rows))
    assert steward.post("/api/lake/contracts/draft", {"file": likely}).json()["notes"] == []


def test_the_steward_is_told_at_the_batch(deliver):
    report = deliver("customer", customers_in_big5())
    assert report.state is BatchState.LOADED
    [note] = FeedBatch.objects.get(pk=report.batch_id).notes
    assert note["code"] == "lake.note_improbable_text"
    for language in LANGUAGES:
        assert note["params"]["examples"] in say(note["code"], language, **note["params"])
    deliver("customer", customers(*(f"C{n}|{name}||2020-01-01" for n, name in enumerate(RARE))), day="2026-10-02")
    assert FeedBatch.objects.get(business_date="2026-10-02").notes == []
