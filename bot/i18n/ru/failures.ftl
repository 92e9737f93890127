# Неудачи, отказы и заметки: по одной фразе, из которой ясно, что сработает.
# В сообщениях можно HTML; failure-internal, -not_yours и -job_ended - простой текст (подсказки кнопок).
# О том, списано ли что-нибудь, говорит сообщение о состоянии, не здесь.

## Заказ

failure-refused = Так сделать нельзя; что можно, покажет /help.
failure-unsupported_request = Такой запрос здесь никто не принимает; что можно, покажет /help.
failure-request_rejected = Сервис отклоняет этот запрос; попробуйте другие слова или другую картинку.
failure-prompt_missing = Напишите, что хотите увидеть, например <code>/gen рыжая лиса в снегу</code> или под фото <code>/edit сделай ночь</code>.
failure-prompt_not_taken = Увеличение здесь обходится без слов; отправьте <code>/upscale</code> ещё раз без них или <code>/edit</code> с ними, чтобы изменить картинку.
failure-prompt_too_long =
    В тексте { $length ->
        [one] { $length } знак
        [few] { $length } знака
       *[many] { $length } знаков
    }, а можно не больше { $allowed }.
failure-option_unknown =
    { $suggestion ->
        [none] Параметра <code>--{ $option }</code> нет; есть такие: { $allowed }.
       *[other] Параметра <code>--{ $option }</code> нет, может быть, <code>{ $suggestion }</code>? Есть такие: { $allowed }.
    }
failure-option_value = <code>--{ $option }</code> не принимает «{ $value }»; подойдёт: { $allowed }.
failure-option_value_missing = После <code>--{ $option }</code> нужно значение: { $allowed }.
failure-option_twice = <code>--{ $option }</code> указан дважды; укажите один раз.
failure-option_unsupported = <code>--{ $option }</code> здесь не принимается; есть такие: { $allowed }.
failure-option_not_taken = <code>--{ $option }</code> для этого не подходит; отправьте ещё раз без него.
failure-option_value_unsupported = Для <code>--{ $option }</code> подойдёт: { $allowed }.
failure-model_unsupported = Этой модели для такого нет; для <code>--model</code> подойдёт: { $allowed }.
failure-model_not_taken = Модель здесь не выбирается; отправьте ещё раз без <code>--model</code>.
failure-aspect_ratio_unsupported = Такого формата нет; для <code>--ar</code> подойдёт: { $allowed }.
failure-aspect_ratio_not_taken = Формат здесь не выбирается; отправьте ещё раз без <code>--ar</code>.
failure-scale_unsupported = Во столько раз увеличить нельзя; можно: { $allowed }.
failure-scale_not_taken = Кратность здесь не выбирается; отправьте ещё раз без <code>--scale</code>.
failure-count_unsupported = Столько картинок за раз не бывает; для <code>--n</code> подойдёт: { $allowed }.
failure-count_not_taken = Число картинок здесь не выбирается; отправьте ещё раз без <code>--n</code>.
failure-seed_not_taken = Зерно здесь не выбирается; отправьте ещё раз без <code>--seed</code>.
failure-seed_unsupported = Такое зерно не подойдёт; <code>--seed</code> принимает: { $allowed }.
failure-negative_prompt_not_taken = Нежелательное здесь не указывается; отправьте ещё раз без <code>--no</code>.
failure-provider_unknown = Сервиса «{ $option }» для этого нет; для <code>--provider</code> подойдёт: { $allowed }.
failure-operation_unsupported = Выбранный сервис этого не умеет; отправьте ещё раз без <code>--provider</code>.
failure-no_provider_generate = Рисование по словам не настроено; владелец бота может включить его одной из настроек JIMENG_SESSION_ID, HIDREAM_TOKEN, IDEOGRAM_API_KEY, IDEOGRAM_GATEWAY_KEY, OPENAI_API_KEY или DREAMINA_MCP_COOKIE.
failure-no_provider_edit = Правка картинок не настроена; владелец бота может включить её настройкой вроде JIMENG_SESSION_ID или OPENAI_API_KEY, а простую — встроенным движком: LOCAL_ENGINE=true.
failure-no_provider_upscale = Увеличение не настроено; владелец бота может включить встроенное настройкой LOCAL_ENGINE=true.
failure-edit_not_understood = Такой правки встроенный движок не знает. Вот что он умеет, можно и сразу несколько: «убери фон», «размой фон», «белый фон», «чёрно-белое», «сепия», «карандашный рисунок», «мультфильм», «резче», «убери шум», «размой», «поверни влево», «обрежь 16:9».
failure-no_subject = На этой картинке ничего не выделяется на фоне; попробуйте фото, где главный предмет виден лучше.
failure-lookup_unsupported = Этот сервис не может сказать, что стало с заказом; закажите ещё раз.

