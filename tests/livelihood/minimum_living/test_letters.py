"""Letters are opened and read: what they say comes from the case, and nothing is sent twice."""

import io
from datetime import date

import docx
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pypdf import PdfReader

from minzheng.kernel.access.queries import NotPermitted
from minzheng.kernel.areas.operations import load_district
from minzheng.kernel.audit.queries import history
from minzheng.kernel.casework.models import Clock
from minzheng.kernel.files.operations import content_of
from minzheng.kernel.letters import operations as letters
from minzheng.kernel.letters.enums import DeliveryMethod
from minzheng.kernel.letters.models import Delivery, Letter
from minzheng.kernel.letters.templates import FieldMissing
from minzheng.lib.crypto import sm3
from minzheng.livelihood.investigations.enums import VisitMethod
from minzheng.livelihood.investigations.operations import Findings, record_visit
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.enums import ChangeReason, ExitReason, RefusalReason
from tests.kernel.builders import KAIFU, SHAPING, XIUFENG, actor
from tests.livelihood.minimum_living.families import DECIDED, applied, bureau, clerk, means_of
from tests.livelihood.visits import visited

pytestmark = pytest.mark.django_db
LATER = date(2022, 8, 10)


@pytest.fixture(autouse=True)
def territory(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load_district(code=KAIFU, by=actor(), on=date(2022, 1, 4))


def pdf_text(letter: Letter) -> str:
    reader = PdfReader(io.BytesIO(content_of(letter.pdf)))
    return "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")


def docx_text(letter: Letter) -> str:
    word = docx.Document(io.BytesIO(content_of(letter.docx)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "".join([p.text for p in word.paragraphs] + cells)


def says(letter: Letter, *words: str) -> None:
    """Both renderings hold every word."""
    for text in (pdf_text(letter), docx_text(letter).replace(" ", "")):
        assert [word for word in words if word not in text] == []


def accepted(*incomes: int):
    return minimum_living.accept(case=applied(*incomes), by=clerk(), on=date(2022, 4, 12))


def to_confirm(*incomes: int):
    case = accepted(*incomes)
    minimum_living.investigate(case=case, by=clerk(), on=date(2022, 4, 14))
    visited(case=case, by=clerk(), on=date(2022, 4, 20))
    opinion = minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25))
    if not opinion.eligible:
        return minimum_living.forward_refusal(
            case=case, by=clerk(), on=date(2022, 4, 26), note="收入超标"
        )
    minimum_living.post_notice(case=case, by=clerk(), on=date(2022, 4, 26))
    return minimum_living.forward(case=case, by=clerk(), on=date(2022, 5, 5))


def refused():
    case = to_confirm(90_000)
    minimum_living.refuse(
        case=case,
        reason=RefusalReason.INCOME_NOT_BELOW_STANDARD,
        statement="",
        by=bureau(),
        on=DECIDED,
    )
    return case


def changed(pension: int | None):
    enrollment = minimum_living.grant(case=to_confirm(20_000), by=bureau(), on=DECIDED)
    home = enrollment.household
    case = minimum_living.report_change(
        household=home,
        applicant=home.head,
        reason=ChangeReason.INCOME,
        means=means_of((home.head, pension)) if pension is not None else None,
        by=clerk(LATER),
        on=LATER,
    )
    return minimum_living.review(case=case, by=clerk(LATER), on=LATER)


def write(case, kind, by=None, on=DECIDED, **rest) -> Letter:
    return minimum_living.write_letter(case=case, kind=kind, by=by or bureau(on), on=on, **rest)


def test_the_acceptance_tells_number_and_limit():
    case = accepted(0)
    letter = write(case, "ACCEPTANCE", clerk())
    assert letter.number == "低保受字〔2022〕1号"
    says(
        letter, "甲：", case.number, "30个工作日", "秀峰街道办事处", "2022年5月20日", letter.number
    )


def test_the_correction_lists_everything_that_is_missing():
    case = applied(0)
    with pytest.raises(letters.NotYet, match="尚未“一次性告知补正”"):
        write(case, "CORRECTION", clerk())
    items = ["收入证明", "残疾人证复印件"]
    minimum_living.request_correction(case=case, items=items, by=clerk(), on=date(2022, 4, 12))
    letter = write(case, "CORRECTION", clerk())
    says(letter, "1.收入证明", "2.残疾人证复印件", "2022年4月27日", "书面承诺")


