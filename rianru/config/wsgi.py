"""The WSGI entry of every web process."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rianru.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

# The word list takes half a second to load: before the first reader comes, not while she waits.
from rianru.kernel.thai import index_tokens  # noqa: E402

index_tokens("อุ่นเครื่อง")
