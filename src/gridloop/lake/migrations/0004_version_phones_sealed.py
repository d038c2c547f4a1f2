from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lake", "0003_receipts_and_pull_attempts")]

    operations = [
        migrations.AddField(
            model_name="datasetversion",
            name="phones_sealed",
            field=models.BooleanField(
                default=False, help_text="the clear number of each of its phones is sealed"
            ),
        ),
    ]
