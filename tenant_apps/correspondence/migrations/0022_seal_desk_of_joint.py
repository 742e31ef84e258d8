import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0021_tracing_rule")]

    operations = [
        migrations.AddField(
            "jointmatter",
            "seal_run",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflow.run",
            ),
        ),
    ]
