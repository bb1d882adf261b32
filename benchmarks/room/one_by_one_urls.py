"""The view and address of one_by_one.py."""

import json
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone

from leerruimte.conversations.models import AskedQuestion
from leerruimte.encounters.models import Contribution, Encounter, Participation, Stance
from leerruimte.encounters.rules import one_of
from leerruimte.live.tokens import cookie_name, read_token


def write(request: HttpRequest, room: str) -> JsonResponse:
    """Keep stances, each judged with the rows it needs."""
    token = read_token(request.COOKIES[cookie_name("guest", room)])
    assert token is not None
    answers = []
    with transaction.atomic():
        by = Participation.objects.get(pk=UUID(token.subject))
        for item in json.loads(request.body)["writes"]:
            contribution = Contribution.objects.get(pk=UUID(item["contribution"]), encounter=by.encounter_id)
            AskedQuestion.objects.get(conversation=by.encounter_id, key=contribution.question)
            values = {"n": item["n"], "value": item["value"], "made_at": timezone.now(), "role": by.role}
            fixed = {"encounter_id": by.encounter_id, "participation": by, "contribution": contribution}
            Stance.objects.update_or_create(id=one_of(by.id, contribution.pk.hex), defaults={**values, **fixed})
            answers.append({"id": item["id"], "outcome": "kept", "message": "", "code": "", "field": ""})
        Encounter.objects.filter(pk=by.encounter_id).update(version=F("version") + 1)
    response = JsonResponse({"answers": answers})
    response["Content-Length"] = len(response.content)
    return response


urlpatterns = [path("live/<str:room>/write", write)]
