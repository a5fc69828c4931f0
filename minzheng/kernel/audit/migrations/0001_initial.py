from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigIntegerField(help_text='position in the chain, from 1', primary_key=True, serialize=False)),
                ('tag', models.CharField(help_text='subject:object:action', max_length=80, verbose_name='事件')),
                ('target_type', models.CharField(max_length=60, verbose_name='对象类型')),
                ('target_id', models.CharField(max_length=60, verbose_name='对象编号')),
                ('area_code', models.CharField(blank=True, max_length=12, verbose_name='区划')),
                ('happened_on', models.DateField(verbose_name='业务日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('actor_id', models.BigIntegerField(null=True, verbose_name='经办人编号')),
                ('actor_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('actor_role', models.CharField(max_length=60, verbose_name='岗位')),
                ('channel', models.CharField(max_length=20, verbose_name='渠道')),
                ('facts', models.JSONField(default=dict, verbose_name='要点')),
                ('previous_hash', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'verbose_name': '留痕',
                'verbose_name_plural': '留痕',
                'indexes': [models.Index(fields=['target_type', 'target_id'], name='audit_event_target'), models.Index(fields=['recorded_at'], name='audit_event_recorded')],
            },
        ),
    ]
