"""Addresses of trajectories: triangle.

A conversation that is being planned, one that lies side by side and one that was confirmed, each of STUDENT, MENTOR,
INSTITUTE_EDUCATOR and a mentor without account. Whoever carries a personal link is that mentor, signed in or not.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from leerruimte.base.client_ids import new_id
from leerruimte.people.models import Role
from leerruimte.people.tests.make import who_is
from leerruimte.trajectories.access.triangle import active_members, link_of
from leerruimte.trajectories.actions.triangle import plan_triangle
from leerruimte.trajectories.models import TriangleConversation
from leerruimte.trajectories.tests.make_triangle import LEARNER, a_guest, all_written, confirmed, seats_of, side_by_side
from tests.access_people import EVERYBODY, HERE
from tests.access_rows import Row

THREE = frozenset({Role.STUDENT, Role.MENTOR, Role.INSTITUTE_EDUCATOR})
PASSERS_BY = ("nobody", "guest", "leader", "host", "other guest", "other leader", "other host", "person")
WHO_HAS_THE_LINK = frozenset({*PASSERS_BY, *EVERYBODY})
# Who sits on one of the three sides in the partnership reads what their own side shared.
ON_A_SIDE = frozenset(HERE) - {Role.RESEARCHER, Role.COORDINATOR, Role.STEERING}


def make_things(things: Any) -> None:
    """What these addresses are about."""
    things.more["guest"] = a_guest(things.trajectory)
    things.more["agreement"] = confirmed(_planned(things))
    together = _planned(things)
    side_by_side(together)
    all_written(seats_of(together)[LEARNER])
    TriangleConversation.objects.filter(pk=together.pk).update(phase="called_off")
    things.more["planned"] = _planned(things, dates=2)
    # Nobody who is still there planned it: each of them picks the date.
    TriangleConversation.objects.filter(pk=things.more["planned"].pk).update(planned_by=None)
    TriangleConversation.objects.filter(pk=together.pk).update(phase="together")
    things.more["together"] = TriangleConversation.objects.get(pk=together.pk)


def _planned(things: Any, dates: int = 1) -> TriangleConversation:
    begins = timezone.now() + timedelta(days=7)
    return plan_triangle(
        by=who_is(things.people[Role.STUDENT]),
        trajectory=things.trajectory,
        triangle_id=new_id(),
        members=list(active_members(things.trajectory)),
        outcomes=["PED-11", "DID-11"],
        dates=[begins + timedelta(days=number) for number in range(dates)],
        way=TriangleConversation.Way.OWN_SCREENS,
    )


def _of(name: str, **more: Any) -> Callable[[Any], Mapping[str, Any]]:
    return lambda cast: {"triangle_id": cast.things.more[name].pk, **more}


def _by_link(name: str, **more: Any) -> Callable[[Any], Mapping[str, Any]]:
    return lambda cast: {
        "triangle_id": cast.things.more[name].pk,
        "token": link_of(cast.things.more["guest"]),
        **more,
    }


def _token(cast: Any, **more: Any) -> Mapping[str, Any]:
    return {"token": link_of(cast.things.more["guest"]), **more}


def _dates(_cast: Any) -> Mapping[str, Any]:
    return {"date_1": (timezone.localtime() + timedelta(days=20)).strftime("%Y-%m-%dT%H:%M")}


def _option(cast: Any) -> Mapping[str, Any]:
    return {"option": str(cast.things.more["planned"].options.first().pk)}


def _answer(cast: Any) -> Mapping[str, Any]:
    return {str(cast.things.more["planned"].options.first().pk): "yes"}


# Page -> (method, which conversation, what is sent, more of the address).
PAGES: Mapping[str, tuple[str, str, Callable[[Any], Mapping[str, Any]], Mapping[str, Any]]] = {
    "triangle": ("get", "planned", lambda _cast: {}, {}),
    "triangle_answer": ("post", "planned", _answer, {}),
    "triangle_add_dates": ("post", "planned", _dates, {}),
    "triangle_pick": ("post", "planned", _option, {}),
    "triangle_call_off": ("post", "planned", lambda _cast: {}, {}),
    "triangle_calendar": ("get", "together", lambda _cast: {}, {}),
    "triangle_prepare": ("get", "planned", lambda _cast: {}, {}),
    "triangle_keep": ("post", "planned", lambda _cast: {"place": "0-good", "0-good": "Rustig.", "n": "1"}, {}),
    "triangle_ready": ("post", "planned", lambda _cast: {"ready": "1"}, {}),
    "triangle_open": ("post", "planned", lambda _cast: {"also_unready": "1"}, {}),
    "triangle_together": ("get", "together", lambda _cast: {}, {}),
    "triangle_state": ("get", "together", lambda _cast: {}, {}),
    "triangle_write": (
        "post", "together", lambda _cast: {"place": "0-good", "id": str(new_id()), "0-good": "Rustig."}, {},
    ),
    "triangle_sign": ("post", "together", lambda cast: {"revision": cast.things.more["together"].revision}, {}),
    "triangle_history": ("get", "together", lambda _cast: {}, {"place": "1-good"}),
    "triangle_back": ("get", "together", lambda _cast: {}, {}),
}  # fmt: skip


def rows() -> Iterator[Row]:
    """Who may what."""
    here = lambda cast: {"trajectory_id": cast.things.trajectory.pk}  # noqa: E731
    yield Row("trajectories:triangles", THREE, at=here)
    yield Row("trajectories:plan_triangle", THREE, at=here)
    yield Row("trajectories:plan_triangle", frozenset(), "post", at=here, answer=dict.fromkeys(THREE, 422))
    yield Row("trajectories:agreement", THREE, at=lambda cast: {**here(cast), "number": 1})
    yield Row("trajectories:member_by_link", WHO_HAS_THE_LINK, at=_token)
    yield Row("trajectories:agreement_by_link", WHO_HAS_THE_LINK, at=lambda cast: _token(cast, number=1))
    yield Row("trajectories:experiences_by_link", WHO_HAS_THE_LINK, at=_token)
    yield Row("trajectories:experiences", ON_A_SIDE, at=lambda cast: {"slug": cast.partnership.slug})
    yield Row(
        "trajectories:triangle_renew_link", THREE, "post", at=_of("planned"),
        data=lambda cast: {"member": str(cast.things.more["guest"].pk)},
    )  # fmt: skip
    for name, (method, which, data, more) in PAGES.items():
        yield Row(f"trajectories:{name}", THREE, method, at=_of(which, **more), data=data)
        yield Row(f"trajectories:{name}_by_link", WHO_HAS_THE_LINK, method, at=_by_link(which, **more), data=data)
    prepare = {"data": lambda _cast: {"0-good": "Rustig."}}
    yield Row("trajectories:triangle_prepare", THREE, "post", at=_of("planned"), **prepare)
    yield Row("trajectories:triangle_prepare_by_link", WHO_HAS_THE_LINK, "post", at=_by_link("planned"), **prepare)
    back = {"data": lambda _cast: {"how": "4", "seen": "mine"}}
    yield Row("trajectories:triangle_back", THREE, "post", at=_of("together"), **back)
    yield Row("trajectories:triangle_back_by_link", WHO_HAS_THE_LINK, "post", at=_by_link("together"), **back)