def test_the_notice_on_the_wall_says_what_the_board_says_and_no_more():
    case = to_confirm(140_000, 0, 0)
    letter = write(case, "NOTICE", clerk())
    says(letter, "甲", "3人", "850.00元", "秀峰山社区", "2022年4月26日至2022年5月2日", "实名反映")
    text = pdf_text(letter)
    applicant = case.applicant
    hidden = ["乙", "丙", applicant.id_masked[-4:], case.household.number, "1400.00"]
    assert [word for word in hidden if word in text] == []


def test_the_end_of_a_procedure_is_told_with_its_reason():
    case = accepted(0)
    with pytest.raises(letters.NotYet, match="终止程序”或“"):
        write(case, "TERMINATION", clerk())
    minimum_living.terminate(case=case, reason="三次拒绝入户调查", by=clerk(), on=DECIDED)
    says(write(case, "TERMINATION", clerk()), "因三次拒绝入户调查", "第二十九条", "行政复议")


def test_the_grant_tells_amount_and_first_month():
    case = to_confirm(140_000, 0, 0)
    with pytest.raises(letters.NotYet, match="尚未作出相应决定"):
        write(case, "GRANT")
    minimum_living.grant(case=case, by=bureau(), on=DECIDED)
    letter = minimum_living.tell_decision(decision=case.decisions.get(), by=bureau(), on=DECIDED)
    assert letter.kind == "GRANT"
    says(letter, "850.00元", "2022年6月", "3人", "开福区民政局", "城市")


def test_the_refusal_tells_facts_ground_and_remedies_of_the_day():
    letter = write(refused(), "REFUSAL")
    says(
        letter,
        "人均月收入900.00元",
        "低保标准为750.00元",
        "民发〔2021〕57号",
        "家庭人均收入不低于标准",
        "60日内",
        "6个月内",
        "向开福区人民政府或者上一级民政部门申请行政复议",
    )


def test_the_remedies_of_2024_are_others():
    letter = write(refused(), "REFUSAL", on=date(2024, 3, 1))
    says(letter, "应当先向开福区人民政府申请行政复议")


@pytest.mark.parametrize(
    ("pension", "kind", "words"),
    [
        (50_000, "REDUCTION", ("由550.00元减发为250.00元", "2022年9月", "如不服本决定")),
        (0, "ADJUSTMENT", ("由550.00元调整为750.00元", "收入变化")),
        (90_000, "STOP", ("原月保障金550.00元", "家庭收入超过标准", "自2022年9月起停发")),
    ],
)
def test_a_change_is_told_as_what_it_is(pension, kind, words):
    case = changed(pension)
    decision = minimum_living.decide_change(case=case, by=bureau(LATER), on=LATER)
    letter = minimum_living.tell_decision(decision=decision, by=bureau(LATER), on=LATER)
    assert letter.kind == kind
    says(letter, *words)


def test_what_stays_the_same_needs_no_letter():
    decision = minimum_living.decide_change(case=changed(None), by=bureau(LATER), on=LATER)
    assert decision.kind == "KEEP"
    assert minimum_living.tell_decision(decision=decision, by=bureau(LATER), on=LATER) is None


def test_money_is_asked_back_with_facts_amount_and_day():
    case = changed(90_000)
    minimum_living.stop(case=case, reason=ExitReason.FRAUD, by=bureau(LATER), on=LATER)
    with pytest.raises(FieldMissing, match="事实"):
        write(case, "REPAYMENT", on=LATER)
    words = {
        "事实": "您于2022年6月起在某公司就业，月工资3000.00元，未告知。",
        "应退期间": "2022年7月至2022年8月",
        "应退金额": "1100.00",
        "退回期限": "2022年9月30日",
        "收款账户": "区财政专户",
    }
    says(write(case, "REPAYMENT", on=LATER, words=words), *words.values(), "第六十八条")


def test_forms_may_be_printed_again_and_fill_what_is_known():
    case = accepted(0, 0)
    blank = write(case, "VISIT_FORM", clerk())
    record_visit(
        case=case,
        investigators=["王一", "李二"],
        persons_met=["甲"],
        findings=Findings("与申报一致", housing="两室一厅"),
        method=VisitMethod.VIDEO,
        emergency_reason="疫情封控",
        by=clerk(),
        on=date(2022, 4, 20),
    )
    filled = write(case, "VISIT_FORM", clerk())
    assert "王一" not in pdf_text(blank)
    says(filled, "王一、李二", "视频（疫情封控）", "两室一厅", "调查人（签名）")
    consent = write(case, "CONSENT", clerk())
    says(consent, "甲", "乙", "本人或监护人签名", "敏感个人信息")


