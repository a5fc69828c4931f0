from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.institutions"
    label = "institutions"
    verbose_name = "机构"
    default_auto_field = "django.db.models.BigAutoField"
