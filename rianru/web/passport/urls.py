from django.urls import path

from rianru.web.passport import board, booklet, challenges, passport, planning, rewards, stamping

urlpatterns = [
    path("challenges/", challenges.challenges, name="challenges"),
    path("challenges/<uuid:id>/", challenges.challenge, name="challenge"),
    path("challenges/<uuid:id>/board.pdf", board.board, name="challenge_board"),
    path("challenges/<uuid:id>/join/", challenges.join, name="challenge_join"),
    path("me/passport/", passport.my_passport, name="my_passport"),
    path("me/passport/booklet.pdf", booklet.my_booklet, name="my_booklet"),
    path("me/challenges/<uuid:id>/", challenges.mine, name="my_challenge"),
    path("desk/stamps/", stamping.stamps, name="desk_stamps"),
    path("desk/stamps/code.pdf", stamping.sheet, name="desk_stamps_file"),
    path("desk/stamps/booklet.pdf", booklet.desk_booklet, name="desk_booklet"),
    path("desk/rewards/", rewards.rewards, name="desk_rewards"),
    path("desk/challenges/", planning.plans, name="plan_challenges"),
    path("desk/challenges/new/", planning.plan, name="plan_challenge_new"),
    path("desk/challenges/<uuid:id>/", planning.plan, name="plan_challenge"),
]
