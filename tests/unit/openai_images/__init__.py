"""OpenAI's images API and the relays that speak it."""
