import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.expressions
import minzheng.kernel.people.dated
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Enrollment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('program', models.CharField(choices=[('MINIMUM_LIVING', '最低生活保障')], max_length=40, verbose_name='项目')),
                ('started_on', models.DateField(verbose_name='起始月')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='停发月')),
                ('end_reason', models.CharField(blank=True, max_length=40, verbose_name='停发原因')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to='casework.case')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrollments', to='people.household')),
            ],
            options={
                'verbose_name': '在册',
                'verbose_name_plural': '在册',
            },
        ),
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_month', models.DateField(verbose_name='起始月')),
                ('kind', models.CharField(choices=[('GRANTED', '确认'), ('CHANGED', '调整'), ('SUSPENDED', '暂停'), ('RESUMED', '恢复'), ('ENDED', '停发')], max_length=20, verbose_name='类型')),
                ('category', models.CharField(choices=[('URBAN', '城市'), ('RURAL', '农村')], max_length=10, verbose_name='城乡类别')),
                ('area_code', models.CharField(max_length=12, verbose_name='区划')),
                ('persons', models.PositiveSmallIntegerField(verbose_name='保障人数')),
                ('base_fen', models.BigIntegerField(verbose_name='补差（分）')),
                ('uplift_fen', models.BigIntegerField(verbose_name='分类施保金（分）')),
                ('amount_fen', models.BigIntegerField(verbose_name='月保障金（分）')),
                ('reason', models.CharField(blank=True, max_length=40, verbose_name='原因')),
                ('lines', models.JSONField(default=list, verbose_name='说明')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allowances', to='casework.decision')),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allowances', to='enrollments.enrollment')),
            ],
            options={
                'verbose_name': '月保障金',
                'verbose_name_plural': '月保障金',
                'ordering': ('enrollment', 'from_month', 'id'),
            },
        ),
        migrations.CreateModel(
            name='AllowanceShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('base_fen', models.BigIntegerField(verbose_name='补差（分）')),
                ('uplift_fen', models.BigIntegerField(verbose_name='分类施保金（分）')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('allowance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='enrollments.allowance')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allowance_shares', to='people.person')),
            ],
            options={
                'verbose_name': '个人份额',
                'verbose_name_plural': '个人份额',
                'constraints': [models.UniqueConstraint(fields=('allowance', 'person'), name='share_once_per_person'), models.CheckConstraint(condition=models.Q(('amount_fen', django.db.models.expressions.CombinedExpression(models.F('base_fen'), '+', models.F('uplift_fen')))), name='share_amount_is_base_plus_uplift', violation_error_message='个人份额应等于补差加分类施保金。')],
            },
        ),
        migrations.AddIndex(
            model_name='enrollment',
            index=models.Index(fields=['program', 'started_on'], name='enrollment_program'),
        ),
        migrations.AddConstraint(
            model_name='enrollment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('program', 'MINIMUM_LIVING')), expressions=[(minzheng.kernel.people.dated.Point('household'), '&&'), (minzheng.kernel.people.dated.Period('started_on', 'ended_on'), '&&')], name='enrollment_no_overlap_minimum_living', violation_error_message='该家庭在同一项目中的在册期间重叠。'),
        ),
        migrations.AddConstraint(
            model_name='enrollment',
            constraint=models.CheckConstraint(condition=models.Q(('started_on__day', 1), models.Q(('ended_on', None), ('ended_on__day', 1), _connector='OR')), name='enrollment_starts_and_ends_with_a_month', violation_error_message='在册的起止应为每月1日。'),
        ),
        migrations.AddConstraint(
            model_name='enrollment',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='enrollment_ends_after_start', violation_error_message='停发月早于起始月。'),
        ),
        migrations.AddIndex(
            model_name='allowance',
            index=models.Index(fields=['enrollment', '-from_month', '-id'], name='allowance_latest'),
        ),
        migrations.AddIndex(
            model_name='allowance',
            index=models.Index(fields=['recorded_at'], name='allowance_recorded'),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen', django.db.models.expressions.CombinedExpression(models.F('base_fen'), '+', models.F('uplift_fen')))), name='allowance_amount_is_base_plus_uplift', violation_error_message='月保障金应等于补差加分类施保金。'),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(('base_fen__gte', 0), ('uplift_fen__gte', 0)), name='allowance_not_negative', violation_error_message='保障金不能为负数。'),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(('from_month__day', 1)), name='allowance_from_first_of_month', violation_error_message='保障金从每月1日起计。'),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount_fen', 0), ('kind__in', ['SUSPENDED', 'ENDED']), ('persons', 0)), models.Q(('amount_fen__gt', 0), ('kind__in', ['GRANTED', 'CHANGED', 'RESUMED']), ('persons__gt', 0)), _connector='OR'), name='allowance_zero_only_when_suspended_or_ended', violation_error_message='暂停、停发时金额与人数应为0，其余情形应大于0。'),
        ),
    ]
