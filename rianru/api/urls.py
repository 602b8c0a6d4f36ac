"""Addresses below /api/. What is none of them the door answers with a problem."""

from django.urls import path

from rianru.api import areas, headings, search, spaces, start, works
from rianru.api.house import api

AREAS = (start, search, works, spaces, areas, headings)  # imported, so that their operations hang on the API

urlpatterns = [path("v1/", api.urls)]
