from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='区划代码')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('official_name', models.CharField(max_length=80, verbose_name='全称')),
                ('level', models.CharField(choices=[('PROVINCE', '省'), ('CITY', '市'), ('DISTRICT', '区县'), ('SUBDISTRICT', '街道（乡镇）'), ('COMMUNITY', '社区（村）')], max_length=20, verbose_name='层级')),
                ('kind', models.CharField(choices=[('DISTRICT', '区'), ('SUBDISTRICT', '街道'), ('COMMUNITY', '社区'), ('VILLAGE', '村')], max_length=20, verbose_name='类别')),
                ('parent_code', models.CharField(blank=True, max_length=12, verbose_name='上级代码')),
                ('valid_from', models.DateField(verbose_name='启用日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('source', models.CharField(max_length=200, verbose_name='来源')),
            ],
            options={
                'verbose_name': '区划',
                'verbose_name_plural': '区划',
                'ordering': ('code', 'valid_from'),
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='area_code_from_unique'), models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{12}$')), name='area_code_twelve_digits', violation_error_message='区划代码应为12位数字。'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='area_period_not_empty', violation_error_message='区划的停用日期应晚于启用日期。')],
            },
        ),
        migrations.CreateModel(
            name='AreaChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('SPLIT', '析置'), ('MERGED', '合并'), ('RENAMED', '更名'), ('ESTABLISHED', '新设'), ('ABOLISHED', '撤销'), ('BOUNDARY', '四至调整')], max_length=20, verbose_name='变更类型')),
                ('source_code', models.CharField(blank=True, max_length=12, verbose_name='原区划')),
                ('result_code', models.CharField(blank=True, max_length=12, verbose_name='新区划')),
                ('approved_on', models.DateField(verbose_name='批准日期')),
                ('effective_on', models.DateField(verbose_name='启用日期')),
                ('document', models.CharField(max_length=120, verbose_name='批准文件')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='说明')),
            ],
            options={
                'verbose_name': '区划沿革',
                'verbose_name_plural': '区划沿革',
                'ordering': ('effective_on', 'id'),
                'constraints': [models.UniqueConstraint(fields=('kind', 'source_code', 'result_code', 'effective_on'), name='area_change_unique')],
            },
        ),
    ]
