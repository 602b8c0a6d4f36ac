from django.urls import path

from rianru.web.credentials import publishing

urlpatterns = [
    path("c/<slug:short>", publishing.credential_document, name="credential_document"),
    path("credentials/issuers/<uuid:id>", publishing.issuer_document, name="issuer_document"),
    path("credentials/issuers/<uuid:id>/profile.json", publishing.issuer_profile, name="issuer_profile"),
    path("credentials/issuers/<uuid:id>/jwks.json", publishing.issuer_key_set, name="issuer_key_set"),
    path("credentials/achievements/<uuid:id>", publishing.achievement_document, name="achievement_document"),
    path("credentials/achievements/<uuid:id>/badge.png", publishing.achievement_picture, name="achievement_picture"),
    path("credentials/status/<uuid:id>/<slug:purpose>", publishing.status_list, name="status_list"),
    path("credentials/endorsements/<uuid:id>", publishing.endorsement_document, name="endorsement_document"),
    path("credentials/contexts/<str:name>", publishing.context, name="credential_context"),
]
