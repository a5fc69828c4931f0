import django.contrib.postgres.constraints
import django.db.models.deletion
import minzheng.kernel.people.dated
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='家庭编号')),
                ('area_code', models.CharField(max_length=12, verbose_name='社区（村）')),
                ('formed_on', models.DateField(verbose_name='建档日期')),
                ('dissolved_on', models.DateField(blank=True, null=True, verbose_name='注销日期')),
            ],
            options={
                'verbose_name': '家庭',
                'verbose_name_plural': '家庭',
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('name_key', models.CharField(max_length=120, verbose_name='拼音')),
                ('id_sealed', models.BinaryField(null=True, verbose_name='证件号（密文）')),
                ('id_index', models.BinaryField(max_length=32, null=True, unique=True, verbose_name='证件号（盲索引）')),
                ('id_masked', models.CharField(blank=True, max_length=20, verbose_name='证件号')),
                ('birth_on', models.DateField(verbose_name='出生日期')),
                ('gender', models.CharField(choices=[('MALE', '男'), ('FEMALE', '女')], max_length=10, verbose_name='性别')),
                ('ethnicity', models.CharField(blank=True, max_length=20, verbose_name='民族')),
                ('phone_sealed', models.BinaryField(null=True, verbose_name='电话（密文）')),
                ('phone_masked', models.CharField(blank=True, max_length=20, verbose_name='电话')),
                ('died_on', models.DateField(blank=True, null=True, verbose_name='死亡日期')),
                ('death_recorded_at', models.DateTimeField(blank=True, null=True, verbose_name='死亡登记时刻')),
                ('registered_at', models.DateTimeField(verbose_name='登记时刻')),
            ],
            options={
                'verbose_name': '人员',
                'verbose_name_plural': '人员',
                'indexes': [models.Index(fields=['name_key', 'id'], name='person_name_key')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('id_index', None), ('id_sealed', None)), models.Q(('id_index__isnull', False), ('id_sealed__isnull', False)), _connector='OR'), name='person_id_sealed_with_index', violation_error_message='证件号的密文与盲索引应同时存在。'), models.CheckConstraint(condition=models.Q(('died_on', None), ('died_on__gte', models.F('birth_on')), _connector='OR'), name='person_dies_after_birth', violation_error_message='死亡日期早于出生日期。'), models.CheckConstraint(condition=models.Q(models.Q(('death_recorded_at', None), ('died_on', None)), models.Q(('death_recorded_at__isnull', False), ('died_on__isnull', False)), _connector='OR'), name='person_death_with_its_record')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('HEAD', '户主'), ('SPOUSE', '配偶'), ('SON', '子'), ('DAUGHTER', '女'), ('GRANDCHILD', '孙子女'), ('PARENT', '父母'), ('GRANDPARENT', '祖父母'), ('SIBLING', '兄弟姐妹'), ('OTHER', '其他')], max_length=20, verbose_name='与户主关系')),
                ('joined_on', models.DateField(verbose_name='起')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='止')),
                ('left_reason', models.CharField(blank=True, choices=[('DIED', '死亡'), ('MOVED_OUT', '迁出'), ('MARRIED_OUT', '婚出'), ('IMPRISONED', '服刑'), ('SPLIT', '分户'), ('OTHER', '其他')], max_length=20, verbose_name='离开原因')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.household')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.person')),
            ],
            options={
                'verbose_name': '家庭成员',
                'verbose_name_plural': '家庭成员',
                'ordering': ('household', 'joined_on', 'id'),
            },
        ),
        migrations.AddField(
            model_name='household',
            name='head',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='headed', to='people.person', verbose_name='户主'),
        ),
        migrations.AddField(
            model_name='household',
            name='members',
            field=models.ManyToManyField(related_name='households', through='people.HouseholdMembership', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='householdmembership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(minzheng.kernel.people.dated.Point('person'), '&&'), (minzheng.kernel.people.dated.Period('joined_on', 'left_on'), '&&')], name='membership_one_household_at_a_time', violation_error_message='该人员在这段时间已是另一家庭的成员。'),
        ),
        migrations.AddConstraint(
            model_name='householdmembership',
            constraint=models.UniqueConstraint(condition=models.Q(('left_on', None), ('relation', 'HEAD')), fields=('household',), name='membership_one_head', violation_error_message='一个家庭只能有一位户主。'),
        ),
        migrations.AddConstraint(
            model_name='householdmembership',
            constraint=models.CheckConstraint(condition=models.Q(('left_on', None), ('left_on__gt', models.F('joined_on')), _connector='OR'), name='membership_period_not_empty', violation_error_message='成员的离开日期应晚于加入日期。'),
        ),
        migrations.AddIndex(
            model_name='household',
            index=models.Index(fields=['area_code', 'id'], name='household_area'),
        ),
    ]
