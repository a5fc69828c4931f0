from django.db import models

from minzheng.kernel.institutions.enums import InstitutionKind


class Institution(models.Model):
    """An office or organisation that takes part in the work, with the area it belongs to."""

    code = models.CharField("机构代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("类别", max_length=40, choices=InstitutionKind)
    area_code = models.CharField("区划", max_length=12)

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name
