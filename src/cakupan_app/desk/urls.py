"""Addresses of these rooms."""

from django.urls import include, path

from cakupan_app.desk import (
    agreed,
    card,
    definitions,
    drafts,
    explained,
    files,
    home,
    made,
    overview,
    received,
    sources,
)

urlpatterns = [
    path("home/", home.home, name="home"),
    path("", overview.overview, name="desk_overview"),
    path("areas/<str:code>/", overview.overview, name="desk_area"),
    path("areas/<str:code>/card.png", card.card, name="desk_card"),
    path("agreed/", agreed.start, name="desk_agreed"),
    path("agreed/<str:area>/", agreed.months, name="desk_agreed_area"),
    path("agreed/<str:area>/<str:month>/", agreed.month, name="desk_agreed_month"),
    path("definitions/", definitions.definitions, name="desk_definitions"),
    path("explain/", explained.explain, name="desk_explain"),
    path("glossary/", definitions.glossary, name="desk_glossary"),
    path("sources/", sources.sources, name="desk_sources"),
    path("snapshots/", sources.choose, name="desk_snapshots_chosen"),
    path("snapshots/<int:before>/<int:after>/", sources.compare, name="desk_snapshots"),
    path("files/", files.files, name="desk_files"),
    path("files/send/", files.send, name="desk_send"),
    path("files/forms/", files.form_to_fill, name="desk_forms"),
    path("files/drafts/<uuid:key>/", drafts.draft, name="desk_draft"),
    path("files/sent/<uuid:key>/", received.upload, name="desk_upload"),
    path("files/sent/<uuid:key>/marked/", received.marked_upload, name="desk_upload_marked"),
    path("files/forms/each/", files.forms_for_each, name="desk_forms_each"),
    path("files/made/<uuid:job>/", made.made, name="desk_made"),
    path("files/made/<uuid:job>/file/", made.fetch, name="desk_made_file"),
    path("files/publish/", received.publish, name="desk_publish"),
    path("files/publish/<uuid:job>/", received.publishing, name="desk_publishing"),
    path("files/<str:sha256>/", received.received, name="desk_file"),
    path("files/<str:sha256>/marked/", received.marked, name="desk_file_marked"),
    path("files/<str:sha256>/receipt/", received.receipt, name="desk_file_receipt"),
    path("files/<str:sha256>/<str:action>/", received.decide, name="desk_decide"),
    path("", include("cakupan_app.desk.urls_people")),
]
