"""Who may plan and see activities, rooms and programmes."""

import rules

from rianru.core.actors import Role
from rianru.core.permissions import anyone, is_person, is_system, role

PLANNERS = is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN, Role.CARETAKER)

rules.add_rule("learning.see_activities", anyone)  # what is open, cancelled or over
rules.add_rule("learning.plan", PLANNERS)  # activities, sessions, programmes at the scope's space
rules.add_rule("learning.keep_rooms", PLANNERS)
rules.add_rule("learning.keep_calendar_link", is_person)  # one's own
rules.add_rule("learning.tend_activities", is_system)  # jobs: what is over, who completed what

rules.add_rule("learning.join", anyone)  # oneself and one's household, or as a guest: the action looks whom
rules.add_rule("learning.lead", is_person)  # the activities one teaches or helps in: the action looks which
rules.add_rule("learning.keep_seats", PLANNERS)  # the list: adding, removing, who came; names and contacts
rules.add_rule("learning.share_seats", PLANNERS)  # quotas and draws
rules.add_rule("learning.answer_own", anyone)  # one's own party, or who holds its link: the action looks which
rules.add_rule("learning.come_by_code", is_person)
rules.add_rule("learning.see_attendance", PLANNERS | role(Role.OFFICER, Role.ANALYST))  # counts alone
rules.add_rule("learning.tend_seats", is_system)
rules.add_rule("learning.forget_learner", is_system | role(Role.ADMINISTRATOR, Role.LIBRARIAN))

rules.add_rule("learning.keep_passport", is_person)  # one's own, and of those one acts for: the action looks whose
rules.add_rule("learning.stamp", PLANNERS)  # the code of the scope's space, paper passports, what looks odd
rules.add_rule("learning.see_challenges", anyone)
rules.add_rule("learning.join_challenge", is_person)  # oneself and those one acts for: the action looks whom
rules.add_rule("learning.plan_challenges", PLANNERS)  # and their groups and rewards, at the scope's space
rules.add_rule("learning.give_rewards", PLANNERS)
rules.add_rule("learning.advance", is_system)
