import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0005_versions_by_content'),
        ('ink', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='sheet',
            name='drawn_sha256',
            field=models.CharField(blank=True, default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='sheet',
            name='file',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.attachment'),
        ),
    ]
