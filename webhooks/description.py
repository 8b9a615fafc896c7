"""What a receiver has to know, as the ``webhooks`` of an OpenAPI 3.1 document: made of the messages themselves."""

from typing import Any

from webhooks.messages import SCHEMAS
from webhooks.states import Event

HEADERS = {
    "webhook-id": "The name of the message, the same each time that it is sent: what has it already was sent again.",
    "webhook-timestamp": "When it was sent, in seconds since 1970. What is older than some minutes is a copy.",
    "webhook-signature": (
        "“v1,” and the base64 of the HMAC-SHA256 of id, timestamp and body, joined by dots; for a day after the secret "
        "was replaced two of them, with a blank between. The key is what follows “whsec_” in the secret, as base64."
    ),
}
RECEIVED = "Any status from 200 to 299 says that it arrived; anything else, or none within 10 seconds, is tried again."
PLACE = "#/components/schemas/{model}"


def described() -> tuple[dict[str, Any], dict[str, Any]]:
    """Each message by its name, and the schemas that they refer to."""
    webhooks: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for event, schema in SCHEMAS.items():
        told = schema.model_json_schema(ref_template=PLACE)
        schemas |= told.pop("$defs", {}) | {schema.__name__: told}
        webhooks[event.value] = {"post": message(event, schema.__name__, told["description"])}
    return webhooks, schemas


def message(event: Event, schema: str, says: str) -> dict[str, Any]:
    """One message, as a request that a receiver answers."""
    content = {"application/json": {"schema": {"$ref": PLACE.format(model=schema)}}}
    return {
        "operationId": event.name.lower(),
        "summary": str(event.label),
        "description": says,
        "tags": ["Webhooks"],
        "parameters": [
            {"in": "header", "name": name, "required": True, "description": words, "schema": {"type": "string"}}
            for name, words in HEADERS.items()
        ],
        "requestBody": {"required": True, "content": content},
        "responses": {"2XX": {"description": RECEIVED}},
    }
