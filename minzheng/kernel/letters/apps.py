from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.letters"
    label = "letters"
    verbose_name = "文书"
    default_auto_field = "django.db.models.BigAutoField"
