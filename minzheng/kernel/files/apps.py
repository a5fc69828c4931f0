from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.files"
    label = "files"
    verbose_name = "材料"
    default_auto_field = "django.db.models.BigAutoField"
