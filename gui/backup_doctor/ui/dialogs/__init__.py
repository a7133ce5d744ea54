"""Windows above the window: what is asked, planned and carried out."""
