"""The provider that draws."""
