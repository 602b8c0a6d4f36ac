from django.urls import re_path

from rianru.web.catalogue import covers

urlpatterns = [
    re_path(r"^covers/(?P<digest>[0-9a-f]{40})-(?P<width>[0-9]{2,3})\.webp$", covers.cover_file, name="cover_file"),
]
