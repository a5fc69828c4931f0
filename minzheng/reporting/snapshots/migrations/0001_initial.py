from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SealedReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('area_code', models.CharField(max_length=12, verbose_name='区划')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('as_of', models.DateTimeField(verbose_name='数据时刻')),
                ('document', models.TextField(verbose_name='规范JSON')),
                ('document_sm3', models.CharField(max_length=64, verbose_name='SM3')),
                ('sealed_on', models.DateField(verbose_name='封存日期')),
                ('sealed_by', models.CharField(max_length=60, verbose_name='封存人')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
            ],
            options={
                'verbose_name': '封存的报告',
                'verbose_name_plural': '封存的报告',
                'indexes': [models.Index(fields=['area_code', 'year'], name='sealed_report_of_area')],
                'constraints': [models.CheckConstraint(condition=models.Q(('document_sm3__regex', '^[0-9a-f]{64}$')), name='sealed_report_sm3_is_hex', violation_error_message='封存报告的SM3应为64位十六进制。')],
            },
        ),
    ]
