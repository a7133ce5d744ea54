"""What we know of Azure Backup's failures: codes, causes, checks, words. No Qt, no network."""
