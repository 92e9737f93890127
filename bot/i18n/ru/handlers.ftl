# Слова у входа: помощь, квота, списки, подсказки кнопок. HTML; ключи на button- и access-denied - простой текст.

## Помощь

start = Здравствуйте! Я рисую, правлю и увеличиваю картинки.
help-generate = 🎨 <b>Рисовать</b>: <code>/gen рыжая лиса в снегу</code>
help-generate-missing = 🎨 Рисование по словам не настроено; владелец бота может включить его одной из настроек: <code>{ $settings }</code>
help-edit = 🖌 <b>Править</b>: отправьте фото с подписью вроде <code>/edit сделай ночь</code> или ответьте словами на мою картинку; альбом - это несколько образцов.
help-edit-missing = 🖌 Правка не настроена; сервис, который рисует, обычно умеет и это.
help-upscale = 🔍 <b>Увеличить</b>: отправьте одно фото или файл с картинкой либо ответьте на них <code>/upscale</code> ({ $scales }); в файле больше деталей, чем в фото.
help-upscale-missing = 🔍 Увеличение не настроено; LOCAL_ENGINE=true включает встроенный движок.
help-options = ⚙️ Параметры пишутся где угодно: <code>--ar 16:9</code> формат ({ $ratios }), <code>--n 2</code> картинки, <code>--seed 42</code> зерно, <code>--no размытие, текст</code> чего не нужно.
help-models = <code>--model</code> - одна из: { $models }
help-account = /quota остаток, /jobs ваши задания, /cancel остановить, /settings настройки, /privacy что хранится.
hint = Отправьте /gen со словами, чтобы получить картинку, или фото, чтобы увеличить его; подробнее: /help.
hint-words = Чтобы это нарисовать, отправьте <code>/gen { $words }</code>; чтобы править картинку, ответьте на неё словами. Подробнее: /help.
hint-group = Ответьте на картинку словами, чтобы её править, или отправьте <code>/gen</code> со словами; подробнее: /help.
command-unknown = Команды /{ $command } я не знаю; что я умею, покажет /help.
access-denied = Этот бот для узкого круга; владелец может впустить вас по номеру { $user }.

## Меню (простой текст)

menu-gen = Нарисовать по словам
menu-edit = Править картинку словами
menu-upscale = Увеличить картинку
menu-jobs = Ваши задания
menu-cancel = Остановить задание
menu-quota = Сколько осталось сегодня
menu-settings = Язык, формат, сервис
menu-privacy = Что о вас хранится
menu-forgetme = Стереть данные о себе
menu-help = Что я умею
menu-description = Рисую по словам, правлю фото по вашей просьбе и увеличиваю их. Отправьте фото или /gen и что хотите увидеть; всё остальное покажет /help.
menu-short-description = Рисует по словам, правит и увеличивает фото.

## Квота

quota-unlimited = Для вас здесь нет ограничений.
quota-user =
    { $bonus ->
        [0] Сегодня у вас осталось <b>{ $left }</b> из { $limit }.
        [one] У вас осталось <b>{ $left }</b>: { $limit } в день и ещё { $bonus } кредит, который не сгорает.
        [few] У вас осталось <b>{ $left }</b>: { $limit } в день и ещё { $bonus } кредита, которые не сгорают.
       *[many] У вас осталось <b>{ $left }</b>: { $limit } в день и ещё { $bonus } кредитов, которые не сгорают.
    }
quota-group = У группы сегодня осталось <b>{ $left }</b> из { $limit }.
quota-share = Ваша доля: осталось <b>{ $left }</b> из { $limit }, это одна часть из { $parts }.
quota-global = У бота на всех сегодня осталось <b>{ $left }</b> из { $limit }.
quota-turns = Новые кредиты появятся { $turns } ({ $zone }), через { $hours } ч { $minutes } мин.
quota-entries = <b>Последние записи</b>
quota-entry = { $at } · <b>{ $amount }</b> · { $what }, { $kind }
ledger-charged = списано
ledger-reserved = отложено
ledger-released = возвращено
ledger-granted = начислено
operation-generate = рисунок
operation-edit = правка
operation-upscale = увеличение
operation-granted = подарок

## Задания

jobs-none = У вас нет заданий в работе.
jobs-title =
    { $count ->
        [one] <b>{ $count } задание в работе</b>
        [few] <b>{ $count } задания в работе</b>
       *[many] <b>{ $count } заданий в работе</b>
    }
