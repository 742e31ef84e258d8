import django.db.models.deletion
import shared_apps.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('seals', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='impression',
            name='ofd_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.CreateModel(
            name='GuomiSeal',
            fields=[
                ('id', models.UUIDField(default=shared_apps.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('certificate', models.TextField()),
                ('serial', models.CharField(max_length=40, unique=True)),
                ('wrapped_key', models.BinaryField()),
                ('expires_at', models.DateTimeField()),
                ('image_sha256', models.CharField(max_length=64)),
                ('structure', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='national', to='seals.seal')),
            ],
        ),
    ]
