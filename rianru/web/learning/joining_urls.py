from django.urls import path

from rianru.web.learning import (
    attending,
    codes,
    draws,
    feedback,
    joining,
    lists,
    own,
    parties,
    rosters,
    sharing,
    teaching,
)

urlpatterns = [
    path("activities/<uuid:id>/join/", joining.join, name="activity_join"),
    path("activities/<uuid:id>/draw/", draws.draw, name="activity_draw"),
    path("activities/<uuid:id>/draw.json", draws.draw_file, name="activity_draw_file"),
    path("seats/<str:token>/", parties.party, name="party"),
    path("attend/", attending.attend, name="attend"),
    path("me/learning/", own.my_learning, name="my_learning"),
    path("me/learning/<uuid:id>/", feedback.tell, name="my_feedback"),
    path("me/teaching/", teaching.my_teaching, name="my_teaching"),
    path("desk/activities/<uuid:id>/people/", lists.people, name="activity_people"),
    path("desk/activities/<uuid:id>/sharing/", sharing.share, name="activity_sharing"),
    path("desk/sessions/<uuid:id>/", rosters.roster, name="session_roster"),
    path("desk/sessions/<uuid:id>/roster.pdf", rosters.roster_file, name="session_roster_file"),
    path("desk/sessions/<uuid:id>/heads/", rosters.heads, name="session_heads"),
    path("desk/sessions/<uuid:id>/code/", codes.code, name="session_code"),
    path("desk/sessions/<uuid:id>/code.pdf", codes.code_file, name="session_code_file"),
]
