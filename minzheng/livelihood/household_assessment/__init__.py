"""家庭经济状况: what a family declares and what is found, by person, by category, with dates.

Law: 最低生活保障审核确认办法（民发〔2021〕57号）第十二条至第十七条。
"""
