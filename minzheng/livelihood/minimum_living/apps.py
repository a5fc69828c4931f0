from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.livelihood.minimum_living"
    label = "minimum_living"
    verbose_name = "最低生活保障"
    default_auto_field = "django.db.models.BigAutoField"
