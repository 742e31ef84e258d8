"""Reading a request: shape only, the rules are elsewhere."""

from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import Serializer


def read(shape: type[Serializer[Any]], request: Request, *, partial: bool = False) -> Any:
    """The body's values, or a 400 that says which field is wrong."""
    asked = shape(data=request.data, partial=partial)
    asked.is_valid(raise_exception=True)
    return asked.validated_data


def read_query(shape: type[Serializer[Any]], request: Request) -> Any:
    """The filters that say something: `?q=&department=` asks for nothing in particular."""
    asked = shape(data={name: value for name, value in request.query_params.items() if value})
    asked.is_valid(raise_exception=True)
    return asked.validated_data
