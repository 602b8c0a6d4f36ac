from django.urls import path

from rianru.web.money import desk, own, receipts

urlpatterns = [
    path("members/<uuid:id>/money/", desk.member_money, name="member_money"),
    path("money/day/", desk.money_day, name="money_day"),
    path("receipts/<uuid:id>/", receipts.receipt, name="receipt"),
    path("me/money/", own.my_money, name="my_money"),
]
