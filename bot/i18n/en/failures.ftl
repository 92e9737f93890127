# Failures, refusals and notices: one friendly sentence each that says what would work.
# HTML where it is sent as a message; failure-internal, -not_yours and -job_ended are plain (toasts).
# Whether anything was charged is said by the status message, not here.

## The order

failure-refused = This cannot be done as you asked; /help shows what can.
failure-unsupported_request = No service here takes this request; /help shows what can be done.
failure-request_rejected = The service refuses this request; try other words or another picture.
failure-prompt_missing = Say in words what you want to see, for example <code>/gen a red fox in the snow</code> or, under a photo, <code>/edit make it night</code>.
failure-prompt_not_taken = Enlarging takes no words here; send <code>/upscale</code> again without them, or <code>/edit</code> with them to change the picture.
failure-prompt_too_long =
    Your text has { $length } characters; at most { $allowed ->
        [one] { $allowed } character works
       *[other] { $allowed } characters work
    } here.
failure-option_unknown =
    { $suggestion ->
        [none] There is no option <code>--{ $option }</code>; there are: { $allowed }.
       *[other] There is no option <code>--{ $option }</code>, did you mean <code>{ $suggestion }</code>? There are: { $allowed }.
    }
failure-option_value = <code>--{ $option }</code> does not take “{ $value }”; it takes: { $allowed }.
failure-option_value_missing = <code>--{ $option }</code> needs a value after it: { $allowed }.
failure-option_twice = <code>--{ $option }</code> is given twice; give it once.
failure-option_unsupported = <code>--{ $option }</code> is not taken here; these are: { $allowed }.
failure-option_not_taken = <code>--{ $option }</code> is not taken for this; send it again without.
failure-option_value_unsupported = <code>--{ $option }</code> takes: { $allowed }.
failure-model_unsupported = This model is not available for that; <code>--model</code> takes: { $allowed }.
failure-model_not_taken = The model cannot be chosen for this; send it again without <code>--model</code>.
failure-aspect_ratio_unsupported = This shape is not available; <code>--ar</code> takes: { $allowed }.
failure-aspect_ratio_not_taken = The shape cannot be chosen for this; send it again without <code>--ar</code>.
failure-scale_unsupported = Pictures cannot be enlarged by that factor; these work: { $allowed }.
failure-scale_not_taken = The factor cannot be chosen for this; send it again without <code>--scale</code>.
failure-count_unsupported = So many pictures do not come at once; <code>--n</code> takes: { $allowed }.
failure-count_not_taken = The number of pictures cannot be chosen for this; send it again without <code>--n</code>.
failure-seed_not_taken = The seed cannot be chosen for this; send it again without <code>--seed</code>.
failure-seed_unsupported = This seed is not available; <code>--seed</code> takes: { $allowed }.
failure-negative_prompt_not_taken = Unwanted things cannot be named for this; send it again without <code>--no</code>.
failure-provider_unknown = There is no service “{ $option }” for this; <code>--provider</code> takes: { $allowed }.
failure-operation_unsupported = The chosen service does not do this; send it again without <code>--provider</code>.
failure-no_provider_generate = No service that draws from words is set up; the bot's owner can bring one with one of the settings JIMENG_SESSION_ID, HIDREAM_TOKEN, IDEOGRAM_API_KEY, IDEOGRAM_GATEWAY_KEY, OPENAI_API_KEY or DREAMINA_MCP_COOKIE.
failure-no_provider_edit = No service that edits pictures is set up; the bot's owner can bring one with a setting such as JIMENG_SESSION_ID or OPENAI_API_KEY, or switch on the built-in engine for simple edits with LOCAL_ENGINE=true.
failure-no_provider_upscale = No service that enlarges is set up; the bot's owner can switch on the built-in one with LOCAL_ENGINE=true.
failure-edit_not_understood = The built-in engine does not know this edit. These words work, several at once too: “remove the background”, “blur the background”, “white background”, “black and white”, “sepia”, “sketch”, “cartoon”, “sharpen”, “denoise”, “blur”, “rotate left”, “crop to 16:9”.
failure-no_subject = Nothing stands out from the background of this picture; try a photo where the subject is clearer.
failure-lookup_unsupported = This service cannot say what became of the order; please order again.

## Pictures

failure-picture_missing = Which picture? Send one with the command as its caption, or reply with the command to a message that has one.
failure-picture_which =
    { $count ->
        [one] That message shows { $count } picture; reply to the picture itself, or use its buttons.
       *[other] That message shows { $count } pictures; press a number to get one alone and reply to that.
    }
failure-picture_which_file =
    { $count ->
        [one] That message speaks of { $count } picture; reply to its file.
       *[other] That message speaks of { $count } pictures; reply to the file of the one you mean.
    }
failure-picture_type = This is not a kind of picture that can be read; these are: { $allowed }.
failure-not_a_picture = This file is not a picture; send a JPEG, PNG, WebP, BMP, TIFF, GIF or HEIC.
failure-picture_broken = This picture is damaged and cannot be opened; please save it anew and send it again.
failure-picture_too_large = This picture has too many pixels; make it smaller and send it again.
failure-picture_too_heavy = The service takes files of up to { $allowed } MB for this; send the picture smaller.
failure-picture_too_small =
    { $allowed ->
        [one] This picture is too small; each side needs at least { $allowed } pixel.
       *[other] This picture is too small; each side needs at least { $allowed } pixels.
    }
failure-picture_too_large_for_scale = This picture is too large for { $scale }x; up to { $allowed } MP can be enlarged so much.
failure-too_many_pictures =
    { $allowed ->
        [0] No picture is taken for this; send the words alone.
        [one] That is too many pictures for one order; send { $allowed } alone.
       *[other] That is too many pictures for one order; at most { $allowed } work.
    }
