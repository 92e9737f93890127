# Табло: одно сообщение обо всех заказах оживлённой группы, по строке на заказ. Аргументы уже экранированы.

board-title =
    { $count ->
        [one] 📋 <b>{ $count } заказ в работе</b>
        [few] 📋 <b>{ $count } заказа в работе</b>
       *[other] 📋 <b>{ $count } заказов в работе</b>
    }
board-line = { $number }. { $what } · { $state }
board-state = { $provider } · { $state }
board-state-batch = готово: { $done } из { $total }
board-more =
    { $count ->
        [one] … и ещё { $count } заказ
        [few] … и ещё { $count } заказа
       *[other] … и ещё { $count } заказов
    }
board-note = Каждый результат придёт ответом на свой заказ.
board-button-cancel = ✖️ { $number }
