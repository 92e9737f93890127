"""The page's server side, without a browser."""
