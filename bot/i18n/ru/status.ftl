# Сообщение о ходе работы, подписи результатов и кнопки. Все тексты — HTML; аргументы уже экранированы.

status-provider =
    { $provider ->
        [jimeng] Jimeng
        [hidream] HiDream
        [ideogram] Ideogram
        [ideogram_gateway] Ideogram
        [openai] OpenAI
        [dreamina_mcp] Dreamina
        [local] Встроенный движок
        [demo] Демо
       *[other] { $provider }
    }

status-accepted = ⏳ <b>Принято</b>, сейчас начнём
status-waiting =
    { $place ->
        [0] ⏳ <b>В очереди</b>: вы следующий
        [one] ⏳ <b>В очереди</b>: перед вами { $place } задание
        [few] ⏳ <b>В очереди</b>: перед вами { $place } задания
       *[other] ⏳ <b>В очереди</b>: перед вами { $place } заданий
    }
status-submitting = 📨 <b>{ $provider }</b> получает заказ
status-working-generate = 🎨 <b>{ $provider }</b> рисует
status-working-edit = 🖌 <b>{ $provider }</b> правит картинку
status-working-upscale = 🔍 <b>{ $provider }</b> увеличивает
status-provider-queue =
    { $place ->
        [one] ⏳ { $provider }: впереди { $place } заказ
        [few] ⏳ { $provider }: впереди { $place } заказа
       *[other] ⏳ { $provider }: впереди { $place } заказов
    }
status-delivering = 📦 <b>Готово</b>, отправляю
status-cancelling = ✋ <b>Отменяю</b>
status-bar = { $bar } { $percent } %
status-left-moment = ещё несколько секунд
status-left-seconds = осталось около { $seconds } с
status-left-minutes = осталось около { $minutes } мин
status-back = ↩️ Снова здесь после перезапуска, всё ещё { $percent } %
status-back-plain = ↩️ Снова здесь после перезапуска, ничего не потеряно

status-batch =
    { $total ->
        [one] 🔍 <b>{ $total } картинка</b>, готово: { $done }
        [few] 🔍 <b>{ $total } картинки</b>, готово: { $done }
       *[other] 🔍 <b>{ $total } картинок</b>, готово: { $done }
    }
status-line-waiting =
    { $place ->
        [0] следующая
       *[other] в очереди, впереди { $place }
    }
status-line-accepted = в очереди
status-line-working = в работе
status-line-delivering = отправляю
status-line-done = ✅ готово
status-line-cancelling = отменяю
status-line-cancelled = отменено

status-cancelled = ✋ <b>Отменено.</b>
status-nothing-charged = Ничего не списано.
status-nothing-charged-left = Ничего не списано (на сегодня осталось { $left }).

status-done =
    { $count ->
        [one] ✅ <b>{ $count } картинка</b> · { $provider }
        [few] ✅ <b>{ $count } картинки</b> · { $provider }
       *[other] ✅ <b>{ $count } картинок</b> · { $provider }
    }
status-done-upscale = ✅ <b>{ $width }×{ $height }</b> · { $provider }
status-numbered = { $number } · { $width }×{ $height }
status-delivered-part = Доставлено { $delivered } из { $wanted }
status-made-by-model = { $provider } · { $model }
status-copy = Оригинал здесь больше не хранится; это копия Telegram.
status-too-large = Файл больше, чем Telegram принимает от бота; это предпросмотр.

status-button-cancel = ✖️ Отменить
status-button-cancel-all = ✖️ Отменить все
status-button-again = 🔄 Ещё раз
status-button-try-again = 🔄 Повторить
status-button-try-again-number = 🔄 Повторить { $number }
status-button-twice = 🔍 2x
status-button-twice-number = 2x №{ $number }
status-button-four-times = 🔍 4x
status-button-four-times-number = 4x №{ $number }
status-button-show = { $number }
status-button-show-all = 🖼 Все
status-button-original = 📎 Оригинал
status-button-originals = 📎 Оригиналы
status-button-twice-all = 2x все
status-button-four-times-all = 4x все
status-button-vary = 🎲 Вариация
status-button-vary-number = 🎲 { $number }
status-button-edit = ✏️ Изменить
status-button-edit-number = ✏️ { $number }
status-button-prompt = 📋 Запрос
status-button-delete = 🗑 Удалить
status-button-keep = ⬅️ Оставить
status-button-sure = 🗑 Да, удалить
status-button-back = ⬅️ Назад
status-button-priced =
    { $price ->
        [one] { $name } · { $price } кредит
        [few] { $name } · { $price } кредита
       *[many] { $name } · { $price } кредитов
    }

## Для администраторов бота

admin-provider_out = ⚠️ Сервис { $provider } отключён: { $reason }
    Пока его заменяют другие; он вернётся сам, как только снова заработает.
admin-provider_back = ✅ Сервис { $provider } снова работает.
