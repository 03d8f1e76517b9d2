"""Check that nobody changed or removed an entry of the journal of actions."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from collegium.core.audit import verify_chain
from collegium.core.models import AuditEntry


class Command(BaseCommand):
    help = (
        "Recomputes the hash of every entry in the journal of actions, college by college, and "
        "compares it with the one stored when the entry was written. Exit code 0: every chain "
        "holds. Exit code 1: an entry was changed, removed or put in later; the first such entry "
        "of each chain is named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--college", type=int, help="check this college's chain only (its id)")

    def handle(self, *args: Any, **options: Any) -> None:
        chains = AuditEntry.objects.order_by().values_list("college_id", flat=True).distinct()
        wanted = [options["college"]] if options["college"] else sorted({c or 0 for c in chains})
        faults = 0
        for chain in wanted:
            count, fault = verify_chain(chain)
            if fault:
                faults += 1
                self.stderr.write(f"college {chain}: entry {fault.number}: {fault.what}")
            else:
                self.stdout.write(f"college {chain}: {count} entries, the chain holds")
        if faults:
            sys.exit(1)