def test_no_letter_shows_a_whole_identity_number():
    case = accepted(0, 0)
    for kind in ("ACCEPTANCE", "CONSENT", "VISIT_FORM"):
        text = pdf_text(write(case, kind, clerk()))
        assert "**********" in text or kind == "ACCEPTANCE"
        assert not any(digits.isdigit() for digits in _eighteens(text))


def _eighteens(text: str) -> list[str]:
    return [text[n : n + 17] for n in range(len(text) - 16)]


def test_the_register_keeps_the_fingerprint_of_what_was_sent():
    letter = write(refused(), "REFUSAL")
    assert letter.sm3 == sm3(content_of(letter.pdf)).hex() == letter.pdf.sm3
    assert [e.tag for e in history(letter)] == ["letters:letter:issued"]


def test_a_decision_is_told_once():
    case = refused()
    write(case, "REFUSAL")
    with pytest.raises(letters.AlreadyIssued, match="低保不字〔2022〕1号"):
        write(case, "REFUSAL")


def test_the_database_refuses_a_second_one_too():
    letter = write(accepted(0), "ACCEPTANCE", clerk())
    letter.pk, letter.number = None, "另一个号"
    with pytest.raises(IntegrityError, match="letter_once_per_decision"), transaction.atomic():
        letter.save(force_insert=True)


def test_a_letter_is_never_changed():
    letter = write(accepted(0), "ACCEPTANCE", clerk())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(title="改过")


@pytest.mark.parametrize("by", [actor("COMMUNITY_WORKER", "430105016009"), clerk(street=SHAPING)])
def test_others_write_no_letters(by):
    with pytest.raises(NotPermitted):
        write(accepted(0), "ACCEPTANCE", by)


class TestDelivery:
    """送达: the receipt ends the three days."""

    def deliver(self, letter, **given):
        on = date(2022, 5, 23)
        facts = {"method": DeliveryMethod.DIRECT, "receiver": "甲", "by": clerk(on), "on": on}
        return letters.deliver(letter=letter, **{**facts, **given})

    def test_it_stops_the_limit_for_the_refusal(self):
        case = refused()
        letter = write(case, "REFUSAL")
        clock = Clock.objects.get(case=case, code="REFUSAL_NOTICE")
        assert clock.stopped_on is None
        self.deliver(letter, delivered_on=date(2022, 5, 21))
        clock.refresh_from_db()
        assert clock.stopped_on == date(2022, 5, 21)

    def test_once_only(self):
        letter = write(refused(), "REFUSAL")
        self.deliver(letter)
        with pytest.raises(letters.DeliveryRefused, match="已登记送达"):
            self.deliver(letter)
        with pytest.raises(IntegrityError), transaction.atomic():
            Delivery.objects.create(
                letter=letter,
                method="DIRECT",
                delivered_on=DECIDED,
                receiver="甲",
                recorded_at=bureau().at,
            )

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"delivered_on": date(2022, 5, 19)}, "之间"),
            ({"delivered_on": date(2022, 5, 24)}, "之间"),
            ({"receiver": " "}, "签收人"),
            ({"method": DeliveryMethod.MAIL}, "邮单号"),
            ({"method": DeliveryMethod.LEFT}, "见证人"),
        ],
    )
    def test_a_receipt_that_cannot_be_right_is_refused(self, given, sentence):
        letter = write(refused(), "REFUSAL")
        with pytest.raises(letters.DeliveryRefused, match=sentence):
            self.deliver(letter, **given)
        assert not Delivery.objects.exists()

    def test_a_form_is_not_delivered(self):
        with pytest.raises(letters.DeliveryRefused, match="不需送达"):
            self.deliver(write(accepted(0), "CONSENT", clerk()))

    def test_a_clerk_of_another_subdistrict_delivers_nothing(self):
        letter = write(refused(), "REFUSAL")
        with pytest.raises(NotPermitted):
            self.deliver(letter, by=clerk(street=SHAPING))
        assert XIUFENG != SHAPING
