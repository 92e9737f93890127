"""The Jimeng/Dreamina web site's protocol, for every vendor that goes through it: a floor below them."""
