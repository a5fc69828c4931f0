from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.areas"
    label = "areas"
    verbose_name = "区划"
    default_auto_field = "django.db.models.BigAutoField"
