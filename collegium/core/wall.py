"""What the database must know about each table: the wall between colleges, and who may write.

Applied by our `migrate` after every run, from the models themselves, so a new table cannot be
forgotten. All statements may be repeated.
"""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connection, models

FUNCTIONS = """
CREATE OR REPLACE FUNCTION collegium_colleges() RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT string_to_array(nullif(current_setting('collegium.colleges', true), ''), ',')::bigint[]
$$;
CREATE OR REPLACE FUNCTION collegium_user() RETURNS bigint LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('collegium.user', true), '')::bigint $$;
"""

# The one thing a signed-out visitor, to whom every college is closed, may learn of them all.
DEMO_FUNCTION = """
CREATE OR REPLACE FUNCTION collegium_is_demo() RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public
AS $$ SELECT EXISTS (SELECT 1 FROM organization_college WHERE is_demo) $$;
"""

# The inner SELECT makes PostgreSQL compute the list once a query, not once a row.
_COLLEGES = "(SELECT collegium_colleges())::bigint[]"
_OWN_COLLEGES = (
    "SELECT college_id FROM accounts_membership WHERE user_id = (SELECT collegium_user())"
)

# Tables whose rule is not simply "the row's college": table → condition.
SPECIAL_RULES = {
    "organization_college": f"id = ANY ({_COLLEGES}) OR id IN ({_OWN_COLLEGES})",
    "accounts_membership": f"college_id = ANY ({_COLLEGES}) OR user_id = (SELECT collegium_user())",
    "core_auditentry": f"college_id = ANY ({_COLLEGES}) OR college_id IS NULL",
}
# Written by triggers alone, or never changed once written.
APPEND_ONLY = {"core_auditentry"}
TRIGGER_ONLY = {"core_audithead"}


def tenant_column(model: type[models.Model]) -> str | None:
    """The column that says whose row it is; None for tables of the whole installation."""
    table = model._meta.db_table
    if table == "organization_college":
        return "id"
    for field in model._meta.concrete_fields:
        if field.column == "college_id":
            return "college_id"
    return None


def walled_models() -> list[type[models.Model]]:
    """Every model whose rows belong to a college, history tables included."""
    return [m for m in apps.get_models() if m._meta.managed and tenant_column(m)]


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def statements() -> Iterator[str]:
    """SQL that brings the whole database to what the models ask; may be run again and again."""
    role = connection.ops.quote_name(settings.DATABASE_APP_ROLE)
    yield FUNCTIONS
    yield DEMO_FUNCTION
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"REVOKE ALL ON django_migrations FROM {role}"
    for model in apps.get_models():
        table = model._meta.db_table
        if is_history(model) or table in APPEND_ONLY:
            yield f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}"
        if table in TRIGGER_ONLY:
            yield f"REVOKE ALL ON {table} FROM {role}"
    for model in walled_models():
        yield from _wall(model)


def _wall(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    rule = SPECIAL_RULES.get(table, f"{tenant_column(model)} = ANY ({_COLLEGES})")
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS college_wall ON {table}"
    yield f"CREATE POLICY college_wall ON {table} USING ({rule}) WITH CHECK ({rule})"


def apply() -> None:
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
