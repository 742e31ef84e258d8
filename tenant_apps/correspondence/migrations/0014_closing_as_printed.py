from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('correspondence', '0013_writing_limits'),
    ]

    operations = [
        migrations.AddField(
            model_name='outgoingdocument',
            name='closing',
            field=models.CharField(blank=True, max_length=9),
        ),
        migrations.AddField(
            model_name='outgoingdocument',
            name='seal_places',
            field=models.JSONField(default=list),
        ),
    ]
