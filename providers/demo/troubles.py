"""Words in a prompt that make trouble for the demo, so that each ending can be seen without a service."""

FAIL = "demo:fail"  # fails half-way
MODERATION = "demo:moderation"  # is refused for its content
SLOW = "demo:slow"  # takes ten times as long
PARTIAL = "demo:partial"  # one of several pictures does not come
QUEUE = "demo:queue"  # waits behind others first
DOWN = "demo:down"  # the service is away

SLOWNESS = 10
PLACES = 5  # in the line, and
SECONDS_A_PLACE = 3.0
