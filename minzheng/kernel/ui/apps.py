from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.ui"
    label = "ui"
    verbose_name = "界面"
