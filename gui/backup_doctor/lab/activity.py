"""The activity log, in the shape of the reference of Azure Monitor (activity logs, 2015-04-01) and of its event schema."""

from __future__ import annotations

import json
from datetime import datetime

from .answers import Json
from .identity import guid

GROUP_WRITE = "Microsoft.Resources/subscriptions/resourceGroups/write"


def refused_by_policy(subscription: str, operation: str, resource: str, assignment: str, at: datetime) -> Json:
    """A change that Azure Policy refused.

    Args:
        resource: the id of what was to be changed.
        assignment: the display name of the policy assignment.
    """
    policy = f"/subscriptions/{subscription}/providers/Microsoft.Authorization/policyDefinitions/{guid(assignment)}"
    target = resource.rpartition("/")[2]
    info = {
        "policyDefinitionDisplayName": assignment,
        "policyDefinitionId": policy,
        "policyDefinitionEffect": "Deny",
        "policyAssignmentDisplayName": assignment,
        "policyAssignmentScope": f"/subscriptions/{subscription}",
    }
    error = {
        "code": "RequestDisallowedByPolicy",
        "target": target,
        "message": f'Resource \'{target}\' was disallowed by policy. Policy identifiers: \'[{{"policyAssignment":{{"name":"{assignment}"}}}}]\'.',
        "additionalInfo": [{"type": "PolicyViolation", "info": info}],
    }
    properties = {"statusCode": "Forbidden", "statusMessage": json.dumps({"error": error})}
    return failed_event(subscription, operation, resource, at) | {"properties": properties}


def failed_event(subscription: str, operation: str, resource: str, at: datetime) -> Json:
    """A change that failed."""
    identity = guid(f"event/{operation}/{resource}/{at.isoformat()}")
    return {
        "authorization": {"action": operation, "scope": resource},
        "caller": "Microsoft.RecoveryServices",
        "channels": "Operation",
        "correlationId": guid(f"correlation/{identity}"),
        "eventDataId": identity,
        "eventName": {"value": "EndRequest", "localizedValue": "End request"},
        "category": {"value": "Administrative", "localizedValue": "Administrative"},
        "id": f"{resource}/events/{identity}/ticks/638993743650000000",
        "level": "Error",
        "resourceGroupName": resource.partition("/resourceGroups/")[2].partition("/")[0],
        "resourceProviderName": {"value": operation.partition("/")[0], "localizedValue": operation.partition("/")[0]},
        "resourceId": resource,
        "operationId": guid(f"operation/{identity}"),
        "operationName": {"value": operation, "localizedValue": operation},
        "properties": {"statusCode": "Conflict", "statusMessage": json.dumps({"error": {"code": "Conflict", "message": "The request failed."}})},
        "status": {"value": "Failed", "localizedValue": "Failed"},
        "subStatus": {"value": "Forbidden", "localizedValue": "Forbidden (HTTP Status Code: 403)"},
        "eventTimestamp": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "submissionTimestamp": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "subscriptionId": subscription,
    }
