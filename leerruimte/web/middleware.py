"""Headers for which Django has no setting."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# What pages never ask of a phone; a script that got in could not either.
NEVER_ASKED = "camera microphone geolocation payment usb serial midi accelerometer gyroscope magnetometer"
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in NEVER_ASKED.split())


def headers_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Nothing from the phone but what people type; nothing of ours inside other sites."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return middleware
