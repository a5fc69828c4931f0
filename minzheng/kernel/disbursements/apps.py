from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.disbursements"
    label = "disbursements"
    verbose_name = "发放"
    default_auto_field = "django.db.models.BigAutoField"
