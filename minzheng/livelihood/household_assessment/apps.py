from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.livelihood.household_assessment"
    label = "household_assessment"
    verbose_name = "家庭经济状况"
    default_auto_field = "django.db.models.BigAutoField"
