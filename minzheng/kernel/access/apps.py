from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.access"
    label = "access"
    verbose_name = "账号与岗位"
    default_auto_field = "django.db.models.BigAutoField"
