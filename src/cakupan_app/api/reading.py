"""What programs may ask, as a page for whoever writes one: made from the description that the API gives of itself."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cakupan_app.api.site import api

_OURS = "cakupan_app_api_"  # what django-ninja puts before the name of an operation, for the package it stands in
_SOME_OF = re.compile(r"\^\(\((?P<names>[a-z_|]+)\)")  # as `answering.some_of` writes it
_ONE_OF = re.compile(r"\^\((?P<names>[a-z_|]+)\)\$")


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    asked = list(operations_told())
    statuses = sorted({status for one in asked for status in one["statuses"]})
    return render(request, "api/programs.html", {"asked": asked, "statuses": statuses})


def operations_told() -> Iterator[Mapping[str, Any]]:
    """Each question that may be asked: its address, the code of its sentence, what goes with it, what may come back."""
    schema = api.get_openapi_schema()
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            yield {
                "id": told["operationId"].removeprefix(_OURS),
                "said": f"api_{told['operationId'].removeprefix(_OURS)}",
                "method": method.upper(),
                "path": path,
                "parameters": [*_parameters(told), *_of_body(told)],
                "statuses": sorted(map(str, told["responses"])),
            }


def _parameters(told: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return [
        {"name": one["name"], "needed": one.get("required", False), "form": form_of(one.get("schema", {}))}
        for one in told.get("parameters", ())
    ]


def _of_body(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What is sent as JSON, where a question has a body."""
    for content in told.get("requestBody", {}).get("content", {}).values():
        body = _referred(content["schema"])
        for name, schema in body["properties"].items():
            yield {"name": name, "needed": name in body.get("required", ()), "form": form_of(schema)}


def _referred(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema itself, where another is only pointed to."""
    if "$ref" not in schema and "allOf" not in schema:
        return schema
    reference = schema.get("$ref") or schema["allOf"][0]["$ref"]
    found: Mapping[str, Any] = api.get_openapi_schema()["components"]["schemas"][reference.rsplit("/", 1)[1]]
    return found


def form_of(schema: Mapping[str, Any]) -> str:
    """What a parameter may be: an example, names of which some are asked for, a choice, or a type with its bounds.

    >>> form_of({"type": "integer", "minimum": 1}), form_of({"anyOf": [{"type": "string"}, {"type": "null"}]})
    ('integer ≥ 1', 'string')
    """
    if "anyOf" in schema:
        return ", ".join(dict.fromkeys(form_of(one) for one in schema["anyOf"] if one.get("type") != "null"))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "$ref" in schema or "allOf" in schema:
        return form_of(_referred(schema))
    if schema.get("type") == "object" and "properties" in schema:
        return f"{{{', '.join(schema['properties'])}}}"
    if "items" in schema:
        return f"[{form_of(schema['items'])}]"
    if "examples" in schema:
        return str(schema["examples"][0])
    if some := _SOME_OF.match(schema.get("pattern", "")):
        return ",".join(some["names"].split("|"))
    if one := _ONE_OF.match(schema.get("pattern", "")):
        return " | ".join(one["names"].split("|"))
    bounds = [f"{sign} {schema[name]}" for name, sign in (("minimum", "≥"), ("maximum", "≤")) if name in schema]
    return " ".join([str(schema.get("type", "string")), *bounds])
