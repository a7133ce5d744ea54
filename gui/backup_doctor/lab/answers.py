"""What the lab answers: a success, or one of ARM's errors in ARM's words."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as bytes: nothing in it can change any more."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, JSON body (None: an empty one) and headers of a response."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def encode(self) -> Response:
        """Write it out; the body may be part of the world, so the caller holds the world's lock."""
        return Response(self.status, b"" if self.body is None else json.dumps(self.body).encode(), self.headers)


class ArmError(Exception):
    """An error as Azure Resource Manager words it."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None, details: Sequence[Json] = ()) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}
        self.details = details

    @property
    def error(self) -> Json:
        """Code and message, as operations carry them too, and details where there are any."""
        return {"code": self.code, "message": self.message, **({"details": list(self.details)} if self.details else {})}

    @property
    def answer(self) -> Answer:
        """The same as an answer."""
        return Answer(self.status, {"error": self.error}, self.headers)


def lab_does_not_know(what: str) -> ArmError:
    """Azure would answer; the lab has no published source for how, and does not make one up."""
    return ArmError(501, "LabDoesNotKnow", f"The lab does not know what Azure answers here: {what}")


def subscription_not_found(subscription: str) -> ArmError:
    """404 for a subscription that no tenant has."""
    return ArmError(404, "SubscriptionNotFound", f"The subscription '{subscription}' could not be found.")


def group_not_found(group: str) -> ArmError:
    """404 for a resource group."""
    return ArmError(404, "ResourceGroupNotFound", f"Resource group '{group}' could not be found.")


def resource_not_found(kind: str, name: str, group: str) -> ArmError:
    """404 for a resource in a group that exists."""
    message = f"The Resource '{kind}/{name}' under resource group '{group}' was not found."
    return ArmError(404, "ResourceNotFound", f"{message} For more details please go to https://aka.ms/ARMResourceNotFoundFix")


def challenged(claims: str) -> ArmError:
    """A token that was good once and has to be got again, with these claims (claims challenges, 2024-05-29)."""
    encoded = base64.b64encode(claims.encode()).decode()
    message = "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp"
    authority = "https://login.microsoftonline.com/common/oauth2/authorize"
    challenge = f'Bearer realm="", authorization_uri="{authority}", error="insufficient_claims", claims="{encoded}"'
    return ArmError(401, "TokenIssuedBeforeRevocationTimestamp", message, {"WWW-Authenticate": challenge})


def wrong_tenant(issued_for: str, owner: str) -> ArmError:
    """A token of one tenant for a subscription of another (Azure/BatchExplorer issue 2052, 2019-06-25; header: recorded answer, 2022-09-05)."""
    message = (
        f"The access token is from the wrong issuer 'https://sts.windows.net/{issued_for}/'. It must match the tenant "
        f"'https://sts.windows.net/{owner}/' associated with this subscription. Please use the authority (URL) "
        f"'https://login.windows.net/{owner}' to get the token."
    )
    description = "The access token is from the wrong issuer. It must match the tenant associated with this subscription."
    challenge = f'Bearer authorization_uri="https://login.windows.net/{owner}", error="invalid_token", error_description="{description}"'
    return ArmError(401, "InvalidAuthenticationTokenTenant", message, {"WWW-Authenticate": challenge})


def no_valid_subscriptions(named: Sequence[str]) -> ArmError:
    """Resource Graph, asked for none but subscriptions that the account does not see (Azure/aztfexport issue 491, 2024-01-03)."""
    given = ",".join(named)
    detail = f"There must be at least one subscription that is eligible to contain resources. Given: '{given}'."
    details = [{"code": "NoValidSubscriptionsInQueryRequest", "message": detail}]
    return ArmError(400, "BadRequest", "Please provide below info when asking for support: timestamp, correlationId.", details=details)


def authorization_failed(user: str, object_id: str, action: str, scope: str) -> ArmError:
    """403 in ARM's own words, from which the program reads the missing permission and its scope."""
    message = (
        f"The client '{user}' with object id '{object_id}' does not have authorization to perform action '{action}' over scope '{scope}' "
        "or the scope is invalid. If access was recently granted, please refresh your credentials."
    )
    return ArmError(403, "AuthorizationFailed", message)


def scope_locked(scope: str, operation: str, locked: list[str]) -> ArmError:
    """``operation`` is ARM's word: ``delete`` or ``write``."""
    names = ",".join(f"'{name}'" for name in locked)
    message = f"The scope '{scope}' cannot perform {operation} operation because following scope(s) are locked: {names}."
    return ArmError(409, "ScopeLocked", f"{message} Please remove the lock and try again.")


def vm_not_running() -> ArmError:
    """Source: hashicorp/terraform-provider-azurerm issues 477 and 6098."""
    return ArmError(409, "OperationNotAllowed", "Cannot modify extensions in the VM when the VM is not running.")


def agent_not_reporting() -> ArmError:
    """How anything that goes through a silent guest agent ends (restore-point-troubleshooting, 2023-04-12)."""
    return ArmError(
        409,
        "VMAgentStatusCommunicationError",
        "VM has not reported status for VM agent or extensions. Verify that the OS is up and healthy, the VM has a running VM agent, "
        "and that it can establish outbound connections to Azure storage.",
    )


def bad_request(code: str, message: str) -> ArmError:
    """400 with a code of its own."""
    return ArmError(400, code, message)
