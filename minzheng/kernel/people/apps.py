from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.people"
    label = "people"
    verbose_name = "人与家庭"
    default_auto_field = "django.db.models.BigAutoField"
