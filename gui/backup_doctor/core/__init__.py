"""The domain: what a cause, a check and a diagnosis are. No Qt, no network, no Azure SDK."""
