"""区划: district → subdistrict → community or village, each with its period and its lineage.

A code is stable where a name is not, and an abolished code stays in history: 114 communities is a
statement about a day, never about the table (统计用区划代码, 民政部门区划变更批复).
"""
