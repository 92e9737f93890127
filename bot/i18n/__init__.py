"""Every word that people read, in their language; the two doors alone use it."""
