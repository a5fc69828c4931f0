from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='种类')),
                ('label', models.CharField(max_length=120, verbose_name='名称')),
                ('args', models.JSONField(default=dict, verbose_name='参数')),
                ('on', models.DateField(verbose_name='业务日期')),
                ('actor', models.JSONField(verbose_name='发起人')),
                ('status', models.CharField(choices=[('QUEUED', '排队中'), ('RUNNING', '进行中'), ('DONE', '已完成'), ('FAILED', '未完成')], default='QUEUED', max_length=10, verbose_name='状态')),
                ('done', models.BigIntegerField(default=0, verbose_name='已完成')),
                ('total', models.BigIntegerField(default=0, verbose_name='总数')),
                ('message', models.TextField(blank=True, verbose_name='说明')),
                ('result', models.JSONField(null=True, verbose_name='结果')),
                ('enqueued_at', models.DateTimeField(verbose_name='发起时刻')),
                ('started_at', models.DateTimeField(null=True, verbose_name='开始时刻')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='结束时刻')),
            ],
            options={
                'verbose_name': '后台任务',
                'verbose_name_plural': '后台任务',
                'indexes': [models.Index(fields=['status', 'id'], name='job_status_id')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['QUEUED', 'RUNNING', 'DONE', 'FAILED'])), name='job_status_known', violation_error_message='后台任务的状态不在规定范围内。')],
            },
        ),
    ]
