from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oversight", "0003_board_packed")]

    operations = [
        migrations.AlterField(
            "progressline",
            "flow",
            models.CharField(
                choices=[("outgoing", "发文"), ("incoming", "收文"), ("joint", "联署")],
                max_length=10,
            ),
        ),
    ]
