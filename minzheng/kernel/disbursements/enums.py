"""Codes of funds, payees, runs, lines and of what banks answer (assistance.md §20)."""

from django.db.models import TextChoices


class FundLevel(TextChoices):
    CENTRAL = "CENTRAL", "中央"
    PROVINCE = "PROVINCE", "省级"
    CITY = "CITY", "市级"
    DISTRICT = "DISTRICT", "区级"


class AccountStatus(TextChoices):
    ACTIVE = "ACTIVE", "正常"
    CLOSED = "CLOSED", "停用"


class PayeeReason(TextChoices):
    """Why the money goes to this account holder."""

    MEMBER = "MEMBER", "家庭成员"
    GUARDIAN = "GUARDIAN", "监护人代领"
    TRUSTED_CARER = "TRUSTED_CARER", "照料人代领（有协议）"


class PayeeKind(TextChoices):
    FIRST = "FIRST", "首次登记"
    CHANGE = "CHANGE", "变更"


class RunStatus(TextChoices):
    PLANNED = "PLANNED", "已编制"
    FROZEN = "FROZEN", "已冻结"
    APPROVED = "APPROVED", "已复核"
    SENT = "SENT", "已送银行"
    SETTLED = "SETTLED", "已回盘"
    CLOSED = "CLOSED", "已结清"


class RunAction(TextChoices):
    FREEZE = "FREEZE", "冻结清单"
    REJECT = "REJECT", "退回重编"
    APPROVE = "APPROVE", "复核"
    SEND = "SEND", "送银行"
    SETTLE = "SETTLE", "回盘完成"
    CLOSE = "CLOSE", "结清"


class LineKind(TextChoices):
    REGULAR = "REGULAR", "当月"
    BACK_PAYMENT = "BACK_PAYMENT", "补发"
    REISSUE = "REISSUE", "重发"


class LineState(TextChoices):
    """What is known about a line at a moment; UNKNOWN is a state, and it is never sent again."""

    UNKNOWN = "UNKNOWN", "待回盘"
    PAID = "PAID", "已到账"
    RETURNED = "RETURNED", "已退回"
    HELD = "HELD", "缓发"


class FileStatus(TextChoices):
    CUT = "CUT", "待送"
    SENDING = "SENDING", "送出待确认"
    SENT = "SENT", "已送达"
    ANSWERED = "ANSWERED", "已回盘"


class Outcome(TextChoices):
    """What the bank says about one line."""

    SUCCESS = "SUCCESS", "成功"
    FAILED = "FAILED", "失败"
    REVERSED = "REVERSED", "成功后退汇"


class FailureCode(TextChoices):
    """Why a line did not reach the account; the last three are ours, before anything is sent."""

    NAME_MISMATCH = "NAME_MISMATCH", "户名不符"
    ACCOUNT_NOT_FOUND = "ACCOUNT_NOT_FOUND", "账号不存在"
    ACCOUNT_CLOSED = "ACCOUNT_CLOSED", "已销户"
    ACCOUNT_FROZEN = "ACCOUNT_FROZEN", "账户冻结或止付"
    ACCOUNT_DORMANT = "ACCOUNT_DORMANT", "久悬户、睡眠户"
    CARD_NOT_ACTIVATED = "CARD_NOT_ACTIVATED", "社保卡金融功能未激活"
    ACCOUNT_LIMIT = "ACCOUNT_LIMIT", "II、III类户超限额"
    ID_EXPIRED = "ID_EXPIRED", "证件过期"
    ID_MISMATCH = "ID_MISMATCH", "证件不符"
    INTERBANK_RETURN = "INTERBANK_RETURN", "跨行退汇"
    OTHER = "OTHER", "其他"
    NO_ACCOUNT = "NO_ACCOUNT", "没有登记收款账户"
    PAYEE_DECEASED = "PAYEE_DECEASED", "收款人已死亡"
    HELD_BY_OFFICER = "HELD_BY_OFFICER", "经办人缓发"


class UnpaidCause(TextChoices):
    HELD = "HELD", "缓发"
    RETURNED = "RETURNED", "银行退回"
    REVERSED = "REVERSED", "到账后退汇"


class UnpaidStepKind(TextChoices):
    CORRECTED = "CORRECTED", "账户已更正"
    CARRIED = "CARRIED", "结转下期"
    REISSUED = "REISSUED", "已重发"
    CANCELLED = "CANCELLED", "不再应发"


class RecoveryStepKind(TextChoices):
    REPAID = "REPAID", "已退缴"
    NEVER_PAID = "NEVER_PAID", "款项未到账，无需退缴"
