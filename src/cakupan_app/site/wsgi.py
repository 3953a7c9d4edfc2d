"""The site as a WSGI application: what granian's worker processes run."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cakupan_app.site.web")
application = get_wsgi_application()