## Картинки

failure-picture_missing = О какой картинке речь? Отправьте её с командой в подписи или ответьте командой на сообщение с картинкой.
failure-picture_which =
    { $count ->
        [one] В том сообщении { $count } картинка; ответьте на неё саму или нажмите её кнопку.
        [few] В том сообщении { $count } картинки; нажмите номер, чтобы получить одну, и ответьте на неё.
       *[many] В том сообщении { $count } картинок; нажмите номер, чтобы получить одну, и ответьте на неё.
    }
failure-picture_which_file =
    { $count ->
        [one] К тому сообщению относится { $count } картинка; ответьте на её файл.
        [few] К тому сообщению относятся { $count } картинки; ответьте на файл той, о которой речь.
       *[many] К тому сообщению относится { $count } картинок; ответьте на файл той, о которой речь.
    }
failure-picture_type = Такой файл прочитать нельзя; подойдёт: { $allowed }.
failure-not_a_picture = Этот файл не картинка; подойдёт JPEG, PNG, WebP, BMP, TIFF, GIF или HEIC.
failure-picture_broken = Картинка повреждена и не открывается; сохраните её заново и отправьте ещё раз.
failure-picture_too_large = В картинке слишком много пикселей; уменьшите её и отправьте ещё раз.
failure-picture_too_heavy = Сервис принимает для этого файлы до { $allowed } МБ; отправьте картинку поменьше.
failure-picture_too_small =
    { $allowed ->
        [one] Картинка слишком мала; каждая сторона должна быть не меньше { $allowed } пикселя.
       *[other] Картинка слишком мала; каждая сторона должна быть не меньше { $allowed } пикселей.
    }
failure-picture_too_large_for_scale = Картинка слишком велика для { $scale }x; так можно увеличить не больше { $allowed } Мп.
failure-too_many_pictures =
    { $allowed ->
        [0] Картинка для этого не нужна; отправьте только слова.
        [one] Слишком много картинок для одного заказа; можно только { $allowed }.
       *[other] Слишком много картинок для одного заказа; можно не больше { $allowed }.
    }
failure-file_too_big = Файл слишком велик; из Telegram можно получить до { $allowed } МБ.
failure-file_gone = В Telegram этого файла больше нет; отправьте его ещё раз.
failure-picture_gone = Эта картинка больше не хранится; чтобы продолжить с ней, пришлите её ещё раз.
failure-album_late = Картинка пришла, когда её альбом был уже заказан; отправьте её ещё раз со своей подписью.

## Кредиты и очередь

failure-quota_exceeded = Кредитов не хватает; остаток покажет /quota.
failure-quota_user_exceeded =
    { $left ->
        [0] Ваши кредиты на сегодня ({ $limit }) кончились; новые появятся { $turns } ({ $zone }), через { $hours } ч { $minutes } мин.
       *[other] Это стоит { $price }, а у вас осталось { $left } из { $limit }; новые кредиты появятся { $turns } ({ $zone }), через { $hours } ч { $minutes } мин.
    }
failure-quota_group_exceeded =
    { $left ->
        [0] Кредиты группы на сегодня ({ $limit }) кончились; новые появятся { $turns } ({ $zone }), через { $hours } ч { $minutes } мин.
       *[other] Это стоит { $price }, а у группы осталось { $left } из { $limit }; новые кредиты появятся { $turns } ({ $zone }), через { $hours } ч { $minutes } мин.
    }
failure-quota_share_exceeded =
    { $left ->
        [0] Ваша доля кредитов группы на сегодня кончилась: это { $limit } из { $total }, одна часть из { $parts }, чтобы хватило всем. Новая появится { $turns } ({ $zone }), через { $hours } ч { $minutes } мин.
       *[other] Это стоит { $price }, а от вашей доли кредитов группы на сегодня осталось { $left }: доля — это { $limit } из { $total }, одна часть из { $parts }, чтобы хватило всем. Новая появится { $turns } ({ $zone }), через { $hours } ч { $minutes } мин.
    }
