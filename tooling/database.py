"""Asks the database, for set-up: prints "yes" when it has Django's tables, "no" when it is empty.

The address comes in the environment as ASKED, not as an argument: others may read those.
"""

import os
import sys

import psycopg

QUESTION = "SELECT to_regclass('django_migrations') IS NOT NULL"


def main() -> int:
    """1 where the database does not answer; the reason is printed without the password."""
    try:
        with psycopg.connect(os.environ["ASKED"]) as connection:
            found = connection.execute(QUESTION).fetchone()
    except psycopg.OperationalError as error:
        print(f"The database does not answer: {error}", file=sys.stderr)
        return 1
    print("yes" if found and found[0] else "no")
    return 0


if __name__ == "__main__":
    sys.exit(main())