failure-file_too_big = This file is too big; up to { $allowed } MB can be fetched from Telegram.
failure-file_gone = Telegram does not have this file any more; please send it again.
failure-picture_gone = This picture is not kept any more; send it to me again to go on with it.
failure-album_late = This picture came after its album was ordered; send it again with its own caption.

## Credits and queues

failure-quota_exceeded = The credits do not suffice; /quota shows what is left.
failure-quota_user_exceeded =
    { $left ->
        [0] { $limit ->
            [one] Your { $limit } credit of today is used up
           *[other] Your { $limit } credits of today are used up
        }; new ones come at { $turns } ({ $zone }), in { $hours } h { $minutes } min.
       *[other] This costs { $price } and you have { $left } of { $limit } left; new credits come at { $turns } ({ $zone }), in { $hours } h { $minutes } min.
    }
failure-quota_group_exceeded =
    { $left ->
        [0] { $limit ->
            [one] This group's { $limit } credit of today is used up
           *[other] This group's { $limit } credits of today are used up
        }; new ones come at { $turns } ({ $zone }), in { $hours } h { $minutes } min.
       *[other] This costs { $price } and this group has { $left } of { $limit } left; new credits come at { $turns } ({ $zone }), in { $hours } h { $minutes } min.
    }
failure-quota_share_exceeded =
    { $left ->
        [0] Your share of this group's credits is used up today: { $limit } of { $total }, one part of { $parts }, so that everybody gets some. A new one comes at { $turns } ({ $zone }), in { $hours } h { $minutes } min.
       *[other] This costs { $price } and your share of this group's credits has { $left } left today: it is { $limit } of { $total }, one part of { $parts }, so that everybody gets some. A new one comes at { $turns } ({ $zone }), in { $hours } h { $minutes } min.
    }
failure-quota_global_exceeded =
    { $left ->
        [0] { $limit ->
            [one] The bot's { $limit } credit of today is used up
           *[other] The bot's { $limit } credits of today are used up
        }; new ones come at { $turns } ({ $zone }), in { $hours } h { $minutes } min.
       *[other] This costs { $price } and the bot has { $left } of { $limit } left for everybody; new credits come at { $turns } ({ $zone }), in { $hours } h { $minutes } min.
    }
failure-draining = The bot is restarting; please send this again in a minute.
failure-already_handled = This was dealt with before; there is nothing left to do.

## Jobs and buttons

failure-job_unknown = There is no such job here; /jobs lists yours.
failure-not_yours = Only the person who ordered this, or an admin of the chat, can do that.
failure-job_ended = This job is over already.
failure-too_late = The pictures are on their way already; it is too late to cancel.
failure-jobs_ending = Some of your jobs are still ending and nothing was erased yet; press again in a minute.

## At the service

failure-moderation = The service's content rules refuse this; try other words or another picture.
failure-provider_error = The service answered with an error; please try again later.
failure-provider_failed = The service could not make the picture; please try again.
failure-provider_unavailable = The service cannot be reached right now; please try again in a few minutes.
failure-provider_busy = The service is too busy right now; please try again in a few minutes.
failure-account_error = The bot's account at the service has a problem; its owner has to look into it, please try again later.
failure-key_refused = The service does not accept the bot's key; its owner has to renew it, please try again later.
failure-out_of_credit = The bot's account at the service has run dry; its owner has to top it up, please try again later.
failure-account_blocked = The service has stopped the bot's account; its owner has to look into it, please try again later.
failure-submission_unknown = The connection broke while ordering and the service cannot say whether it took the order; please order again.
failure-task_lost = The service has lost this order; please order again.
failure-timed_out = The service has shown no progress for too long; please try again.
failure-no_result = The service finished without a picture; please try again, perhaps in other words.
failure-result_broken = The picture from the service is damaged; please try again.
failure-result_refused = The service's answer could not be fetched safely; please try again.
failure-result_too_large = The result is larger than Telegram can carry; try a smaller picture or factor.
failure-link_expired = The service's link to the picture has expired; please order again.
failure-crashed = This job broke off several times; press the button to try it again.

## Telegram

failure-internal = Something went wrong here; please try again.
failure-delivery_failed = Telegram did not take the pictures; please try again.
failure-delivery_unknown = Telegram did not say whether the pictures arrived; look above, or try again.
failure-chat_gone = The chat is closed to the bot; add or unblock it and try again.
failure-message_gone = The message was deleted; please order again.
failure-not_allowed = The bot may not send pictures here; a chat admin can allow it.
failure-slow_down = Telegram asks the bot to slow down; please try again in a minute.
failure-telegram_unreachable = Telegram could not be reached; please try again.
failure-chat_migrated = The group has moved; please order again there.

## Notices beside a result

notice-resolution_reduced = The resolution was reduced, since the account's credit did not suffice for the full one.
notice-some_refused =
    { $wanted ->
        [one] The service's content rules held back a picture; { $delivered } of { $wanted } came.
       *[other] The service's content rules held back some pictures; { $delivered } of { $wanted } came.
    }
notice-partial_result =
    { $wanted ->
        [one] { $delivered } of { $wanted } picture came; the missing one costs nothing.
       *[other] { $delivered } of { $wanted } pictures came; those missing cost nothing.
    }
notice-other_provider = The first service could not do it, so another one did.

## The service's own limits

failure-file_too_heavy = This picture's file is too big for the service; up to { $allowed } MB work.

## Elsewhere

failure-available_elsewhere = <code>--provider { $option }</code> cannot do this; these can: { $allowed }.
