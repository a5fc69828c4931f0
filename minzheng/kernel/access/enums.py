"""What can be permitted."""

from django.db.models import TextChoices


class Permission(TextChoices):
    """chapter:object:action"""

    HOME_VIEW = "workbench:home:view", "打开工作台"
    CASE_APPLY = "livelihood:case:apply", "登记申请"
    CASE_ACCEPT = "livelihood:case:accept", "受理申请"
    CASE_INVESTIGATE = "livelihood:case:investigate", "调查核对"
    MATCHING_START = "livelihood:matching:start", "启动信息核对"
    CASE_REVIEW = "livelihood:case:review", "提出初审意见并公示"
    CASE_DECIDE = "livelihood:case:decide", "审核确认"
    LETTER_DELIVER = "livelihood:letter:deliver", "登记文书送达"
    CASE_FILE_PRINT = "livelihood:case:print", "打印家庭档案"
    HOUSEHOLD_VIEW = "people:household:view", "查看家庭"
    ROSTER_IMPORT = "exchange:roster:import", "导入花名册"
    ROSTER_EXPORT = "exchange:roster:export", "导出花名册"
    ROSTER_EXPORT_FULL = "exchange:roster:export_full", "导出含完整证件号和账号的花名册"
    RUN_VIEW = "disbursements:run:view", "查看发放批次"
    RUN_PLAN = "disbursements:run:plan", "编制发放计划"
    RUN_APPROVE = "disbursements:run:approve", "复核发放清单"
    RUN_SETTLE = "disbursements:run:settle", "登记银行回盘"
    FIGURE_VIEW = "reporting:figure:view", "查看指标"
    FIGURE_DRILL = "reporting:figure:drill", "打开指标明细"
    REPORT_VIEW = "reporting:report:view", "查看自评报告"
    REPORT_SEAL = "reporting:report:seal", "生成并封存报告"
    POLICY_VIEW = "policy:parameter:view", "查看政策参数"
    AUDIT_VIEW = "audit:event:view", "查看留痕"
    JOB_VIEW = "jobs:job:view", "查看后台任务"
    USER_MANAGE = "access:user:manage", "管理账号与岗位"
