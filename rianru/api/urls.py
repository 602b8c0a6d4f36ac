"""Addresses below /api/. What is none of them the door answers with a problem."""

from django.urls import path

from rianru.api import (
    areas,
    arriving,
    citing,
    credentials,
    headings,
    holdings,
    lists,
    related,
    search,
    shelves,
    spaces,
    start,
    suggesting,
    works,
)
from rianru.api.house import api

AREAS = (
    start, search, suggesting, arriving, works, holdings, related, citing, headings, shelves, lists, spaces, areas,
    credentials,
)  # imported, so that their operations hang on the API

urlpatterns = [path("v1/", api.urls)]
