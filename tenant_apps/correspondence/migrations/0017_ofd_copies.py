from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('correspondence', '0016_joint'),
    ]

    operations = [
        migrations.AddField(
            model_name='outgoingdocument',
            name='ofd_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='incomingdocument',
            name='ofd_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
