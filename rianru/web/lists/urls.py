from django.urls import path

from rianru.web.lists import arriving, following, keep, own, saved, shared, shelves

urlpatterns = [
    path("keep/", keep.keep, name="keep"),
    path("my/lists/", own.lists, name="lists"),
    path("my/lists.csv", own.lists_file, name="lists_file"),
    path("my/lists/<uuid:id>/", own.one_list, name="list"),
    path("lists/<uuid:id>/", shared.public_list, name="public_list"),
    path("lists/by-link/<str:token>/", shared.linked_list, name="linked_list"),
    path("my/searches/", saved.saved_searches, name="saved_searches"),
    path("stop-search/<str:token>/", saved.stop_search, name="stop_search"),
    path("follow/", following.follow, name="follow"),
    path("my/following/", following.following, name="following"),
    path("stop-following/<str:token>/", following.stop_following, name="stop_following"),
    path("shelves/", shelves.shelves, name="shelves"),
    path("shelves/<uuid:id>/", shelves.shelf, name="shelf"),
    path("shelves/<uuid:id>/edit/", shelves.shelf_edit, name="shelf_edit"),
    path("new-shelf/", shelves.shelf_new, name="shelf_new"),
    path("new/", arriving.new_works, name="new_works"),
    path("loved/", arriving.loved_works, name="loved_works"),
    path("spaces/<slug:code>/new/", arriving.space_new, name="space_new"),
    path("spaces/<slug:code>/loved/", arriving.space_loved, name="space_loved"),
]
