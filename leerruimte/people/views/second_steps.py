"""Adding a second step: whoever just did so has shown it, and goes back to where they were."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.mixins import NextRedirectMixin
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpResponse
from django.urls import reverse


class ShownByAdding(NextRedirectMixin):  # type: ignore[misc]
    """What both views of allauth do the same: note that it was shown, then show the emergency codes or go back."""

    type: str

    def form_valid(self, form: Any) -> HttpResponse:
        """Add it. That took the key itself, or a code of the app: it counts as shown."""
        answer: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=self.type)
        return answer

    def get_success_url(self) -> str:
        """The emergency codes when they are new, with the way back."""
        if self.did_generate_recovery_codes:
            return str(self.passthrough_next_url(reverse("mfa_view_recovery_codes")))
        return str(self.get_next_url() or reverse("mfa_index"))


class AddPasskey(ShownByAdding, AddWebAuthnView):  # type: ignore[misc]
    """A passkey."""

    type = "webauthn"


class AddApp(ShownByAdding, ActivateTOTPView):  # type: ignore[misc]
    """An app with codes."""

    type = "totp"


class ShowCodes(NextRedirectMixin, ViewRecoveryCodesView):  # type: ignore[misc]
    """The emergency codes, with the way back to where a second step was asked for."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With an address that is ours, whatever stood in the link."""
        return {**super().get_context_data(**kwargs), "back": self.get_next_url()}


add_passkey = AddPasskey.as_view()
add_app = AddApp.as_view()
show_codes = ShowCodes.as_view()
