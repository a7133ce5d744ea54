"""Azure Resource Graph: its queries, and how many of them Azure allows."""
