"""Pictures: opening, cleaning, fitting, showing."""
