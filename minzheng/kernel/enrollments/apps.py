from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.enrollments"
    label = "enrollments"
    verbose_name = "在册台账"
    default_auto_field = "django.db.models.BigAutoField"
