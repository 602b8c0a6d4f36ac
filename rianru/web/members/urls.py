from django.urls import path

from rianru.web.members import card, erasing, finding, household, joining, member, own

urlpatterns = [
    path("members/", finding.members, name="members"),
    path("new-member/", finding.member_new, name="member_new"),
    path("members/<uuid:id>/", member.member, name="member"),
    path("members/<uuid:id>/edit/", member.member_edit, name="member_edit"),
    path("members/<uuid:id>/erase/", erasing.member_erase, name="member_erase"),
    path("members/<uuid:id>/card.pdf", card.member_card_file, name="member_card_file"),
    path("members/<uuid:id>/household/", household.member_household, name="member_household"),
    path("members/terms/", household.member_terms, name="member_terms"),
    path("me/card/", own.my_card, name="my_card"),
    path("me/card.pdf", card.my_card_file, name="my_card_file"),
    path("me/join/", joining.my_join, name="my_join"),
    path("me/household/", own.my_household, name="my_household"),
]
