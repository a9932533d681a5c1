from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("congress", "0005_people_security")]

    operations = []
