"""Where a base may be served: a made-up college with published passwords stays on this machine."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping

# The serve command sets it after it has looked at the address it binds.
ADDRESS_VARIABLE = "COLLEGIUM_SERVED_ON"
ALLOWED_VARIABLE = "COLLEGIUM_SERVE_DEMO_BASE"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address; names other than localhost do not count."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def demo_objection(*, is_demo: bool, database: str, host: str, allowed: str) -> str:
    """Why this base may not be served on this address; empty when it may.

    `allowed` is the database that somebody named on purpose: a general "yes" would one day let
    the wrong base out.
    """
    if not is_demo or is_loopback(host) or allowed == database:
        return ""
    where = host or "an address that nobody has checked"
    return (
        f"The base “{database}” is a demonstration: its passwords are published, so it is served "
        f"on 127.0.0.1 only, not on {where}. To serve it there all the same, name it: "
        f"manage.py serve --serve-demo-base {database} (or {ALLOWED_VARIABLE}={database})."
    )


def objection_to_start(
    *, is_demo: bool, database: str, environment: Mapping[str, str] = os.environ
) -> str:
    """The same for a server started without our command, which has not vouched for its address."""
    return demo_objection(
        is_demo=is_demo,
        database=database,
        host=environment.get(ADDRESS_VARIABLE, ""),
        allowed=environment.get(ALLOWED_VARIABLE, ""),
    )
