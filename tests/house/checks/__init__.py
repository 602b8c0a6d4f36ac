"""What the house enforces about itself.

Every check is a function that looks at a tree or a registry and names each fault; it is tested on the house and on a
planted fault.
"""
