"""A reckoning arranged for reading: the household first, each person, everything else together."""

from minzheng.workbench.explanations import arranged


def line(entity, row, who, code, label, text, value=0):
    return {
        "entity": entity,
        "row": row,
        "who": who,
        "code": code,
        "label": label,
        "text": text,
        "value": value,
    }


EXPLANATION = {
    "month": "2022-07",
    "lines": [
        line("户", 0, "", "other", "家庭其他收入", "0.00元"),
        line("户", 0, "", "amount_fen", "月保障金", "495.00元", 49_500),
        line("户", 0, "", "standard", "低保标准", "750.00元/人", 75_000),
        line("人", 0, "刘嘉", "countable", "本人可计入收入", "255.00元"),
        line("人", 1, "刘晓", "countable", "本人可计入收入", "0.00元"),
        line("财产", 0, "1", "valued", "金额", "1200.00元"),
        line("财产", 1, "2", "valued", "金额", "0.00元"),
    ],
    "parameters": [
        {"name": "低保标准", "band": "城市", "text": "750", "since": 20220101, "source": "文件"},
        {"name": "没有设定的", "band": "", "text": "0", "since": 0, "source": ""},
    ],
}


def test_the_fold_of_each_group_says_what_is_inside():
    assert [group.summary for group in arranged(EXPLANATION).groups] == [
        "全户逐项计算",
        "刘嘉：本人可计入收入 255.00元",
        "刘晓：本人可计入收入 0.00元",
        "财产：2 项",
    ]


def test_the_chain_leads_from_the_standard_to_the_amount():
    household = arranged(EXPLANATION).groups[0]
    assert [one["label"] for one in household.first] == ["低保标准", "月保障金"]
    assert arranged(EXPLANATION).amount_fen == 49_500


def test_a_parameter_that_is_not_set_was_not_used():
    assert [one["name"] for one in arranged(EXPLANATION).parameters] == ["低保标准"]


def test_a_decision_without_reckoning_shows_none():
    assert arranged({}) is None
