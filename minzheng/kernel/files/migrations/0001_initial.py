from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sm3', models.CharField(max_length=64, verbose_name='SM3')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('media_type', models.CharField(max_length=100, verbose_name='类型')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('purpose', models.CharField(max_length=80, verbose_name='用途')),
                ('area_code', models.CharField(max_length=12, verbose_name='区划')),
                ('stored_at', models.DateTimeField(verbose_name='存入时刻')),
                ('keep_until', models.DateField(blank=True, null=True, verbose_name='保存至')),
            ],
            options={
                'verbose_name': '材料',
                'verbose_name_plural': '材料',
                'indexes': [models.Index(fields=['sm3'], name='stored_file_sm3')],
            },
        ),
    ]
