"""The list of virtual machines: what the account sees, with the last backup of each."""
