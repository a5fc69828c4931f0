import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=40, unique=True, verbose_name='登录名')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'verbose_name': '账号',
                'verbose_name_plural': '账号',
            },
        ),
        migrations.CreateModel(
            name='LoginFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('username', models.CharField(max_length=40, verbose_name='所填登录名')),
                ('address', models.CharField(max_length=45, verbose_name='来源地址')),
                ('failed_at', models.DateTimeField(verbose_name='时刻')),
            ],
            options={
                'verbose_name': '登录失败',
                'verbose_name_plural': '登录失败',
                'indexes': [models.Index(fields=['username', 'failed_at'], name='login_failure_username'), models.Index(fields=['address', 'failed_at'], name='login_failure_address')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('COMMUNITY_WORKER', '社区救助协理员'), ('SUBDISTRICT_CLERK', '街道民政经办'), ('SUBDISTRICT_LEADER', '街道分管领导'), ('BUREAU_ASSISTANCE', '区局救助科'), ('BUREAU_FINANCE', '区局财务'), ('BUREAU_LEADER', '区局分管领导'), ('AUDITOR', '审计员'), ('SYSTEM_ADMIN', '系统管理员'), ('SYSTEM', '系统')], max_length=40, verbose_name='角色')),
                ('area_code', models.CharField(max_length=12, verbose_name='数据范围')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='账号')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on', None)), fields=('user', 'role', 'area_code'), name='post_open_once', violation_error_message='该账号已在此区划担任这一角色。'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gt', models.F('from_on')), _connector='OR'), name='post_period_not_empty', violation_error_message='岗位的止期应晚于起期。')],
            },
        ),
    ]
