import django.contrib.postgres.constraints
import django.db.models.deletion
import minzheng.kernel.people.dated
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0001_initial'),
        ('enrollments', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HouseholdEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('SPLIT', '分户'), ('MERGE', '合并')], max_length=10, verbose_name='类型')),
                ('happened_on', models.DateField(verbose_name='日期')),
                ('ground', models.CharField(max_length=200, verbose_name='原因')),
                ('divorced_on', models.DateField(blank=True, null=True, verbose_name='离婚登记日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='split_or_merged', to='people.household')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
            ],
            options={
                'verbose_name': '分户与合并',
                'verbose_name_plural': '分户与合并',
            },
        ),
        migrations.CreateModel(
            name='JobOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offered_on', models.DateField(verbose_name='介绍日期')),
                ('offered_by', models.CharField(max_length=60, verbose_name='介绍机构')),
                ('job', models.CharField(max_length=120, verbose_name='岗位')),
                ('answer', models.CharField(choices=[('ACCEPTED', '接受'), ('JUSTIFIED', '有正当理由未接受'), ('REFUSED', '无正当理由拒绝')], max_length=20, verbose_name='答复')),
                ('statement', models.CharField(max_length=200, verbose_name='说明')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='job_offers', to='people.person')),
            ],
            options={
                'verbose_name': '介绍就业',
                'verbose_name_plural': '介绍就业',
                'ordering': ('person', 'offered_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Recertification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_on', models.DateField(verbose_name='核查日期')),
                ('outcome', models.CharField(choices=[('UNCHANGED', '继续保障'), ('INCREASED', '增发'), ('REDUCED', '减发'), ('STOPPED', '停发'), ('TO_EXTREME_HARDSHIP', '转特困'), ('TO_SINGLE', '转单人保'), ('TO_MARGINAL', '转低保边缘'), ('GRADUAL_EXIT', '渐退')], max_length=30, verbose_name='结论')),
                ('statement', models.CharField(max_length=200, verbose_name='说明')),
                ('actor_name', models.CharField(max_length=60, verbose_name='核查人')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recertifications', to='enrollments.enrollment')),
            ],
            options={
                'verbose_name': '定期核查',
                'verbose_name_plural': '定期核查',
                'ordering': ('enrollment', 'done_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Redress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.CharField(max_length=120, verbose_name='复议决定或判决文号')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casework.decision')),
                ('original', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='redress', to='casework.decision')),
            ],
            options={
                'verbose_name': '纠正决定',
                'verbose_name_plural': '纠正决定',
            },
        ),
        migrations.CreateModel(
            name='TakeOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('source', models.CharField(max_length=200, verbose_name='花名册')),
                ('enrolled_since', models.DateField(verbose_name='原纳入时间')),
                ('taken_over_on', models.DateField(verbose_name='转入日期')),
                ('household', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='takeover', to='people.household')),
            ],
            options={
                'verbose_name': '在册转入',
                'verbose_name_plural': '在册转入',
            },
        ),
        migrations.CreateModel(
            name='Classification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('URBAN', '城市'), ('RURAL', '农村')], max_length=10, verbose_name='城乡类别')),
                ('tier', models.CharField(choices=[('NONE', '未分档'), ('A', '一档'), ('B', '二档'), ('C', '三档')], default='NONE', max_length=10, verbose_name='救助档次')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('ground', models.CharField(max_length=120, verbose_name='依据')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classifications', to='people.household')),
                ('insured_singly', models.ForeignKey(blank=True, help_text='empty: the whole household is insured', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='单人保对象')),
            ],
            options={
                'verbose_name': '城乡类别',
                'verbose_name_plural': '城乡类别',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(minzheng.kernel.people.dated.Point('household'), '&&'), (minzheng.kernel.people.dated.Period('from_on', 'to_on'), '&&')], name='classification_one_at_a_time', violation_error_message='该家庭在这段时间已有城乡类别。')],
            },
        ),
        migrations.CreateModel(
            name='GradualExit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work_from', models.DateField(verbose_name='就业日期')),
                ('means_from', models.DateField(verbose_name='就业收入申报日期')),
                ('first_month', models.DateField(verbose_name='渐退起始月')),
                ('end_month', models.DateField(verbose_name='渐退期满月')),
                ('from_month', models.DateField(verbose_name='本行起始月')),
                ('base_fen', models.BigIntegerField(verbose_name='渐退前基础金（分）')),
                ('uplift_fen', models.BigIntegerField(verbose_name='渐退前分类施保金（分）')),
                ('statement', models.CharField(max_length=200, verbose_name='说明')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gradual_exits', to='enrollments.enrollment')),
                ('worker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'verbose_name': '渐退',
                'verbose_name_plural': '渐退',
                'ordering': ('enrollment', 'from_month', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('end_month__gt', models.F('first_month')), ('from_month__gte', models.F('first_month'))), name='gradual_exit_period_not_empty', violation_error_message='渐退期满月应晚于起始月。'), models.CheckConstraint(condition=models.Q(('base_fen__gte', 0), ('uplift_fen__gte', 0)), name='gradual_exit_not_negative', violation_error_message='渐退金额不能为负数。')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_area', models.CharField(max_length=12, verbose_name='迁出地')),
                ('to_area', models.CharField(max_length=12, verbose_name='迁入地')),
                ('last_month', models.DateField(verbose_name='迁出地末发月')),
                ('first_month', models.DateField(verbose_name='迁入地起发月')),
                ('document', models.CharField(max_length=120, verbose_name='户籍迁移凭证')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='people.household')),
            ],
            options={
                'verbose_name': '迁移衔接',
                'verbose_name_plural': '迁移衔接',
                'constraints': [models.CheckConstraint(condition=models.Q(('first_month__gt', models.F('last_month'))), name='hand_over_first_after_last', violation_error_message='迁入地起发月应晚于迁出地末发月。')],
            },
        ),
        migrations.CreateModel(
            name='ReviewGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('review_class', models.CharField(choices=[('A', 'A类（收入无变化）'), ('B', 'B类（短期内变化不大）'), ('C', 'C类（收入不稳定）')], max_length=1, verbose_name='核查类别')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_groups', to='people.household')),
            ],
            options={
                'verbose_name': '核查类别',
                'verbose_name_plural': '核查类别',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(minzheng.kernel.people.dated.Point('household'), '&&'), (minzheng.kernel.people.dated.Period('from_on', 'to_on'), '&&')], name='review_group_one_at_a_time', violation_error_message='该家庭在这段时间已有核查类别。')],
            },
        ),
    ]
