"""最低生活保障 (minimum living allowance, subsistence allowance, "dibao").

Who falls below the standard of their area receives the difference, month by month.
Law: 社会救助暂行办法（国务院令第649号）第二章；最低生活保障审核确认办法（民发〔2021〕57号）。
"""
