#!/usr/bin/env python3
"""Django's command line; commands that change tables run as the owner of the database."""

import os
import sys

# These create or alter tables, or load whole colleges at once: the application's own
# database role may not, by design (see docs/architecture.md, "Two walls").
OWNER_COMMANDS = {"migrate", "demo", "makemigrations", "flush", "dbshell", "verify_audit"}

# These read files only, and must work where no database was ever set up.
COMMANDS_WITHOUT_DATABASE = {"plx_totals"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collegium.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in OWNER_COMMANDS:
        os.environ.setdefault("COLLEGIUM_DATABASE_ROLE", "owner")
    if command in COMMANDS_WITHOUT_DATABASE:
        os.environ.setdefault("DATABASE_URL", "postgresql:///none")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
