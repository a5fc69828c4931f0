import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DemocraticAppraisal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(verbose_name='评议日期')),
                ('place', models.CharField(max_length=120, verbose_name='地点')),
                ('host', models.CharField(max_length=60, verbose_name='主持人')),
                ('conclusion', models.CharField(choices=[('CONFIRMED', '情况属实'), ('DOUBTED', '情况存疑')], max_length=20, verbose_name='结论')),
                ('summary', models.CharField(blank=True, max_length=500, verbose_name='评议情况')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='casework.case')),
                ('objection', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='casework.objection')),
            ],
            options={
                'verbose_name': '民主评议',
                'verbose_name_plural': '民主评议',
                'ordering': ('case', 'held_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='NeighbourInterview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interviewed_on', models.DateField(verbose_name='访问日期')),
                ('interviewee', models.CharField(max_length=60, verbose_name='被访人')),
                ('interviewer', models.CharField(max_length=60, verbose_name='访问人')),
                ('content', models.CharField(max_length=500, verbose_name='内容')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='casework.case')),
            ],
            options={
                'verbose_name': '邻里访问',
                'verbose_name_plural': '邻里访问',
                'ordering': ('case', 'interviewed_on', 'id'),
            },
        ),
        migrations.CreateModel(
            name='AppraisalVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='参加人')),
                ('capacity', models.CharField(blank=True, max_length=60, verbose_name='身份')),
                ('vote', models.CharField(choices=[('FOR', '赞成'), ('AGAINST', '不赞成'), ('ABSTAINED', '弃权')], max_length=20, verbose_name='表决')),
                ('appraisal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='investigations.democraticappraisal')),
            ],
            options={
                'verbose_name': '评议表决',
                'verbose_name_plural': '评议表决',
                'ordering': ('appraisal', 'id'),
                'constraints': [models.UniqueConstraint(fields=('appraisal', 'name'), name='appraisal_one_vote_each', violation_error_message='同一参加人只能表决一次。')],
            },
        ),
        migrations.CreateModel(
            name='HomeVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('SUBDISTRICT', '街道'), ('DISTRICT', '区局')], max_length=20, verbose_name='层级')),
                ('method', models.CharField(choices=[('IN_PERSON', '入户'), ('PHONE', '电话'), ('VIDEO', '视频')], max_length=20, verbose_name='方式')),
                ('emergency_reason', models.CharField(blank=True, max_length=200, verbose_name='突发情况')),
                ('visited_on', models.DateField(verbose_name='调查日期')),
                ('first_investigator', models.CharField(max_length=60, verbose_name='调查人一')),
                ('second_investigator', models.CharField(max_length=60, verbose_name='调查人二')),
                ('other_investigators', models.CharField(blank=True, max_length=120, verbose_name='其他调查人')),
                ('persons_met', models.CharField(max_length=200, verbose_name='在场人员')),
                ('housing', models.CharField(blank=True, max_length=300, verbose_name='住房与用品')),
                ('living', models.CharField(blank=True, max_length=300, verbose_name='收入支出与就业')),
                ('health', models.CharField(blank=True, max_length=300, verbose_name='健康与劳动能力')),
                ('findings', models.CharField(max_length=500, verbose_name='调查结果')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('actor_name', models.CharField(max_length=60, verbose_name='登记人')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='casework.case')),
            ],
            options={
                'verbose_name': '入户调查',
                'verbose_name_plural': '入户调查',
                'ordering': ('case', 'visited_on', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('second_investigator', ''), _negated=True), models.Q(('second_investigator', models.F('first_investigator')), _negated=True)), name='visit_by_two_investigators', violation_error_message='入户调查应由两名以上调查人员进行。'), models.CheckConstraint(condition=models.Q(('method', 'IN_PERSON'), models.Q(('emergency_reason', ''), _negated=True), _connector='OR'), name='visit_not_in_person_has_a_reason', violation_error_message='电话或视频调查只用于突发情况，请写明原因。'), models.CheckConstraint(condition=models.Q(models.Q(('persons_met', ''), _negated=True), models.Q(('findings', ''), _negated=True)), name='visit_met_somebody_and_found_something', violation_error_message='请写明在场人员和调查结果。')],
            },
        ),
        migrations.CreateModel(
            name='NearRelative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff_name', models.CharField(max_length=60, verbose_name='工作人员')),
                ('post', models.CharField(max_length=120, verbose_name='单位及职务')),
                ('kinship', models.CharField(choices=[('SPOUSE', '配偶'), ('PARENT', '父母'), ('CHILD', '子女'), ('SIBLING', '兄弟姐妹'), ('GRANDPARENT', '祖父母、外祖父母'), ('GRANDCHILD', '孙子女、外孙子女')], max_length=20, verbose_name='与申请家庭成员的关系')),
                ('registered_on', models.DateField(verbose_name='备案日期')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='near_relatives', to='casework.case')),
            ],
            options={
                'verbose_name': '近亲属备案',
                'verbose_name_plural': '近亲属备案',
                'ordering': ('case', 'id'),
                'constraints': [models.UniqueConstraint(fields=('case', 'staff_name', 'kinship'), name='near_relative_registered_once', violation_error_message='该工作人员已在本件备案。')],
            },
        ),
    ]
