from django.urls import path

from rianru.web.lists import arriving, keep, own, shared

urlpatterns = [
    path("keep/", keep.keep, name="keep"),
    path("my/lists/", own.lists, name="lists"),
    path("my/lists.csv", own.lists_file, name="lists_file"),
    path("my/lists/<uuid:id>/", own.one_list, name="list"),
    path("lists/<uuid:id>/", shared.public_list, name="public_list"),
    path("lists/by-link/<str:token>/", shared.linked_list, name="linked_list"),
    path("new/", arriving.new_works, name="new_works"),
    path("loved/", arriving.loved_works, name="loved_works"),
    path("spaces/<slug:code>/new/", arriving.space_new, name="space_new"),
    path("spaces/<slug:code>/loved/", arriving.space_loved, name="space_loved"),
]
