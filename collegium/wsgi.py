"""The entry point for application servers."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connection

from collegium.organization.queries import is_demo_base
from collegium.portal.serving import objection_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collegium.settings")
application = get_wsgi_application()

# A server started by hand has not passed `manage.py serve`, which looks at the address.
_name = str(connection.settings_dict["NAME"])
if _objection := objection_to_start(is_demo=is_demo_base(), database=_name):
    raise ImproperlyConfigured(_objection)
connection.close()
