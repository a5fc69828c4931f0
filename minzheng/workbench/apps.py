from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.workbench"
    label = "workbench"
    verbose_name = "工作台"

    def ready(self) -> None:
        from minzheng.workbench import long_work

        long_work.declare()
