"""One rig per provider: what the contract suite needs to drive it against its stand-in."""