jobs-line = { $what }
jobs-line-prompt = { $what } <i>{ $prompt }</i>
jobs-waiting =
    { $ahead ->
        [0] следующее в очереди
        [one] впереди { $ahead } задание
        [few] впереди { $ahead } задания
       *[many] впереди { $ahead } заданий
    }
jobs-running = { $percent } %
jobs-started = в работе
jobs-cancel = ✖️ Отменить { $number }
cancel-which =
    { $count ->
        [one] У вас { $count } задание; остановить его?
        [few] У вас { $count } задания; какое остановить?
       *[many] У вас { $count } заданий; какое остановить?
    }
cancel-done = Останавливаю; что не дало картинки, ничего не стоит.

## Настройки (settings-close, -back и названия стоят и на кнопках)

settings-title = ⚙️ <b>Ваши настройки</b>
settings-title-group = ⚙️ <b>Настройки этой группы</b>; менять их могут её администраторы.
settings-note = Параметры самого заказа всегда важнее, а чего сервис не умеет, то пропускается.
settings-note-gathering = Альбом занимает по сообщению на картинку, лист — одно сообщение с кнопкой для каждой. Автоматически: лично альбом, в группах лист.
settings-note-form = Просмотр — это фото с кнопкой для оригинала. Только файл — сам оригинал, байт в байт, без фото. Автоматически: просмотр, а в группе — как выбрал для себя каждый.
settings-note-spoiler = Фото в группах закрыты, пока их не коснутся; файлы закрыть нельзя. Автоматически: не закрыты, а в группе — как выбрал для себя каждый.
settings-line = { $name }: <b>{ $value }</b>
settings-pick = <b>{ $name }</b>: как теперь будет?
settings-language = 🌐 Язык
settings-aspect_ratio = 📐 Формат
settings-count = 🔢 Картинок
settings-provider = 🏭 Сервис
settings-model = 🧠 Модель
settings-gathering = 🗂 Несколько картинок
settings-form = 📦 Результаты
settings-spoiler = 🙈 Спойлер в группах
settings-automatic = автоматически
settings-language-en = English
settings-language-ru = Русский
settings-language-zh = 中文
settings-album = альбом
settings-grid = один лист с номерами
settings-preview = просмотр
settings-file = только файл
settings-on = вкл.
settings-off = выкл.
settings-priced =
    { $price ->
        [one] { $name } · { $price } кредит
        [few] { $name } · { $price } кредита
       *[many] { $name } · { $price } кредитов
    }
settings-back = ⬅️ Назад
settings-close = ✖️ Закрыть

## Свои данные

privacy-title = 🔒 <b>Что о вас хранится</b>
privacy-orders = <b>Ваши заказы</b>: слова, параметры, имена картинок в Telegram, чат, время и исход. До /forgetme.
privacy-pictures = <b>Присланные картинки</b>: берутся для заказа и удаляются с диска бота, когда он закончен.
privacy-results = <b>Результаты</b>: на диске бота не дольше { $days } сут., а если места мало, то меньше; они нужны кнопкам.
privacy-rest = <b>Кредиты и /settings</b>: сколько вы потратили и получили в какой день и что выбрали. Выбранное стирает /forgetme.
privacy-updates = <b>Всё остальное, что вы пишете и нажимаете</b>: удаляется сразу после ответа; один лишь номер остаётся на { $update_days } сут., чтобы ничего не сделать дважды.
privacy-services = Ваши слова и картинки уходят сервису, который делает результат; что хранит он, говорит он сам. Сообщения в чате остаются, пока вы их не удалите.
privacy-end = /forgetme стирает всё. Остаётся лишь учёт: сколько кредитов, когда и на какой вид работы, чтобы дневной предел держался.
forget-sure = 🗑 <b>Стереть всё о вас?</b> Задания остановятся; заказы, картинки и настройки будут стёрты, и те, что из групп. Старые кнопки перестанут действовать. Вернуть ничего нельзя.
forget-yes = 🗑 Стереть
forget-no = Оставить
forget-under-way = Останавливаю задания и стираю…
forget-done = ✅ Всё о вас стёрто; остались лишь суммы кредитов.
forget-nobody = Это только для человека: отправьте от своего имени.

## Подсказки кнопок (простой текст, до 200 знаков)

button-working = Начинаю
button-sending = Отправляю
button-cancelling = Отменяю
button-deleted = Удалено
button-twice = Первого нажатия достаточно
button-gone = Эта кнопка больше не действует
button-saved = Сохранено
button-settings-admins = Менять настройки группы могут только её администраторы
button-not-yours = Ответить может только тот, кто спросил
button-forgetting = Стираю
