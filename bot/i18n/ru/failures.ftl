# Failures, refusals and notices: one friendly sentence each that says what would work.

failure-internal = Что-то сломалось у нас. Ничего не списано, попробуйте ещё раз.
