"""Roles as code: a label, a description in plain words, the permissions, the level of the area."""

from __future__ import annotations

from dataclasses import dataclass

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.areas.enums import Level

READ = frozenset(
    {
        Permission.HOME_VIEW,
        Permission.RUN_VIEW,
        Permission.FIGURE_VIEW,
        Permission.REPORT_VIEW,
        Permission.POLICY_VIEW,
        Permission.JOB_VIEW,
    }
)


@dataclass(frozen=True, slots=True)
class Role:
    """What a post allows. `level` is the level of area a post of this role is tied to."""

    code: str
    label: str
    description: str
    level: Level
    permissions: frozenset[Permission]


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "COMMUNITY_WORKER",
            "社区救助协理员",
            "代办本社区居民的申请，查看本社区家庭；不受理、不调查、不决定。",
            Level.COMMUNITY,
            READ | {Permission.CASE_APPLY, Permission.HOUSEHOLD_VIEW},
        ),
        Role(
            "SUBDISTRICT_CLERK",
            "街道民政经办",
            "受理、调查本街道办件，提出初审意见并公示；不能作出确认决定。",
            Level.SUBDISTRICT,
            READ
            | {
                Permission.CASE_APPLY,
                Permission.CASE_ACCEPT,
                Permission.CASE_INVESTIGATE,
                Permission.CASE_REVIEW,
                Permission.CASE_FILE_PRINT,
                Permission.LETTER_DELIVER,
                Permission.HOUSEHOLD_VIEW,
                Permission.ROSTER_EXPORT,
                Permission.FIGURE_DRILL,
            },
        ),
        Role(
            "SUBDISTRICT_LEADER",
            "街道分管领导",
            "查看本街道办件；受委托确认的街道，由其作出确认决定。",
            Level.SUBDISTRICT,
            READ
            | {
                Permission.CASE_DECIDE,
                Permission.CASE_FILE_PRINT,
                Permission.LETTER_DELIVER,
                Permission.HOUSEHOLD_VIEW,
                Permission.FIGURE_DRILL,
            },
        ),
        Role(
            "BUREAU_ASSISTANCE",
            "区局救助科",
            "审核确认全区办件，导入花名册，编制每月发放计划；不能复核自己编制的清单。",
            Level.DISTRICT,
            READ
            | {
                Permission.CASE_DECIDE,
                Permission.MATCHING_START,
                Permission.CASE_FILE_PRINT,
                Permission.LETTER_DELIVER,
                Permission.HOUSEHOLD_VIEW,
                Permission.ROSTER_IMPORT,
                Permission.ROSTER_EXPORT,
                Permission.ROSTER_EXPORT_FULL,
                Permission.RUN_PLAN,
                Permission.FIGURE_DRILL,
                Permission.REPORT_SEAL,
            },
        ),
        Role(
            "BUREAU_FINANCE",
            "区局财务",
            "复核发放清单，送银行，登记回盘；不能编制清单。",
            Level.DISTRICT,
            READ | {Permission.RUN_APPROVE, Permission.RUN_SETTLE, Permission.FIGURE_DRILL},
        ),
        Role(
            "BUREAU_LEADER",
            "区局分管领导",
            "查看全区指标、明细和自评报告。",
            Level.DISTRICT,
            READ
            | {
                Permission.HOUSEHOLD_VIEW,
                Permission.CASE_FILE_PRINT,
                Permission.FIGURE_DRILL,
                Permission.REPORT_SEAL,
            },
        ),
        Role(
            "AUDITOR",
            "审计员",
            "查看全部数字、明细与留痕；不能办理任何业务。",
            Level.DISTRICT,
            READ | {Permission.FIGURE_DRILL, Permission.HOUSEHOLD_VIEW, Permission.AUDIT_VIEW},
        ),
        Role(
            "SYSTEM_ADMIN",
            "系统管理员",
            "管理账号与岗位、查看后台任务；看不到业务数据。",
            Level.DISTRICT,
            frozenset({Permission.HOME_VIEW, Permission.USER_MANAGE, Permission.JOB_VIEW}),
        ),
        Role(
            "SYSTEM",
            "系统",
            "初始化、导入与定时任务使用，没有人能用它登录。",
            Level.DISTRICT,
            frozenset(
                {
                    Permission.CASE_APPLY,
                    Permission.CASE_ACCEPT,
                    Permission.ROSTER_IMPORT,
                    Permission.USER_MANAGE,
                }
            ),
        ),
    )
}


def allows(role_code: str, permission: Permission) -> bool:
    """Whether the role carries the permission; an unknown role carries none."""
    role = ROLES.get(role_code)
    return role is not None and permission in role.permissions
