"""Recovery codes: shown once, for ten minutes in the browser that made them, to print or keep; counted ever after."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

MINUTES = 10
PLACE = "recovery_codes_shown"


def still_shown(request: HttpRequest) -> bool:
    """Whether this browser may see the codes: nobody has yet, or it was this one, just now. Notes that it has."""
    codes = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes is None:
        return True  # there are none: the page says so
    kept = request.session.get(PLACE) or {}
    if not codes.wrap().did_view:
        request.session[PLACE] = {"id": codes.pk, "until": time.time() + MINUTES * 60}
        return True
    return bool(kept.get("id") == codes.pk and time.time() < kept.get("until", 0))


class ViewCodesView(recovery.ViewRecoveryCodesView):  # type: ignore[misc]
    """The codes while they are shown; afterwards how many are left."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without the codes where they were shown before."""
        shown = still_shown(self.request)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        codes = context["unused_codes"]
        return {**context, "shown": shown, "left": len(codes), "unused_codes": codes if shown else []}


class DownloadCodesView(recovery.DownloadRecoveryCodesView):  # type: ignore[misc]
    """The same as a file, while they are shown."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Back to the page afterwards, which says what can be done."""
        if request.user.is_authenticated and not still_shown(request):
            return redirect("mfa_view_recovery_codes")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer
