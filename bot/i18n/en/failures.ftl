# Failures, refusals and notices: one friendly sentence each that says what would work.

failure-internal = Something went wrong on our side. Nothing was charged; please try again.
