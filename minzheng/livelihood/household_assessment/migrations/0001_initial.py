import django.contrib.postgres.constraints
import django.db.models.deletion
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
            name='Declaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('APPLICATION', '申请'), ('ROSTER', '花名册转入'), ('CHANGE', '变更报告'), ('REVIEW', '定期核查')], max_length=20, verbose_name='来源')),
                ('declared_on', models.DateField(verbose_name='申报日期')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='casework.case')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='people.household')),
            ],
            options={
                'verbose_name': '家庭经济状况申报',
                'verbose_name_plural': '家庭经济状况申报',
                'ordering': ('household', 'declared_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='BenefitHeld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('benefit', models.CharField(choices=[('MINIMUM_LIVING', '最低生活保障'), ('EXTREME_HARDSHIP', '特困供养'), ('CHILD_WELFARE', '孤儿、事实无人抚养儿童（全额）'), ('DISABILITY_LIVING', '困难残疾人生活补贴'), ('DISABILITY_CARE', '重度残疾人护理补贴'), ('OLD_AGE', '高龄津贴'), ('TEMPORARY_AID', '临时救助'), ('PRICE_SUBSIDY', '价格临时补贴'), ('WORK_INJURY_CARE', '工伤生活护理费'), ('VETERAN_CARE', '离休、因公护理费'), ('OLD_AGE_CARE', '失能老人护理补贴')], max_length=30, verbose_name='待遇')),
                ('monthly_fen', models.BigIntegerField(default=0, verbose_name='月金额（分）')),
                ('source', models.CharField(max_length=120, verbose_name='来源')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='benefits_held', to='people.person')),
            ],
            options={
                'verbose_name': '其他待遇',
                'verbose_name_plural': '其他待遇',
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gt', models.F('from_on')), _connector='OR'), name='benefit_held_period_not_empty', violation_error_message='止期应晚于起期。')],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('disability_type', models.PositiveSmallIntegerField(default=0, verbose_name='残疾类别')),
                ('disability_class', models.PositiveSmallIntegerField(default=0, verbose_name='残疾等级')),
                ('is_severely_ill', models.BooleanField(default=False, verbose_name='重病')),
                ('illness_sealed', models.BinaryField(null=True, verbose_name='病种（密文）')),
                ('work_ability', models.CharField(choices=[('FULL', '有劳动能力'), ('PARTIAL', '部分丧失劳动能力'), ('LOST', '完全丧失劳动能力'), ('NONE', '无劳动能力（年龄）')], max_length=20, verbose_name='劳动能力')),
                ('occupation', models.CharField(choices=[('EMPLOYED', '在职'), ('FLEXIBLE', '灵活就业'), ('REGISTERED_UNEMPLOYED', '登记失业'), ('UNREGISTERED_UNEMPLOYED', '未登记失业'), ('FARMING', '务农'), ('STUDENT', '在校'), ('PRESCHOOL', '学龄前'), ('RETIRED', '退休'), ('UNABLE', '无劳动条件'), ('OTHER', '其他')], max_length=40, verbose_name='职业状况')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='people.person')),
            ],
            options={
                'verbose_name': '个人状况',
                'verbose_name_plural': '个人状况',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(minzheng.kernel.people.dated.Point('person'), '&&'), (minzheng.kernel.people.dated.Period('from_on', 'to_on'), '&&')], name='condition_one_at_a_time', violation_error_message='该人员在这段时间已有状况登记。'), models.CheckConstraint(condition=models.Q(('disability_class__lte', 4), ('disability_type__lte', 7)), name='condition_disability_known', violation_error_message='残疾类别应为1–7，等级应为1–4。'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gt', models.F('from_on')), _connector='OR'), name='condition_period_not_empty', violation_error_message='止期应晚于起期。')],
            },
        ),
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('DEPOSIT', '金融资产'), ('VEHICLE', '机动车'), ('HOUSE', '住房'), ('OTHER', '其他财产'), ('INSURANCE', '商业保险'), ('BUSINESS', '经营主体登记')], max_length=40, verbose_name='财产类型')),
                ('amount_fen', models.BigIntegerField(default=0, verbose_name='价值（分）')),
                ('other_fen', models.BigIntegerField(default=0, verbose_name='最高余额或已交保费（分）')),
                ('count', models.PositiveSmallIntegerField(default=0, verbose_name='数量')),
                ('standing', models.CharField(choices=[('COUNTED', '计入'), ('NOT_COUNTED', '不计入'), ('PENDING', '待认定')], default='COUNTED', max_length=20, verbose_name='认定')),
                ('ground', models.CharField(blank=True, choices=[('SCRAPPED_VEHICLE', '车辆已报废、转让或灭失（名下僵尸车）'), ('DISABILITY_VEHICLE', '残疾人专用代步车'), ('LIVELIHOOD_TOOL', '基本生产工具或生活必需'), ('DORMANT_BUSINESS', '登记后未实际经营'), ('NOMINAL_POST', '挂名法定代表人或股东'), ('SPENT_ON_TREATMENT', '已用于治病等刚性支出'), ('NOT_OWNED', '不属于本人'), ('LOW_VALUE', '市值较低'), ('ABOVE_LIMIT', '确属家庭财产且超过限额'), ('OTHER', '其他')], max_length=30, verbose_name='认定理由')),
                ('statement', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('source', models.CharField(choices=[('VERIFICATION', '信息核对'), ('VISIT', '入户调查'), ('REPORT', '家庭报告'), ('COMPLAINT', '投诉举报'), ('JUDGEMENT', '法律文书')], default='REPORT', max_length=20, verbose_name='线索来源')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='people.household')),
                ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='household_assessment.declaration')),
            ],
            options={
                'verbose_name': '财产',
                'verbose_name_plural': '财产',
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gt', models.F('from_on')), _connector='OR'), name='asset_period_not_empty', violation_error_message='止期应晚于起期。'), models.CheckConstraint(condition=models.Q(models.Q(('standing', 'NOT_COUNTED'), _negated=True), models.Q(('ground', ''), _negated=True), _connector='OR'), name='asset_left_out_for_a_reason', violation_error_message='认定财产不计入应写明理由。')],
            },
        ),
        migrations.CreateModel(
            name='Expense',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('DISABILITY_REHABILITATION', '残疾康复'), ('SEVERE_ILLNESS', '重病医疗'), ('EMPLOYMENT_COST', '务工成本'), ('CARE_HOME', '养老机构自费')], max_length=40, verbose_name='支出类型')),
                ('amount_fen', models.BigIntegerField(verbose_name='月支出（分）')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='household_assessment.declaration')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expenses', to='people.person')),
            ],
            options={
                'verbose_name': '刚性支出',
                'verbose_name_plural': '刚性支出',
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gt', models.F('from_on')), _connector='OR'), name='expense_period_not_empty', violation_error_message='止期应晚于起期。'), models.CheckConstraint(condition=models.Q(('amount_fen__gte', 0)), name='expense_not_negative', violation_error_message='支出金额不能为负数。')],
            },
        ),
        migrations.CreateModel(
            name='Income',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('WAGE', '工资性收入'), ('BUSINESS', '经营净收入'), ('PROPERTY', '财产净收入'), ('TRANSFER', '转移净收入'), ('TRANSFER_PAID', '转移性支出'), ('OTHER', '其他收入'), ('PREFERENTIAL_PENSION', '优待抚恤、奖励扶助和奖学金'), ('SOCIAL_ASSISTANCE', '政府救助和残疾人补贴'), ('BASIC_PENSION_CENTRAL', '中央确定的城乡居民基础养老金'), ('EXCLUDED_LOCALLY', '市级以上规定不计入的其他收入'), ('WAGE_VERIFIED', '信息核对得到的工资'), ('WAGE_DECIDED', '个别认定的评估收入'), ('ONE_OFF', '一次性收入（按月分摊）')], max_length=40, verbose_name='收入类型')),
                ('amount_fen', models.BigIntegerField(verbose_name='月收入（分）')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incomes', to='household_assessment.declaration')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incomes', to='people.person')),
            ],
            options={
                'verbose_name': '收入',
                'verbose_name_plural': '收入',
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gt', models.F('from_on')), _connector='OR'), name='income_period_not_empty', violation_error_message='止期应晚于起期。')],
            },
        ),
        migrations.CreateModel(
            name='IncomeFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('WAGE', '工资性收入'), ('BUSINESS', '经营净收入'), ('PROPERTY', '财产净收入'), ('TRANSFER', '转移净收入'), ('TRANSFER_PAID', '转移性支出'), ('OTHER', '其他收入'), ('PREFERENTIAL_PENSION', '优待抚恤、奖励扶助和奖学金'), ('SOCIAL_ASSISTANCE', '政府救助和残疾人补贴'), ('BASIC_PENSION_CENTRAL', '中央确定的城乡居民基础养老金'), ('EXCLUDED_LOCALLY', '市级以上规定不计入的其他收入'), ('WAGE_VERIFIED', '信息核对得到的工资'), ('WAGE_DECIDED', '个别认定的评估收入'), ('ONE_OFF', '一次性收入（按月分摊）')], max_length=40, verbose_name='收入类型')),
                ('amount_fen', models.BigIntegerField(verbose_name='月收入（分）')),
                ('source', models.CharField(choices=[('VERIFICATION', '信息核对'), ('VISIT', '入户调查'), ('REPORT', '家庭报告'), ('COMPLAINT', '投诉举报'), ('JUDGEMENT', '法律文书')], max_length=20, verbose_name='来源')),
                ('statement', models.CharField(max_length=200, verbose_name='说明')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('proposed_by', models.BigIntegerField(null=True, verbose_name='提出人编号')),
                ('proposed_by_name', models.CharField(max_length=60, verbose_name='提出人')),
                ('confirmed_by', models.BigIntegerField(null=True, verbose_name='复核人编号')),
                ('confirmed_by_name', models.CharField(blank=True, max_length=60, verbose_name='复核人')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='income_findings', to='people.person')),
            ],
            options={
                'verbose_name': '收入认定',
                'verbose_name_plural': '收入认定',
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gt', models.F('from_on')), _connector='OR'), name='income_finding_period_not_empty', violation_error_message='止期应晚于起期。'), models.CheckConstraint(condition=models.Q(('amount_fen__gte', 0), models.Q(('statement', ''), _negated=True)), name='income_finding_has_amount_and_reason', violation_error_message='收入认定的金额不能为负，并应写明理由。'), models.CheckConstraint(condition=models.Q(('confirmed_by_name', ''), models.Q(('confirmed_by_name', models.F('proposed_by_name')), _negated=True), _connector='OR'), name='income_finding_confirmed_by_another', violation_error_message='收入认定应由另一人复核。')],
            },
        ),
        migrations.CreateModel(
            name='PersonCircumstance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('ABLE', '有劳动能力'), ('PARTLY_ABLE', '部分丧失劳动能力'), ('STUDENT', '在校就读'), ('MENTAL_DISABILITY', '智力或精神残疾'), ('CARES_FOR_CHILD', '全日照料学龄前儿童'), ('CARES_FOR_DEPENDANT', '全日照料重残、失能或重病成员'), ('NURSING', '哺乳期'), ('HARD_TO_EMPLOY', '确实难以就业（个别认定）'), ('JOB_SEEKING', '毕业求职期'), ('WAGE_DECIDED', '评估收入个别认定'), ('NOT_COUNTED', '不计入共同生活家庭成员'), ('WORK_REFUSED', '无正当理由拒绝就业'), ('SINGLE_DISABILITY', '单人保：重残'), ('SINGLE_ILLNESS', '单人保：重病'), ('SINGLE_RELIGIOUS', '单人保：宗教教职人员'), ('SINGLE_LOCAL', '单人保：县级以上规定的其他特殊困难'), ('SINGLE_JOBLESS_DISABLED', '成年无业重残单人户'), ('NOT_INSURED', '计入人口、不列入保障')], max_length=40, verbose_name='情形')),
                ('ground', models.CharField(blank=True, choices=[('EXTREME_HARDSHIP', '已纳入特困供养'), ('IMPRISONED', '服刑'), ('COMPULSORY_REHABILITATION', '强制隔离戒毒'), ('DECLARED_MISSING', '宣告失踪'), ('RELIGIOUS', '宗教教职人员脱离家庭三年以上'), ('POSTGRADUATE', '研究生在读，不作必然成员'), ('NO_LOCAL_REGISTRATION', '无本地户籍'), ('HELPED_ELSEWHERE', '在其他地区享受保障'), ('OTHER', '其他')], max_length=40, verbose_name='事由')),
                ('statement', models.CharField(max_length=200, verbose_name='说明')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('actor_name', models.CharField(max_length=60, verbose_name='登记人')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circumstances', to='people.person')),
            ],
            options={
                'verbose_name': '个人情形',
                'verbose_name_plural': '个人情形',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'NOT_COUNTED')), expressions=[(minzheng.kernel.people.dated.Point('person'), '&&'), (minzheng.kernel.people.dated.Period('from_on', 'to_on'), '&&')], name='circumstance_not_counted_once', violation_error_message='该人员在这段时间已登记“不计入共同生活家庭成员”。'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('kind', 'WORK_REFUSED')), expressions=[(minzheng.kernel.people.dated.Point('person'), '&&'), (minzheng.kernel.people.dated.Period('from_on', 'to_on'), '&&')], name='circumstance_work_refused_once', violation_error_message='该人员在这段时间已登记“无正当理由拒绝就业”。'), models.CheckConstraint(condition=models.Q(('statement', ''), _negated=True), name='circumstance_has_a_reason', violation_error_message='登记个人情形应写明理由。'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gt', models.F('from_on')), _connector='OR'), name='circumstance_period_not_empty', violation_error_message='止期应晚于起期。')],
            },
        ),
        migrations.CreateModel(
            name='PropertyJudgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('judgement', models.CharField(choices=[('BY_LIMITS', '按限额核算'), ('ACCEPTED', '认定符合'), ('REFUSED', '认定不符合')], max_length=20, verbose_name='认定')),
                ('statement', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('declaration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='property_judgements', to='household_assessment.declaration')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='property_judgements', to='people.household')),
            ],
            options={
                'verbose_name': '财产认定',
                'verbose_name_plural': '财产认定',
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(minzheng.kernel.people.dated.Point('household'), '&&'), (minzheng.kernel.people.dated.Period('from_on', 'to_on'), '&&')], name='property_judgement_one_at_a_time', violation_error_message='该家庭在这段时间已有财产认定。')],
            },
        ),
        migrations.CreateModel(
            name='Study',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('SECONDARY', '高中（中职）及以下'), ('COLLEGE', '高职、大专'), ('BACHELOR', '本科'), ('POSTGRADUATE', '研究生')], max_length=20, verbose_name='阶段')),
                ('school', models.CharField(max_length=60, verbose_name='学校')),
                ('from_on', models.DateField(verbose_name='入学')),
                ('expected_to', models.DateField(verbose_name='预计毕业')),
                ('graduated_on', models.DateField(blank=True, null=True, verbose_name='毕业或离校')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='studies', to='people.person')),
            ],
            options={
                'verbose_name': '就读',
                'verbose_name_plural': '就读',
                'constraints': [models.CheckConstraint(condition=models.Q(('graduated_on', None), ('graduated_on__gt', models.F('from_on')), _connector='OR'), name='study_ends_after_start', violation_error_message='毕业日期应晚于入学日期。')],
            },
        ),
        migrations.CreateModel(
            name='Supporter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='义务人姓名')),
                ('relation', models.CharField(choices=[('CHILD', '子女'), ('PARENT', '父母'), ('SPOUSE', '配偶'), ('GRANDCHILD', '孙子女、外孙子女'), ('GRANDPARENT', '祖父母、外祖父母'), ('SIBLING', '兄弟姐妹')], max_length=20, verbose_name='关系')),
                ('birth_on', models.DateField(verbose_name='出生日期')),
                ('income_fen', models.BigIntegerField(verbose_name='家庭月收入（分）')),
                ('persons', models.PositiveSmallIntegerField(verbose_name='家庭人数')),
                ('supported', models.PositiveSmallIntegerField(verbose_name='被赡（抚、扶）养人数')),
                ('children', models.PositiveSmallIntegerField(verbose_name='被赡养人的子女人数')),
                ('document', models.CharField(choices=[('NONE', '无文书'), ('JUDGEMENT', '判决或调解'), ('AGREEMENT', '书面协议'), ('UNENFORCEABLE', '有判决但执行不能')], max_length=20, verbose_name='文书')),
                ('document_fen', models.BigIntegerField(default=0, verbose_name='文书确定的月给付（分）')),
                ('paid_fen', models.BigIntegerField(default=0, verbose_name='实际月给付（分）')),
                ('statement', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('from_on', models.DateField(verbose_name='起')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supporters', to='people.person')),
            ],
            options={
                'verbose_name': '法定义务人',
                'verbose_name_plural': '法定义务人',
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gt', models.F('from_on')), _connector='OR'), name='supporter_period_not_empty', violation_error_message='止期应晚于起期。'), models.CheckConstraint(condition=models.Q(('income_fen__gte', 0), ('persons__gte', 1), ('supported__gte', 1)), name='supporter_persons_positive', violation_error_message='义务人家庭人数、被赡养人数至少为1，收入不能为负。'), models.CheckConstraint(condition=models.Q(models.Q(('document', 'NONE'), ('document_fen', 0)), models.Q(('document', 'NONE'), _negated=True), _connector='OR'), name='supporter_document_with_amount', violation_error_message='没有文书时不填文书金额。'), models.CheckConstraint(condition=models.Q(models.Q(('document', 'UNENFORCEABLE'), _negated=True), models.Q(('statement', ''), _negated=True), _connector='OR'), name='supporter_unenforceable_with_proof', violation_error_message='执行不能应写明法院终结执行等证明。')],
            },
        ),
    ]
