"""账号、岗位、数据范围: who may do what, where. Everything is denied that is not granted here.

A user holds posts; a post is a role in an area for a period. A role says in words what it allows.
Whether one may act is two questions: does the role carry the permission, and does the record lie
in the area of the post.
"""
