from django.apps import AppConfig


class RoomConfig(AppConfig):
    name = "minzheng.livelihood.minimum_living"
    label = "minimum_living"
    verbose_name = "最低生活保障"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the flows of this module known to casework."""
        from minzheng.livelihood.minimum_living import redress, workflow

        workflow.declare()
        redress.declare()
