"""Azure Resource Graph in the lab: tables made of the world, this program's own queries over them, and the quota."""
