from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trust', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='certificate',
            name='purpose',
            field=models.CharField(choices=[('seal', '电子印章'), ('exchange', '公文交换'), ('guomi', '国密印章')], max_length=8),
        ),
    ]
