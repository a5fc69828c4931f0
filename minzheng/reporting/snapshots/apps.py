from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    name = "minzheng.reporting.snapshots"
    label = "snapshots"
    verbose_name = "报告封存"