failure-quota_global_exceeded =
    { $left ->
        [0] Кредиты бота на сегодня ({ $limit }) кончились; новые появятся { $turns } ({ $zone }), через { $hours } ч { $minutes } мин.
       *[other] Это стоит { $price }, а у бота на всех осталось { $left } из { $limit }; новые кредиты появятся { $turns } ({ $zone }), через { $hours } ч { $minutes } мин.
    }
failure-draining = Бот перезапускается; отправьте это ещё раз через минуту.
failure-already_handled = Это уже сделано; ничего больше не нужно.

## Задания и кнопки

failure-job_unknown = Такого задания здесь нет; ваши покажет /jobs.
failure-not_yours = Это может только тот, кто заказал, или администратор чата.
failure-job_ended = Это задание уже завершено.
failure-too_late = Картинки уже отправляются, отменять поздно.
failure-jobs_ending = Некоторые ваши задания ещё завершаются, и пока ничего не стёрто; нажмите снова через минуту.

## У сервиса

failure-moderation = Правила сервиса этого не допускают; попробуйте другие слова или другую картинку.
failure-provider_error = Сервис ответил ошибкой; попробуйте позже.
failure-provider_failed = Сервис не смог сделать картинку; попробуйте ещё раз.
failure-provider_unavailable = Сервис сейчас недоступен; попробуйте через несколько минут.
failure-provider_busy = Сервис сейчас перегружен; попробуйте через несколько минут.
failure-account_error = С аккаунтом бота у сервиса неполадки, нужен владелец бота; попробуйте позже.
failure-key_refused = Сервис не принимает ключ бота, владелец должен его обновить; попробуйте позже.
failure-out_of_credit = На счету бота у сервиса пусто, владелец должен его пополнить; попробуйте позже.
failure-account_blocked = Сервис остановил аккаунт бота, нужен владелец бота; попробуйте позже.
failure-submission_unknown = Связь прервалась во время заказа, и сервис не может сказать, принял ли его; закажите ещё раз.
failure-task_lost = Сервис потерял этот заказ; закажите ещё раз.
failure-timed_out = Сервис слишком долго не продвигался; попробуйте ещё раз.
failure-no_result = Сервис закончил без картинки; попробуйте ещё раз, можно другими словами.
failure-result_broken = Картинка от сервиса повреждена; попробуйте ещё раз.
failure-result_refused = Ответ сервиса не удалось безопасно получить; попробуйте ещё раз.
failure-result_too_large = Результат больше, чем может передать Telegram; возьмите картинку или кратность поменьше.
failure-link_expired = Ссылка сервиса на картинку устарела; закажите ещё раз.
failure-crashed = Задание несколько раз прерывалось; нажмите кнопку, чтобы повторить.

## Telegram

failure-internal = Здесь что-то сломалось, попробуйте ещё раз.
failure-delivery_failed = Telegram не принял картинки; попробуйте ещё раз.
failure-delivery_unknown = Telegram не сказал, дошли ли картинки; посмотрите выше или попробуйте ещё раз.
failure-chat_gone = Чат закрыт для бота; добавьте или разблокируйте его и попробуйте снова.
failure-message_gone = Сообщение удалено; закажите ещё раз.
failure-not_allowed = Бот не может отправлять сюда картинки; администратор чата может разрешить.
failure-slow_down = Telegram просит бота не спешить; попробуйте через минуту.
failure-telegram_unreachable = Telegram недоступен; попробуйте ещё раз.
failure-chat_migrated = Группа переехала; закажите ещё раз в новой.

## Заметки к результату

notice-resolution_reduced = Разрешение снижено: на полное не хватило кредита аккаунта.
notice-some_refused =
    { $wanted ->
        [one] Часть не прошла по правилам сервиса; получено { $delivered } из { $wanted } картинки.
       *[other] Часть не прошла по правилам сервиса; получено { $delivered } из { $wanted } картинок.
    }
notice-partial_result =
    { $wanted ->
        [one] Получено { $delivered } из { $wanted } картинки; недостающее ничего не стоит.
       *[other] Получено { $delivered } из { $wanted } картинок; недостающее ничего не стоит.
    }
notice-other_provider = Первый сервис не смог, поэтому сделал другой.

## Пределы самих сервисов

failure-file_too_heavy = Файл картинки слишком велик для сервиса; можно до { $allowed } МБ.

## Когда это умеет другой сервис

failure-available_elsewhere = <code>--provider { $option }</code> этого не умеет; умеют: { $allowed }.
