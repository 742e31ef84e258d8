from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0007_news")]

    operations = [
        migrations.AddField("run", "due_at", models.DateTimeField(null=True)),
        migrations.AddField("run", "awaits", models.CharField(blank=True, max_length=200)),
        migrations.AddField("run", "awaits_until", models.DateTimeField(null=True)),
    ]
