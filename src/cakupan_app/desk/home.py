"""Where somebody arrives who has signed in: the first room that their role opens."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from cakupan_app.look.navigation import rooms_for


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    rooms = rooms_for(request.actor, request.path)  # type: ignore[attr-defined]
    return HttpResponseRedirect(rooms[0].url if rooms else reverse("account"))
