"""What may be asked of the installation as a whole."""

from django.db import connection


def is_demo_base() -> bool:
    """Whether the base holds a made-up college with published passwords; open walls or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT collegium_is_demo()")
        return bool(cursor.fetchone()[0])
