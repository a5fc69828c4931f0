import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('casework', '0001_initial'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterSerial',
            fields=[
                ('key', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': '文书流水号',
                'verbose_name_plural': '文书流水号',
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, unique=True, verbose_name='文号')),
                ('template', models.CharField(max_length=60, verbose_name='模板')),
                ('kind', models.CharField(max_length=40, verbose_name='种类')),
                ('is_form', models.BooleanField(default=False, verbose_name='表格')),
                ('title', models.CharField(max_length=80, verbose_name='标题')),
                ('issuer', models.CharField(max_length=80, verbose_name='制发机关')),
                ('issued_on', models.DateField(verbose_name='制发日期')),
                ('sm3', models.CharField(max_length=64, verbose_name='SM3')),
                ('actor_id', models.BigIntegerField(null=True, verbose_name='经办人编号')),
                ('actor_name', models.CharField(max_length=60, verbose_name='经办人')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='casework.case')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='casework.decision')),
                ('docx', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('pdf', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'verbose_name': '文书',
                'verbose_name_plural': '文书',
                'ordering': ('case', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.CharField(choices=[('DIRECT', '直接送达'), ('MAIL', '邮寄送达'), ('ELECTRONIC', '电子送达'), ('LEFT', '留置送达')], max_length=20, verbose_name='送达方式')),
                ('delivered_on', models.DateField(verbose_name='送达日期')),
                ('receiver', models.CharField(max_length=60, verbose_name='签收人')),
                ('relation', models.CharField(blank=True, max_length=30, verbose_name='与受送达人关系')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='邮单号、见证人等')),
                ('actor_name', models.CharField(max_length=60, verbose_name='送达人')),
                ('recorded_at', models.DateTimeField(verbose_name='记录时刻')),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='letters.letter')),
            ],
            options={
                'verbose_name': '送达回证',
                'verbose_name_plural': '送达回证',
            },
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(condition=models.Q(('is_form', False)), fields=('case', 'kind', 'decision'), name='letter_once_per_decision', nulls_distinct=False, violation_error_message='这份文书已经制发。'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['DIRECT', 'ELECTRONIC']), models.Q(('note', ''), _negated=True), _connector='OR'), name='delivery_by_mail_or_left_has_a_note', violation_error_message='邮寄送达应填邮单号，留置送达应填见证人。'),
        ),
    ]
