"""Accounts, and who receives a household's money."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from minzheng.kernel.access.models import User
from minzheng.kernel.disbursements.enums import AccountStatus, PayeeKind, PayeeReason
from minzheng.kernel.enrollments.enums import Program
from minzheng.kernel.institutions.models import Institution
from minzheng.kernel.people.models import Household, Person


class Account(models.Model):
    """收款账户. The number is sealed; a number belongs to one holder at one bank."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="accounts")
    bank = models.ForeignKey(Institution, models.PROTECT, related_name="accounts")
    number_sealed = models.BinaryField("账号（密文）")
    number_index = models.BinaryField("账号（盲索引）", max_length=32)
    number_masked = models.CharField("账号", max_length=40)
    status = models.CharField(
        "状态", max_length=10, choices=AccountStatus, default=AccountStatus.ACTIVE
    )
    registered_at = models.DateTimeField("登记时刻")

    class Meta:
        verbose_name = verbose_name_plural = "收款账户"
        constraints = (
            models.UniqueConstraint(
                fields=["bank", "number_index"],
                name="account_number_once_per_bank",
                violation_error_message="该账号已登记。",
            ),
        )

    def __str__(self) -> str:
        return self.number_masked


class PayeeAssignment(models.Model):
    """收款人: the household's money of a program goes to this account during [from_on, to_on).

    The first one comes in with the application. A later one is proposed by one person and counts
    only when a second person has confirmed it.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="payees")
    program = models.CharField("项目", max_length=40, choices=Program)
    account = models.ForeignKey(Account, models.PROTECT, related_name="assignments")
    kind = models.CharField("类型", max_length=10, choices=PayeeKind)
    reason = models.CharField("与家庭关系", max_length=20, choices=PayeeReason)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    proposed_at = models.DateTimeField("提出时刻")
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField("确认时刻", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "收款人"
        constraints = (
            models.UniqueConstraint(
                fields=["household", "program"],
                condition=Q(to_on=None, confirmed_at__isnull=False),
                name="payee_one_at_a_time",
                violation_error_message="该家庭在这个项目中已有收款账户。",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="payee_period_in_order",
                violation_error_message="收款人的止期早于起期。",
            ),
            models.CheckConstraint(
                condition=Q(kind=PayeeKind.FIRST)
                | Q(confirmed_at=None)
                | (
                    Q(proposed_by__isnull=False, confirmed_by__isnull=False)
                    & ~Q(confirmed_by=F("proposed_by"))
                ),
                name="payee_change_by_two_people",
                violation_error_message="收款账户变更须由另一人确认。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household} → {self.account}"
