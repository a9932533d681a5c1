"""The web server's entrance."""

import os

from django.core.wsgi import get_wsgi_application

from congress.front import with_front_doors

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congress.settings.production")
os.environ.setdefault("PROCESS_KIND", "web")

# The apps register their doors while they are loaded: the inner call comes first.
application = with_front_doors(get_wsgi_application())
