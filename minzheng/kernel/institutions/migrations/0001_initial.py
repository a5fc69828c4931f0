from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Institution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='机构代码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('kind', models.CharField(choices=[('CIVIL_AFFAIRS_BUREAU', '区民政局'), ('SUBDISTRICT_OFFICE', '街道办事处'), ('FINANCE_BUREAU', '财政局'), ('BANK', '代发银行')], max_length=40, verbose_name='类别')),
                ('area_code', models.CharField(max_length=12, verbose_name='区划')),
            ],
            options={
                'verbose_name': '机构',
                'verbose_name_plural': '机构',
                'ordering': ('code',),
            },
        ),
    ]
