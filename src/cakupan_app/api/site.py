"""The API of the site under /api/v1."""

from ninja import NinjaAPI

api = NinjaAPI(title="Cakupan", version="1", urls_namespace="api", docs_url=None)
