"""Prints every address of the site and its API as JSON: run with the settings of the site, in a process of its own."""

import json

import django

django.setup()

from django.urls import URLPattern, URLResolver, get_resolver  # noqa: E402


def _patterns(found: list[URLPattern | URLResolver]) -> list[str]:
    names: list[str] = []
    for one in found:
        if isinstance(one, URLResolver):
            names += _patterns(one.url_patterns)
        elif one.name:
            names.append(one.name)
    return names


from cakupan_app.api.site import api  # noqa: E402

if __name__ == "__main__":
    paths = [f"{method} {path}" for path, told in api.get_openapi_schema()["paths"].items() for method in told]
    print(json.dumps({"views": sorted(set(_patterns(get_resolver().url_patterns))), "api": sorted(paths)}))  # noqa: T201
