"""Where somebody arrives who has signed in: the first room that their role opens."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from cakupan_app.look.acting import Asking
from cakupan_app.look.navigation import rooms_for


@require_safe
@login_required
def home(request: Asking) -> HttpResponse:
    rooms = rooms_for(request.actor, request.path)
    return HttpResponseRedirect(rooms[0].url if rooms else reverse("account"))
