from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0022_seal_desk_of_joint")]

    operations = [
        migrations.AddField(
            "jointmatter", "ofd_sha256", models.CharField(blank=True, max_length=64)
        ),
    ]
