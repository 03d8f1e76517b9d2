"""Django's migrate, and then what every table must have: history triggers and the wall."""

from typing import Any

import pgtrigger
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import transaction

from collegium.core import wall


class Command(DjangoMigrate):
    help = (
        DjangoMigrate.help
        + " Afterwards every table gets its history triggers, row-level security and grants."
    )

    def handle(self, *args: Any, **options: Any) -> str | None:
        result = super().handle(*args, **options)
        # Partial or dry runs leave tables missing: the wall is built on whole databases only.
        if not (options.get("plan") or options.get("check_unapplied") or options.get("app_label")):
            with transaction.atomic():
                pgtrigger.install()
                wall.apply()
        return result
