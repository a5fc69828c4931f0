from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.audit"
    label = "audit"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"
