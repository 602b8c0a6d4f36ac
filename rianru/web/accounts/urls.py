"""Addresses of signing in, of one's own page, and of the roles of others.

allauth's pages keep their names; those we extend come first, and none answers to a method it was not written for.
"""

from collections.abc import Iterable

from allauth.account import urls as account_urls
from allauth.mfa import urls as mfa_urls
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_http_methods

from rianru.web.accounts import codes, fresh, identities, passkeys, recovery, roles, sessions, sign_in, views
from rianru.web.accounts.providers import views as providers

only_pages = require_http_methods(["GET", "HEAD", "POST"])
OURS = {
    "account_login": sign_in.LoginView.as_view(),
    "account_confirm_login_code": sign_in.ConfirmLoginCodeView.as_view(),
    "mfa_activate_totp": sign_in.ActivateTOTPView.as_view(),
    "mfa_view_recovery_codes": codes.ViewCodesView.as_view(),
    "mfa_download_recovery_codes": codes.DownloadCodesView.as_view(),
    "mfa_authenticate": passkeys.AuthenticateView.as_view(),
    "mfa_list_webauthn": passkeys.ListView.as_view(),
    "mfa_add_webauthn": passkeys.AddView.as_view(),
    "mfa_edit_webauthn": passkeys.EditView.as_view(),
    "mfa_remove_webauthn": passkeys.RemoveView.as_view(),
    "mfa_login_webauthn": passkeys.SignInView.as_view(),
    "mfa_reauthenticate_webauthn": passkeys.ReauthenticateView.as_view(),
}


def pages(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """allauth's patterns with our views in place of its own, for GET and POST only: its forms would take a PUT."""
    return [
        URLPattern(each.pattern, only_pages(OURS.get(each.name or "", each.callback)), each.default_args, each.name)
        if isinstance(each, URLPattern)
        else URLResolver(each.pattern, pages(each.url_patterns), each.default_kwargs)
        for each in patterns
    ]


urlpatterns = [
    path("accounts/", include(pages(account_urls.urlpatterns))),
    path("accounts/2fa/", include(pages(mfa_urls.urlpatterns))),
    path("accounts/with/<slug:code>/", providers.begin, name="provider_begin"),
    path("accounts/with/<slug:code>/back/", providers.back, name="provider_back"),
    path("accounts/with/<slug:code>/email/", providers.email, name="provider_email"),
    path("accounts/with/<slug:code>/code/", providers.proof, name="provider_code"),
    path("accounts/reauthenticate/code/", fresh.by_code, name="account_reauthenticate_code"),
    path("accounts/recovery/", recovery.recovery, name="account_recovery"),
    path("accounts/recovery/<str:token>/stop/", recovery.stop, name="account_recovery_stop"),
    path("account/sessions/", sessions.sessions, name="account_sessions"),
    path("account/providers/", identities.identities, name="account_identities"),
    path("account/providers/<slug:code>/unlink/", identities.unlink, name="account_unlink"),
    path("account/", views.account, name="account"),
    path("account/profile/", views.profile, name="account_profile"),
    path("account/consents/<slug:purpose>/", views.consent, name="account_consent"),
    path("theme/", views.theme, name="theme"),
    path("people/", roles.people_list, name="people"),
    path("people/grant/", roles.grant, name="people_grant"),
    path("people/roles/<uuid:grant_id>/end/", roles.end, name="people_end"),
    path("sign-in-link/<str:token>/", sign_in.sign_in_link, name="sign_in_link"),
    path("demo/sign-in/<slug:key>/", sign_in.demo_sign_in, name="demo_sign_in"),
]
