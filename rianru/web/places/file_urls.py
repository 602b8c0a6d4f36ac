from django.urls import re_path

from rianru.web.places import photos

urlpatterns = [
    re_path(
        r"^photos/(?P<digest>[0-9a-f]{40})-(?P<width>[0-9]{2,3})\.webp$", photos.photo_file, name="space_photo_file"
    ),
]
