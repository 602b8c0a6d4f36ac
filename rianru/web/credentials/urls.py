from django.urls import path

from rianru.web.credentials import defining, desk, issuing, own, page, showing, statement, verifying

urlpatterns = [
    path("c/<slug:short>/", page.credential, name="credential"),
    path("c/<slug:short>/<str:name>", page.credential_file, name="credential_file"),
    path("credentials/", showing.achievements, name="achievements"),
    path("credentials/achievements/<uuid:id>/", showing.achievement, name="achievement"),
    path("credentials/issuers/<uuid:id>/", showing.issuer, name="issuer"),
    path("verify/", verifying.verify, name="verify"),
    path("verify/seen.json", verifying.verify_seen, name="verify_seen"),
    path("verify/worker.js", verifying.verify_worker, name="verify_worker"),
    path("me/credentials/", own.my_credentials, name="my_credentials"),
    path("me/credentials/statement/", statement.my_statement, name="my_statement"),
    path("me/credentials/statement/<str:name>", statement.my_statement_file, name="my_statement_file"),
    path("me/credentials/<slug:short>/", own.my_credential, name="my_credential"),
    path("desk/credentials/", desk.desk_credentials, name="desk_credentials"),
    path("desk/credentials/issue/", issuing.desk_issue, name="desk_issue"),
    path("desk/credentials/definitions/", defining.definitions, name="definitions"),
    path("desk/credentials/definitions/new/", defining.definition, name="definition_new"),
    path("desk/credentials/definitions/<uuid:id>/", defining.definition, name="definition"),
    path("desk/credentials/definitions/<uuid:id>/certificates.pdf", desk.desk_certificates, name="desk_certificates"),
    path("desk/credentials/<slug:short>/", desk.desk_credential, name="desk_credential"),
]
