"""Names of up to 300 characters, and a sort key that fits into an index whatever they are.

PostgreSQL does not change the type of a column that a generated column or a trigger's condition
reads, so both go first. Our `migrate` puts the history triggers back when it has finished.
"""

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Concat, Left, Lower, Replace

CARDS = ["employee", "guardian", "student"]
NAMES = {"last_name": "surname", "first_name": "name", "patronymic": "patronymic"}
DROP_TRIGGERS = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT tgname, tgrelid::regclass AS place FROM pg_trigger
        WHERE NOT tgisinternal AND tgname LIKE 'pgtrigger\\_%'
            AND tgrelid IN (
                'roster_employee'::regclass, 'roster_guardian'::regclass, 'roster_student'::regclass
            )
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, found.place);
    END LOOP;
END $$
"""


def sort_key():
    name = Concat(F("last_name"), Value(" "), F("first_name"), Value(" "), F("patronymic"))
    plain = Replace(Replace(name, Value("ё"), Value("е")), Value("Ё"), Value("Е"))
    return models.GeneratedField(
        db_persist=True,
        expression=Left(Lower(plain), 200),
        output_field=models.CharField(max_length=200),
    )


def longer_names(model):
    for field, title in NAMES.items():
        optional = {"blank": True} if field == "patronymic" else {}
        yield migrations.AlterField(
            model, field, models.CharField(max_length=300, verbose_name=title, **optional)
        )


class Migration(migrations.Migration):
    dependencies = [("roster", "0001_initial")]

    operations = [
        migrations.RunSQL(DROP_TRIGGERS, migrations.RunSQL.noop),
        migrations.RemoveIndex("student", "student_sorted"),
        *(migrations.RemoveField(model, "sort_key") for model in CARDS),
        *(change for model in CARDS for change in longer_names(model)),
        *(change for model in CARDS for change in longer_names(f"{model}event")),
        *(migrations.AddField(model, "sort_key", sort_key()) for model in CARDS),
        migrations.AddIndex(
            "student", models.Index(fields=["college", "sort_key"], name="student_sorted")
        ),
    ]
