import django.db.models.deletion
from django.db import migrations, models

STANDINGS = [
    ("in_force", "有效"),
    ("corrected", "已更正"),
    ("repealed", "已废止"),
    ("revoked", "已撤销"),
]


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0018_a_stage_for_steps_drawn_in")]

    operations = [
        migrations.AddField(
            "jointmatter",
            "standing",
            models.CharField(choices=STANDINGS, default="in_force", max_length=9),
        ),
        migrations.AddField("jointmatter", "standing_from", models.DateField(null=True)),
        migrations.AddField(
            "heardchange",
            "matter",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="heard",
                to="correspondence.jointmatter",
            ),
        ),
    ]
