"""调查: what officers saw and heard of a family, and who of them is related to it.

Home visits by two investigators, talks with neighbours, the appraisal by residents after an
objection, the register of near relatives among staff. Shared by the programs.
Law: 最低生活保障审核确认办法（民发〔2021〕57号）第十一条、第十六条、第十九条、第二十条。
"""
