"""Addresses of these rooms."""

from django.urls import path

from cakupan_app.desk import agreed, card, definitions, home, overview, sources

urlpatterns = [
    path("home/", home.home, name="home"),
    path("", overview.overview, name="desk_overview"),
    path("areas/<str:code>/", overview.overview, name="desk_area"),
    path("areas/<str:code>/card.png", card.card, name="desk_card"),
    path("agreed/", agreed.start, name="desk_agreed"),
    path("agreed/<str:area>/", agreed.months, name="desk_agreed_area"),
    path("agreed/<str:area>/<str:month>/", agreed.month, name="desk_agreed_month"),
    path("definitions/", definitions.definitions, name="desk_definitions"),
    path("glossary/", definitions.glossary, name="desk_glossary"),
    path("sources/", sources.sources, name="desk_sources"),
    path("snapshots/", sources.choose, name="desk_snapshots_chosen"),
    path("snapshots/<int:before>/<int:after>/", sources.compare, name="desk_snapshots"),
]
