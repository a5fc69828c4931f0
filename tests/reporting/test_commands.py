"""The verbs of the command line, on an empty ledger: everything runs, nothing is invented."""

import csv
import io
import json

import docx
import pytest
from pypdf import PdfReader

from minzheng.config.commandline import main
from minzheng.lib.crypto import sm3
from minzheng.reporting.snapshots.models import SealedReport

pytestmark = pytest.mark.django_db
AS_OF = ["--as-of", "2023-01-15T08:00"]


def test_figures_answers_with_every_figure_and_claim(capsys):
    assert main(["figures", "--year", "2022", *AS_OF, "--json"]) == 0
    answer = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    times = answer["assisted_person_times"]
    assert (times["value"], times["unit"], times["rows"]) == (0, "人次", 0)
    assert times["period"] == "2022-01-01..2022-12-31"
    assert times["fingerprint"] == sm3(b"").hex()
    assert answer["urban_dibao_avg_supplement"]["value"] is None
    assert answer["provincial_livelihood_target_met"]["printed"] == "未附佐证"
    assert main(["figures", "--year", "2022", *AS_OF]) == 0
    assert "累计救助" in capsys.readouterr().out


def test_drill_lists_records_with_a_heading(capsys):
    assert main(["drill", "urban_dibao_avg_supplement", "--year", "2022", *AS_OF, "--csv"]) == 0
    (heading,) = csv.reader(io.StringIO(capsys.readouterr().out))
    assert heading[:2] == ["record_id", "person_id"]
    assert heading[5] == "quantity"


def test_drill_of_an_unknown_figure_is_a_sentence(capsys):
    assert main(["drill", "nothing", "--year", "2022"]) == 1
    assert "没有编号为“nothing”" in capsys.readouterr().err


def test_report_writes_four_files_that_agree_and_can_be_sealed(tmp_path, capsys):
    assert main(["report", "2022", "--out", str(tmp_path / "out"), *AS_OF, "--seal"]) == 0
    content = (tmp_path / "out" / "report.json").read_bytes()
    sealed = SealedReport.objects.get()
    assert sealed.document_sm3 == sm3(content).hex()
    assert sealed.document_sm3 in capsys.readouterr().out
    plain = json.loads(content)
    assert plain["claims"]["provincial_livelihood_target_met"]["verdict"] == "UNSUPPORTED"
    html = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    word = docx.Document(str(tmp_path / "out" / "report.docx"))
    pdf = PdfReader(io.BytesIO((tmp_path / "out" / "report.pdf").read_bytes()))
    assert main(["replay"]) == 0
    assert "same" in capsys.readouterr().out
    for text in (
        html,
        "".join(paragraph.text for paragraph in word.paragraphs),
        "".join(sheet.extract_text() for sheet in pdf.pages).replace("\n", ""),
    ):
        assert "未附佐证" in text


@pytest.mark.parametrize(
    "words",
    [
        ["figures", "--year", "2022", "--as-of", "昨天"],
        ["figures", "--year", "2022", "--area", "开福"],
    ],
)
def test_wrong_arguments_are_explained(words, capsys):
    with pytest.raises(SystemExit):
        main(words)
    assert "请写成" in capsys.readouterr().err
