"""The WSGI entry of every web process."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rianru.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

# The word list takes half a second to load: before the first reader comes, not while she waits.
from rianru.kernel.thai import index_tokens  # noqa: E402

index_tokens("อุ่นเครื่อง")

# What is loaded by now stays: Python need not look through it for rubbish again and again, nor after each 700 objects.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
