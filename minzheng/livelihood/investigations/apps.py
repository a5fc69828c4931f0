from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.livelihood.investigations"
    label = "investigations"
    verbose_name = "调查"
    default_auto_field = "django.db.models.BigAutoField"
