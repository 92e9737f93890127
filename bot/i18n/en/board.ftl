# The board: one message about all orders of a busy group, a line each. Arguments come escaped.

board-title =
    { $count ->
        [one] 📋 <b>{ $count } order under way</b>
       *[other] 📋 <b>{ $count } orders under way</b>
    }
board-line = { $number }. { $what } · { $state }
board-state = { $provider } · { $state }
board-state-batch = { $done } of { $total } done
board-more =
    { $count ->
        [one] … and { $count } more order
       *[other] … and { $count } more orders
    }
board-note = Each result comes in answer to its order.
board-button-cancel = ✖️ { $number }
