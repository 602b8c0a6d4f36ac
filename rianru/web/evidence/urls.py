from django.urls import path

from rianru.web.evidence import aiming, goals, keeping, leading, networks, phases, standards, training, visiting

urlpatterns = [
    path("networks/", networks.networks, name="networks"),
    path("networks/<slug:code>/", networks.network, name="network"),
    path("networks/<slug:code>/join/", networks.join, name="network_join"),
    path("desk/networks/", leading.lead_networks, name="lead_networks"),
    path("desk/networks/<slug:code>/", leading.lead_network, name="lead_network"),
    path("desk/networks/<slug:code>/<slug:space>/", leading.lead_member, name="lead_member"),
    path("caretakers/", training.caretakers, name="caretakers"),
    path("standards/<slug:code>/", standards.standard, name="standard"),
    path("desk/standards/", keeping.own_standards, name="own_standards"),
    path("desk/standards/<uuid:id>/", keeping.assessment, name="assessment"),
    path("desk/standards/<uuid:id>/<uuid:file>/", keeping.assessment_file, name="assessment_file"),
    path("desk/visits/", visiting.visits, name="visits"),
    path("desk/visits/<uuid:id>/", visiting.visit, name="visit"),
    path("phases/", phases.phases, name="phases"),
    path("phases/<slug:code>/", phases.phase, name="phase"),
    path("phases/<slug:code>/table.csv", phases.phase_file, name="phase_file"),
    path("phases/<slug:code>/<uuid:id>/", phases.phase_behind, name="phase_behind"),
    path("desk/phases/", leading.lead_phases, name="lead_phases"),
    path("desk/phases/<uuid:id>/", leading.lead_phase, name="lead_phase"),
    path("desk/phases/<uuid:id>/targets/", aiming.phase_targets, name="phase_targets"),
    path("desk/targets/", aiming.own_targets, name="own_targets"),
    path("desk/targets/<slug:code>/", aiming.network_targets, name="network_targets"),
    path("desk/targets/<slug:code>/table.csv", aiming.network_targets_file, name="network_targets_file"),
    path("goals/", goals.goals, name="goals"),
]
