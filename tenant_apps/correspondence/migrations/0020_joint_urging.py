from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0019_standing_of_joint")]

    operations = [
        migrations.AddField("jointpartner", "urged_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "jointpartner", "urged_by_request", models.CharField(blank=True, max_length=40)
        ),
        migrations.AddField("jointmatter", "urged_at", models.DateTimeField(null=True)),
        migrations.AddField("jointmatter", "urged_text", models.CharField(blank=True, max_length=200)),
    ]
