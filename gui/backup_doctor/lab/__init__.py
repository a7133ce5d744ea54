"""The embedded Azure: an ARM server on loopback whose VMs are healthy or broken in known ways."""
