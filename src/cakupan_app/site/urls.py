"""Which page answers at which address. English pages stand under /en/; programs ask under /api/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from cakupan_app.api.site import api

urlpatterns = [
    path("api/v1/", api.urls),
    *i18n_patterns(
        path("", include("cakupan_app.public.urls")),
        path("account/", include("cakupan_app.look.urls")),
        path("desk/", include("cakupan_app.desk.urls")),
        path("village/", include("cakupan_app.village.urls")),
        path("agency/", include("cakupan_app.agency.urls")),
        path("programs/", include("cakupan_app.api.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "cakupan_app.look.refusals.bad_request"
handler403 = "cakupan_app.look.refusals.forbidden"
handler404 = "cakupan_app.look.refusals.not_found"
handler500 = "cakupan_app.look.refusals.surprised"
