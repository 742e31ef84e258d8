from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflow', '0008_limits_from_outside'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='reminded_at',
            field=models.DateTimeField(null=True),
        ),
    ]
