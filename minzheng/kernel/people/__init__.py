"""人与家庭: a person once, an identity number sealed once, a household as dated membership.

Households follow 民发〔2021〕57号 art. 7–8: who lives together is a relation with a beginning and an
end, never a list on a case.
"""
