from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.kernel.casework"
    label = "casework"
    verbose_name = "办件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the nightly work known to the worker."""
        from minzheng.kernel.casework import tasks

        tasks.declare()
