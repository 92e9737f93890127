"""What the contract suite of the stores stands on."""
