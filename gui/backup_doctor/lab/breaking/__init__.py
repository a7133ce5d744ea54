"""What can go wrong with a VM, one function per fault, a module per subject. Each takes a healthy VM from `build`."""
