import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='日期')),
                ('is_working', models.BooleanField(verbose_name='上班')),
                ('note', models.CharField(blank=True, max_length=60, verbose_name='说明')),
            ],
            options={
                'verbose_name': '节假日与调休',
                'verbose_name_plural': '节假日与调休',
                'ordering': ('day',),
            },
        ),
        migrations.CreateModel(
            name='CaseSerial',
            fields=[
                ('key', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': '办件流水号',
                'verbose_name_plural': '办件流水号',
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='受理编号')),
                ('matter', models.CharField(max_length=60, verbose_name='事项')),
                ('status', models.CharField(max_length=40, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='版本')),
                ('area_code', models.CharField(max_length=12, verbose_name='社区（村）')),
                ('channel', models.CharField(choices=[('ONLINE', '线上自助'), ('ONLINE_HELPED', '线上代办'), ('WINDOW', '窗口'), ('DISCOVERED', '主动发现'), ('SYSTEM', '系统')], max_length=20, verbose_name='渠道')),
                ('opened_on', models.DateField(verbose_name='提出日期')),
                ('accepted_on', models.DateField(blank=True, null=True, verbose_name='受理日期')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='办结日期')),
                ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.person')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='people.household')),
            ],
            options={
                'verbose_name': '办件',
                'verbose_name_plural': '办件',
            },
        ),
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=40, verbose_name='步骤')),
                ('source', models.CharField(max_length=40, verbose_name='原状态')),
                ('target', models.CharField(max_length=40, verbose_name='新状态')),
                ('version', models.PositiveIntegerField(verbose_name='版本')),
                ('taken_on', models.DateField(verbose_name='办理日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('channel', models.CharField(choices=[('ONLINE', '线上自助'), ('ONLINE_HELPED', '线上代办'), ('WINDOW', '窗口'), ('DISCOVERED', '主动发现'), ('SYSTEM', '系统')], max_length=20, verbose_name='渠道')),
                ('actor_id', models.BigIntegerField(null=True, verbose_name='经办人编号')),
                ('actor_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('actor_role', models.CharField(max_length=60, verbose_name='岗位')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('facts', models.JSONField(default=dict, verbose_name='要点')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='casework.case')),
            ],
            options={
                'verbose_name': '办理步骤',
                'verbose_name_plural': '办理步骤',
                'ordering': ('case', 'version'),
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='时限')),
                ('started_on', models.DateField(verbose_name='起算')),
                ('limit_days', models.PositiveSmallIntegerField(verbose_name='时限天数')),
                ('unit', models.CharField(choices=[('WORKING_DAYS', '工作日'), ('CALENDAR_DAYS', '日')], max_length=20, verbose_name='单位')),
                ('due_on', models.DateField(verbose_name='到期')),
                ('paused_on', models.DateField(blank=True, null=True, verbose_name='中止')),
                ('stopped_on', models.DateField(blank=True, null=True, verbose_name='办结')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='casework.case')),
            ],
            options={
                'verbose_name': '办理时限',
                'verbose_name_plural': '办理时限',
            },
        ),
        migrations.CreateModel(
            name='ClockEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('PAUSED', '中止计算'), ('CONTINUED', '恢复计算'), ('EXTENDED', '延长'), ('EXPIRED', '到期未办结'), ('EXPLAINED', '超期说明')], max_length=20, verbose_name='类型')),
                ('happened_on', models.DateField(verbose_name='日期')),
                ('due_on', models.DateField(help_text='empty while it is paused', null=True, verbose_name='到期')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('actor_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='casework.clock')),
            ],
            options={
                'verbose_name': '时限变动',
                'verbose_name_plural': '时限变动',
                'ordering': ('clock', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requested_on', models.DateField(verbose_name='告知日期')),
                ('due_on', models.DateField(verbose_name='补正期限')),
                ('supplied_on', models.DateField(blank=True, null=True, verbose_name='补齐日期')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='casework.case')),
            ],
            options={
                'verbose_name': '补正告知',
                'verbose_name_plural': '补正告知',
            },
        ),
        migrations.CreateModel(
            name='CorrectionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='材料')),
                ('supplied_on', models.DateField(blank=True, null=True, verbose_name='补交日期')),
                ('replaced_by_promise', models.BooleanField(default=False, verbose_name='以书面承诺代替')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='casework.correction')),
            ],
            options={
                'verbose_name': '补正材料',
                'verbose_name_plural': '补正材料',
                'ordering': ('correction', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('GRANT', '确认'), ('REFUSE', '不予确认'), ('CHANGE', '调整'), ('SUSPEND', '暂停'), ('RESUME', '恢复'), ('STOP', '停发'), ('KEEP', '继续保障'), ('TAKEOVER', '在册转入')], max_length=20, verbose_name='决定')),
                ('decided_on', models.DateField(verbose_name='决定日期')),
                ('from_month', models.DateField(null=True, verbose_name='起始月')),
                ('amount_fen', models.BigIntegerField(default=0, verbose_name='月保障金（分）')),
                ('reason', models.CharField(blank=True, max_length=40, verbose_name='原因')),
                ('statement', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                ('basis', models.CharField(max_length=200, verbose_name='依据')),
                ('reckoning', models.JSONField(default=dict, verbose_name='测算')),
                ('actor_id', models.BigIntegerField(null=True, verbose_name='决定人编号')),
                ('actor_name', models.CharField(max_length=60, verbose_name='决定人')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='casework.case')),
            ],
            options={
                'verbose_name': '决定',
                'verbose_name_plural': '决定',
                'ordering': ('case', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PublicNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area_code', models.CharField(max_length=12, verbose_name='张榜社区（村）')),
                ('applicant_name', models.CharField(max_length=60, verbose_name='申请人')),
                ('persons', models.PositiveSmallIntegerField(verbose_name='保障人数')),
                ('amount_fen', models.BigIntegerField(verbose_name='拟保障金额（分）')),
                ('posted_on', models.DateField(verbose_name='公示日期')),
                ('ends_on', models.DateField(help_text='first day on which it no longer hangs', verbose_name='截止日期')),
                ('outcome', models.CharField(choices=[('OPEN', '公示中'), ('NO_OBJECTION', '无异议'), ('OBJECTED', '有异议')], default='OPEN', max_length=20, verbose_name='结果')),
                ('taken_down_on', models.DateField(blank=True, null=True, verbose_name='撤下日期')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='casework.case')),
            ],
            options={
                'verbose_name': '公示',
                'verbose_name_plural': '公示',
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=40, verbose_name='办件状态')),
                ('objector_name', models.CharField(blank=True, max_length=60, verbose_name='异议人')),
                ('content', models.CharField(max_length=500, verbose_name='内容')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('handling', models.CharField(choices=[('OPEN', '待处理'), ('RECHECK', '重新调查'), ('APPRAISAL', '民主评议'), ('SET_ASIDE', '不予处理')], default='OPEN', max_length=20, verbose_name='处理')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='答复日期')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='答复')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='casework.case')),
                ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='casework.publicnotice')),
            ],
            options={
                'verbose_name': '异议',
                'verbose_name_plural': '异议',
                'ordering': ('case', 'id'),
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['area_code', 'id'], name='case_area'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['matter', 'opened_on'], name='case_matter_opened'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('household', 'matter'), name='case_one_open_per_matter', violation_error_message='该家庭在此事项上已有一件在办。'),
        ),
        migrations.AddConstraint(
            model_name='casestep',
            constraint=models.UniqueConstraint(fields=('case', 'version'), name='case_step_once_per_version'),
        ),
        migrations.AddConstraint(
            model_name='clock',
            constraint=models.UniqueConstraint(condition=models.Q(('stopped_on', None)), fields=('case', 'code'), name='clock_runs_once'),
        ),
        migrations.AddConstraint(
            model_name='clockevent',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='clock_event_has_a_reason', violation_error_message='中止或延长时限应写明原因。'),
        ),
        migrations.AddConstraint(
            model_name='correctionitem',
            constraint=models.UniqueConstraint(fields=('correction', 'name'), name='correction_item_named_once', violation_error_message='同一份材料不必告知两次。'),
        ),
        migrations.AddConstraint(
            model_name='publicnotice',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('posted_on'))), name='notice_period_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(('objector_name', ''), models.Q(('handling', 'SET_ASIDE'), _negated=True), _connector='OR'), name='named_objection_not_set_aside', violation_error_message='实名异议应当核实并答复。'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(('answered_on', None), models.Q(('answer', ''), _negated=True), _connector='OR'), name='objection_answered_in_words', violation_error_message='请写明答复内容。'),
        ),
    ]
