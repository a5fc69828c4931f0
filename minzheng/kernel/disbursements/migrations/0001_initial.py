import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enrollments', '0001_initial'),
        ('institutions', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DisbursementLine',
            fields=[
                ('id', models.BigIntegerField(help_text='run × 10⁸ + position in the list', primary_key=True, serialize=False)),
                ('program', models.CharField(choices=[('MINIMUM_LIVING', '最低生活保障')], max_length=40, verbose_name='项目')),
                ('category', models.CharField(choices=[('URBAN', '城市'), ('RURAL', '农村')], max_length=10, verbose_name='城乡类别')),
                ('area_code', models.CharField(max_length=12, verbose_name='区划')),
                ('for_month', models.DateField(verbose_name='所属月')),
                ('kind', models.CharField(choices=[('REGULAR', '当月'), ('BACK_PAYMENT', '补发'), ('REISSUE', '重发')], max_length=20, verbose_name='类型')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('persons', models.PositiveSmallIntegerField(verbose_name='人数')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
            ],
            options={
                'verbose_name': '发放明细',
                'verbose_name_plural': '发放明细',
                'db_table': 'disbursements_line',
                'ordering': ('id',),
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='FundSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('level', models.CharField(choices=[('CENTRAL', '中央'), ('PROVINCE', '省级'), ('CITY', '市级'), ('DISTRICT', '区级')], max_length=20, verbose_name='层级')),
            ],
            options={
                'verbose_name': '资金来源',
                'verbose_name_plural': '资金来源',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number_sealed', models.BinaryField(verbose_name='账号（密文）')),
                ('number_index', models.BinaryField(max_length=32, verbose_name='账号（盲索引）')),
                ('number_masked', models.CharField(max_length=40, verbose_name='账号')),
                ('status', models.CharField(choices=[('ACTIVE', '正常'), ('CLOSED', '停用')], default='ACTIVE', max_length=10, verbose_name='状态')),
                ('registered_at', models.DateTimeField(verbose_name='登记时刻')),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='institutions.institution')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='people.person')),
            ],
            options={
                'verbose_name': '收款账户',
                'verbose_name_plural': '收款账户',
            },
        ),
        migrations.CreateModel(
            name='BankFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='批次号')),
                ('layout', models.CharField(max_length=30, verbose_name='格式')),
                ('status', models.CharField(choices=[('CUT', '待送'), ('SENDING', '送出待确认'), ('SENT', '已送达'), ('ANSWERED', '已回盘')], default='CUT', max_length=10, verbose_name='状态')),
                ('lines', models.PositiveIntegerField(verbose_name='笔数')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('content_sm3', models.CharField(blank=True, max_length=64, verbose_name='文件SM3')),
                ('cut_at', models.DateTimeField(verbose_name='制作时刻')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='送出时刻')),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('fund_source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disbursements.fundsource')),
            ],
            options={
                'verbose_name': '代发文件',
                'verbose_name_plural': '代发文件',
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='BankResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_sm3', models.CharField(max_length=64, verbose_name='文件SM3')),
                ('lines', models.PositiveIntegerField(verbose_name='笔数')),
                ('new_lines', models.PositiveIntegerField(verbose_name='新增笔数')),
                ('received_on', models.DateField(verbose_name='收到日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='disbursements.bankfile')),
            ],
            options={
                'verbose_name': '回盘文件',
                'verbose_name_plural': '回盘文件',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Appropriation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('program', models.CharField(choices=[('MINIMUM_LIVING', '最低生活保障')], max_length=40, verbose_name='项目')),
                ('category', models.CharField(blank=True, choices=[('URBAN', '城市'), ('RURAL', '农村')], max_length=10, verbose_name='城乡类别')),
                ('rank', models.PositiveSmallIntegerField(default=1, verbose_name='使用次序')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('document', models.CharField(max_length=120, verbose_name='文号')),
                ('issued_on', models.DateField(verbose_name='下达日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('fund_source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appropriations', to='disbursements.fundsource')),
            ],
            options={
                'verbose_name': '资金指标',
                'verbose_name_plural': '资金指标',
                'ordering': ('year', 'program', 'rank', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PayeeAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('program', models.CharField(choices=[('MINIMUM_LIVING', '最低生活保障')], max_length=40, verbose_name='项目')),
                ('kind', models.CharField(choices=[('FIRST', '首次登记'), ('CHANGE', '变更')], max_length=10, verbose_name='类型')),
                ('reason', models.CharField(choices=[('MEMBER', '家庭成员'), ('GUARDIAN', '监护人代领'), ('TRUSTED_CARER', '照料人代领（有协议）')], max_length=20, verbose_name='与家庭关系')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('proposed_at', models.DateTimeField(verbose_name='提出时刻')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='确认时刻')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='disbursements.account')),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payees', to='people.household')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '收款人',
                'verbose_name_plural': '收款人',
            },
        ),
        migrations.CreateModel(
            name='PayRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('program', models.CharField(choices=[('MINIMUM_LIVING', '最低生活保障')], max_length=40, verbose_name='项目')),
                ('month', models.DateField(verbose_name='发放月')),
                ('sequence', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
                ('area_code', models.CharField(max_length=12, verbose_name='区划')),
                ('status', models.CharField(choices=[('PLANNED', '已编制'), ('FROZEN', '已冻结'), ('APPROVED', '已复核'), ('SENT', '已送银行'), ('SETTLED', '已回盘'), ('CLOSED', '已结清')], default='PLANNED', max_length=20, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='版本')),
                ('lines', models.PositiveIntegerField(default=0, verbose_name='笔数')),
                ('amount_fen', models.BigIntegerField(default=0, verbose_name='金额（分）')),
                ('list_hash', models.CharField(blank=True, max_length=64, verbose_name='清单SM3')),
                ('watermark', models.BigIntegerField(default=0, verbose_name='保障金水位')),
                ('known_at', models.DateTimeField(verbose_name='编制时刻')),
                ('planned_on', models.DateField(verbose_name='编制日期')),
                ('frozen_at', models.DateTimeField(null=True, verbose_name='冻结时刻')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='复核时刻')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='送银行时刻')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='回盘完成时刻')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='结清时刻')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '发放批次',
                'verbose_name_plural': '发放批次',
                'ordering': ('month', 'program', 'sequence'),
            },
        ),
        migrations.CreateModel(
            name='BankResultLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_id', models.BigIntegerField(verbose_name='明细编号')),
                ('outcome', models.CharField(choices=[('SUCCESS', '成功'), ('FAILED', '失败'), ('REVERSED', '成功后退汇')], max_length=10, verbose_name='结果')),
                ('code', models.CharField(blank=True, choices=[('NAME_MISMATCH', '户名不符'), ('ACCOUNT_NOT_FOUND', '账号不存在'), ('ACCOUNT_CLOSED', '已销户'), ('ACCOUNT_FROZEN', '账户冻结或止付'), ('ACCOUNT_DORMANT', '久悬户、睡眠户'), ('CARD_NOT_ACTIVATED', '社保卡金融功能未激活'), ('ACCOUNT_LIMIT', 'II、III类户超限额'), ('ID_EXPIRED', '证件过期'), ('ID_MISMATCH', '证件不符'), ('INTERBANK_RETURN', '跨行退汇'), ('OTHER', '其他'), ('NO_ACCOUNT', '没有登记收款账户'), ('PAYEE_DECEASED', '收款人已死亡'), ('HELD_BY_OFFICER', '经办人缓发')], max_length=30, verbose_name='失败原因')),
                ('booked_on', models.DateField(verbose_name='入账日期')),
                ('reference', models.CharField(blank=True, max_length=40, verbose_name='流水号')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disbursements.bankresult')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disbursements.payrun')),
            ],
            options={
                'verbose_name': '回盘明细',
                'verbose_name_plural': '回盘明细',
            },
        ),
        migrations.AddField(
            model_name='bankfile',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='disbursements.payrun'),
        ),
        migrations.CreateModel(
            name='RecoveryItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('program', models.CharField(choices=[('MINIMUM_LIVING', '最低生活保障')], max_length=40, verbose_name='项目')),
                ('category', models.CharField(choices=[('URBAN', '城市'), ('RURAL', '农村')], max_length=10, verbose_name='城乡类别')),
                ('area_code', models.CharField(max_length=12, verbose_name='区划')),
                ('for_month', models.DateField(verbose_name='所属月')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('allowance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enrollments.allowance')),
                ('enrollment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enrollments.enrollment')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.household')),
                ('previous_allowance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enrollments.allowance')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='disbursements.payrun')),
            ],
            options={
                'verbose_name': '追缴事项',
                'verbose_name_plural': '追缴事项',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='RecoveryStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('REPAID', '已退缴'), ('NEVER_PAID', '款项未到账，无需退缴')], max_length=20, verbose_name='处理')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('happened_on', models.DateField(verbose_name='日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('recovery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='disbursements.recoveryitem')),
            ],
            options={
                'verbose_name': '追缴处理',
                'verbose_name_plural': '追缴处理',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='RunTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('URBAN', '城市'), ('RURAL', '农村')], max_length=10, verbose_name='城乡类别')),
                ('kind', models.CharField(choices=[('REGULAR', '当月'), ('BACK_PAYMENT', '补发'), ('REISSUE', '重发')], max_length=20, verbose_name='类型')),
                ('lines', models.PositiveIntegerField(verbose_name='笔数')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('fund_source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disbursements.fundsource')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='totals', to='disbursements.payrun')),
            ],
            options={
                'verbose_name': '批次合计',
                'verbose_name_plural': '批次合计',
            },
        ),
        migrations.CreateModel(
            name='UnpaidItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_id', models.BigIntegerField(unique=True, verbose_name='明细编号')),
                ('cause', models.CharField(choices=[('HELD', '缓发'), ('RETURNED', '银行退回'), ('REVERSED', '到账后退汇')], max_length=10, verbose_name='原因类别')),
                ('code', models.CharField(choices=[('NAME_MISMATCH', '户名不符'), ('ACCOUNT_NOT_FOUND', '账号不存在'), ('ACCOUNT_CLOSED', '已销户'), ('ACCOUNT_FROZEN', '账户冻结或止付'), ('ACCOUNT_DORMANT', '久悬户、睡眠户'), ('CARD_NOT_ACTIVATED', '社保卡金融功能未激活'), ('ACCOUNT_LIMIT', 'II、III类户超限额'), ('ID_EXPIRED', '证件过期'), ('ID_MISMATCH', '证件不符'), ('INTERBANK_RETURN', '跨行退汇'), ('OTHER', '其他'), ('NO_ACCOUNT', '没有登记收款账户'), ('PAYEE_DECEASED', '收款人已死亡'), ('HELD_BY_OFFICER', '经办人缓发')], max_length=30, verbose_name='原因代码')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('happened_on', models.DateField(verbose_name='日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unpaid_items', to='disbursements.payrun')),
            ],
            options={
                'verbose_name': '未付事项',
                'verbose_name_plural': '未付事项',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='UnpaidStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('CORRECTED', '账户已更正'), ('CARRIED', '结转下期'), ('REISSUED', '已重发'), ('CANCELLED', '不再应发')], max_length=20, verbose_name='处理')),
                ('line_id', models.BigIntegerField(null=True, verbose_name='重发明细')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('happened_on', models.DateField(verbose_name='日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disbursements.account')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='disbursements.unpaiditem')),
            ],
            options={
                'verbose_name': '未付事项处理',
                'verbose_name_plural': '未付事项处理',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, verbose_name='凭证号')),
                ('posted_on', models.DateField(verbose_name='记账日期')),
                ('amount_fen', models.BigIntegerField(verbose_name='金额（分）')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('fund_source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='disbursements.fundsource')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='disbursements.payrun')),
            ],
            options={
                'verbose_name': '会计凭证',
                'verbose_name_plural': '会计凭证',
                'ordering': ('posted_on', 'number'),
            },
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('bank', 'number_index'), name='account_number_once_per_bank', violation_error_message='该账号已登记。'),
        ),
        migrations.AddConstraint(
            model_name='bankresult',
            constraint=models.UniqueConstraint(fields=('file', 'content_sm3'), name='bank_result_once'),
        ),
        migrations.AddConstraint(
            model_name='appropriation',
            constraint=models.UniqueConstraint(fields=('document', 'fund_source', 'year', 'program', 'category'), name='appropriation_once_per_document', violation_error_message='这份文件的资金指标已经登记过。'),
        ),
        migrations.AddConstraint(
            model_name='appropriation',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen', 0), _negated=True), name='appropriation_not_zero', violation_error_message='资金指标的金额不能为0。'),
        ),
        migrations.AddConstraint(
            model_name='payeeassignment',
            constraint=models.UniqueConstraint(condition=models.Q(('confirmed_at__isnull', False), ('to_on', None)), fields=('household', 'program'), name='payee_one_at_a_time', violation_error_message='该家庭在这个项目中已有收款账户。'),
        ),
        migrations.AddConstraint(
            model_name='payeeassignment',
            constraint=models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='payee_period_in_order', violation_error_message='收款人的止期早于起期。'),
        ),
        migrations.AddConstraint(
            model_name='payeeassignment',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'FIRST'), ('confirmed_at', None), models.Q(('confirmed_by__isnull', False), ('proposed_by__isnull', False), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='payee_change_by_two_people', violation_error_message='收款账户变更须由另一人确认。'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.UniqueConstraint(fields=('program', 'month', 'sequence'), name='run_once_per_month', violation_error_message='该项目本月的发放批次已存在。'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='run_month_is_first_of_month', violation_error_message='发放月应为每月1日。'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('APPROVED', 'SENT', 'SETTLED', 'CLOSED')), _negated=True), models.Q(('approved_by__isnull', False), ('frozen_by__isnull', False), models.Q(('approved_by', models.F('planned_by')), _negated=True), models.Q(('approved_by', models.F('frozen_by')), _negated=True)), _connector='OR'), name='run_approved_by_second_person', violation_error_message='复核人不能是编制人或冻结人。'),
        ),
        migrations.AddConstraint(
            model_name='payrun',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'PLANNED'), ('list_hash__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='run_frozen_with_hash', violation_error_message='冻结后的清单应有SM3。'),
        ),
        migrations.AddConstraint(
            model_name='bankresultline',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome__in', ['SUCCESS', 'FAILED'])), fields=('line_id',), name='bank_line_answered_once', violation_error_message='该笔已有银行结果。'),
        ),
        migrations.AddConstraint(
            model_name='bankresultline',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'REVERSED')), fields=('line_id',), name='bank_line_reversed_once', violation_error_message='该笔已登记退汇。'),
        ),
        migrations.AddConstraint(
            model_name='bankresultline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code', ''), ('outcome', 'SUCCESS')), models.Q(models.Q(('outcome', 'SUCCESS'), _negated=True), models.Q(('code', ''), _negated=True)), _connector='OR'), name='bank_line_code_only_when_not_paid', violation_error_message='失败或退汇应有原因代码，成功则没有。'),
        ),
        migrations.AddConstraint(
            model_name='bankfile',
            constraint=models.UniqueConstraint(fields=('run', 'bank', 'fund_source'), name='bank_file_once', violation_error_message='该银行、该资金来源的代发文件已制作。'),
        ),
        migrations.AddConstraint(
            model_name='recoveryitem',
            constraint=models.UniqueConstraint(fields=('enrollment', 'for_month', 'run'), name='recovery_once_per_run'),
        ),
        migrations.AddConstraint(
            model_name='recoveryitem',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='recovery_positive', violation_error_message='追缴金额应大于0。'),
        ),
        migrations.AddConstraint(
            model_name='recoverystep',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='recovery_step_positive', violation_error_message='退缴金额应大于0。'),
        ),
        migrations.AddConstraint(
            model_name='runtotal',
            constraint=models.UniqueConstraint(fields=('run', 'fund_source', 'category', 'kind'), name='run_total_once'),
        ),
        migrations.AddConstraint(
            model_name='unpaidstep',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['REISSUED', 'CANCELLED'])), fields=('item',), name='unpaid_item_ends_once', violation_error_message='该事项已经重发或注销。'),
        ),
        migrations.AddConstraint(
            model_name='unpaidstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'REISSUED'), _negated=True), ('line_id__isnull', False), _connector='OR'), name='unpaid_reissue_names_its_line'),
        ),
        migrations.AddConstraint(
            model_name='unpaidstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'CORRECTED'), _negated=True), ('account__isnull', False), _connector='OR'), name='unpaid_correction_names_its_account'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.UniqueConstraint(fields=('run', 'fund_source'), name='voucher_once_per_run_and_source', violation_error_message='该批次这一资金来源已登记会计凭证。'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), ('amount_fen__gt', 0)), name='voucher_states_an_amount'),
        ),
    ]
