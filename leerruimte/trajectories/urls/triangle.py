"""Addresses of triangle conversations: each page by account, and the same page by a personal link."""

from django.urls import URLPattern, URLResolver, path

from leerruimte.trajectories.views import triangle, triangle_after, triangle_together

# Name -> (what comes after the address of the conversation, view).
PAGES = {
    "triangle": ("", triangle.show_triangle),
    "triangle_answer": ("data/", triangle.answer),
    "triangle_add_dates": ("data/erbij/", triangle.add_dates),
    "triangle_pick": ("data/kiezen/", triangle.pick),
    "triangle_call_off": ("afzeggen/", triangle.call_off),
    "triangle_calendar": ("gesprek.ics", triangle.calendar),
    "triangle_prepare": ("voorbereiden/", triangle_together.prepare),
    "triangle_keep": ("voorbereiden/bewaren/", triangle_together.keep),
    "triangle_ready": ("klaar/", triangle_together.ready),
    "triangle_open": ("naast-elkaar/", triangle_together.lay_open),
    "triangle_together": ("samen/", triangle_together.together),
    "triangle_state": ("samen/stand/", triangle_together.state),
    "triangle_write": ("samen/regel/", triangle_together.write),
    "triangle_sign": ("samen/bevestigen/", triangle_together.sign),
    "triangle_history": ("samen/eerder/<str:place>/", triangle_together.history),
    "triangle_back": ("terugblik/", triangle_after.look_back),
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("traject/<int:trajectory_id>/driehoek/", triangle.show_triangles, name="triangles"),
    path("traject/<int:trajectory_id>/driehoek/nieuw/", triangle.plan, name="plan_triangle"),
    path("traject/<int:trajectory_id>/afspraak/<int:number>/", triangle.show_agreement, name="agreement"),
    path("driehoek/met/<str:token>/", triangle.show_member, name="member_by_link"),
    path("driehoek/met/<str:token>/afspraak/<int:number>/", triangle.show_agreement_by_link, name="agreement_by_link"),
    path("driehoek/met/<str:token>/ervaringen/", triangle_after.experiences_by_link, name="experiences_by_link"),
    path("driehoek/<uuid:triangle_id>/link/", triangle.renew_link, name="triangle_renew_link"),
    path("ervaringen/<slug:slug>/", triangle_after.experiences, name="experiences"),
    *(path(f"driehoek/<uuid:triangle_id>/{end}", view, name=name) for name, (end, view) in PAGES.items()),
    *(
        path(f"driehoek/met/<str:token>/<uuid:triangle_id>/{end}", view, name=f"{name}_by_link")
        for name, (end, view) in PAGES.items()
    ),
]
