"""The partitioned ledger of lines and the functions that fill it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("disbursements", "0001_initial")]

    operations = [
        migrations.RunSQL((SQL / "lines.sql").read_text(encoding="utf-8")),
        migrations.RunSQL((SQL / "planning.sql").read_text(encoding="utf-8")),
    ]
