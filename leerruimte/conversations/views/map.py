"""The map of perspectives as a page and as a fragment."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leerruimte.conversations import access
from leerruimte.conversations.queries.map import map_seen
from leerruimte.live.tokens import set_token_cookie
from leerruimte.people.middleware import HttpRequestWho


@require_safe
@never_cache
def show_map(request: HttpRequestWho, conversation_id: UUID) -> HttpResponse:
    """The last map that was made; `?deel=1` gives the part of the page that changes."""
    conversation = access.get_seen(request.who, conversation_id)
    mine = access.participation_of(request.who, conversation)
    context = {"conversation": conversation, "mine": mine, "map": map_seen(conversation, mine)}
    if request.GET.get("deel"):
        return render(request, "conversations/_map.html", context)
    as_ = "guest" if mine else "lead"
    room = conversation.encounter.room
    answer = render(request, "conversations/map.html", {**context, "stream": f"/live/{room}/stream?as={as_}"})
    if mine is None:
        set_token_cookie(answer, "lead", room, str(conversation.lead_number))
    return answer
