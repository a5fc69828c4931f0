"""Letters and the family's file, from the page of a case."""

import io

from pypdf import PdfReader

from minzheng.kernel.audit.models import Event
from minzheng.kernel.letters.models import Letter


def test_the_page_offers_the_letter_and_the_file(town, as_user):
    text = as_user("assistance").get(f"/cases/{town.near_case}/").content.decode()
    assert Letter.objects.get(pk=town.near_letter).number in text
    assert f"/letters/{town.near_letter}.pdf" in text
    assert "打印家庭档案" in text


def test_a_letter_comes_as_it_was_sent_and_to_write_in(town, as_user):
    client = as_user("assistance")
    pdf = client.get(f"/letters/{town.near_letter}.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert PdfReader(io.BytesIO(pdf.content)).pages
    assert client.get(f"/letters/{town.near_letter}.docx").content[:2] == b"PK"
    assert client.get(f"/letters/{town.near_letter}.exe").status_code == 404


def test_the_file_is_printed_with_a_trace(town, as_user):
    answer = as_user("assistance").post(f"/cases/{town.near_case}/file/")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert town.near_case in text
    assert [number for number in town.id_numbers if number in text] == []
    assert Event.objects.filter(tag="minimum_living:case_file:printed").exists()


def test_looking_prints_nothing(town, as_user):
    assert as_user("assistance").get(f"/cases/{town.near_case}/file/").status_code == 405


def test_who_may_not_print_has_no_button_and_gets_no_file(town, as_user):
    for username in ("finance", "auditor", "worker"):
        assert as_user(username).post(f"/cases/{town.near_case}/file/").status_code == 403
    page = as_user("auditor").get(f"/cases/{town.near_case}/").content.decode()
    assert "打印家庭档案" not in page


def test_the_papers_of_another_subdistrict_are_not_there(town, as_user):
    assert as_user("clerk").get(f"/letters/{town.near_letter}.pdf").status_code == 200
    assert as_user("clerk").get(f"/letters/{town.far_letter}.pdf").status_code == 404
    assert as_user("clerk").post(f"/cases/{town.far_case}/file/").status_code == 404
