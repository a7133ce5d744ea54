"""Who is asking: the ways to sign in to Microsoft Entra, and staying signed in."""
