from django.db import models


class StoredFile(models.Model):
    """One content under one name. The bytes lie on disk under their SM3 and are stored once."""

    sm3 = models.CharField("SM3", max_length=64)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    purpose = models.CharField("用途", max_length=80)
    area_code = models.CharField("区划", max_length=12)
    stored_at = models.DateTimeField("存入时刻")
    keep_until = models.DateField("保存至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "材料"
        indexes = (models.Index(fields=["sm3"], name="stored_file_sm3"),)

    def __str__(self) -> str:
        return self.name
