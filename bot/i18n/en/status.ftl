# The status message, captions of results and their buttons. All texts are HTML; arguments come escaped.

status-provider =
    { $provider ->
        [jimeng] Jimeng
        [hidream] HiDream
        [ideogram] Ideogram
        [ideogram_gateway] Ideogram
        [openai] OpenAI
        [dreamina_mcp] Dreamina
        [local] The built-in engine
        [demo] The demo
       *[other] { $provider }
    }

status-accepted = ⏳ <b>Got it</b>, starting in a moment
status-waiting =
    { $place ->
        [0] ⏳ <b>Waiting</b>: you are next
        [one] ⏳ <b>Waiting</b>: { $place } job ahead of yours
       *[other] ⏳ <b>Waiting</b>: { $place } jobs ahead of yours
    }
status-submitting = 📨 <b>{ $provider }</b> is getting your order
status-working-generate = 🎨 <b>{ $provider }</b> is drawing
status-working-edit = 🖌 <b>{ $provider }</b> is editing
status-working-upscale = 🔍 <b>{ $provider }</b> is enlarging
status-provider-queue =
    { $place ->
        [one] ⏳ { $provider }: { $place } order ahead in its queue
       *[other] ⏳ { $provider }: { $place } orders ahead in its queue
    }
status-delivering = 📦 <b>Ready</b>, sending
status-cancelling = ✋ <b>Cancelling</b>
status-bar = { $bar } { $percent } %
status-left-moment = a few seconds left
status-left-seconds = about { $seconds } s left
status-left-minutes = about { $minutes } min left
status-back = ↩️ Back after a restart, still { $percent } %
status-back-plain = ↩️ Back after a restart, nothing was lost

status-batch =
    { $done ->
        [0] 🔍 <b>{ $total } pictures</b>
       *[other] 🔍 <b>{ $total } pictures</b>, { $done } done
    }
status-line-waiting =
    { $place ->
        [0] next in line
       *[other] waiting, { $place } ahead
    }
status-line-accepted = waiting
status-line-working = working
status-line-delivering = sending
status-line-done = ✅ done
status-line-cancelling = cancelling
status-line-cancelled = cancelled

status-cancelled = ✋ <b>Cancelled.</b>
status-nothing-charged = Nothing was charged.
status-nothing-charged-left = Nothing was charged ({ $left } left today).

status-done =
    { $count ->
        [one] ✅ <b>{ $count } picture</b> · { $provider }
       *[other] ✅ <b>{ $count } pictures</b> · { $provider }
    }
status-done-upscale = ✅ <b>{ $width }×{ $height }</b> · { $provider }
status-numbered = { $number } · { $width }×{ $height }
status-delivered-part = { $delivered } of { $wanted } delivered
status-made-by-model = { $provider } · { $model }
status-copy = The original is no longer kept here; this is Telegram's copy.
status-too-large = The file is larger than Telegram takes from a bot; this is a preview.

status-button-cancel = ✖️ Cancel
status-button-cancel-all = ✖️ Cancel all
status-button-again = 🔄 Again
status-button-try-again = 🔄 Try again
status-button-try-again-number = 🔄 Try { $number } again
status-button-twice = 🔍 2x
status-button-twice-number = 2x #{ $number }
status-button-four-times = 🔍 4x
status-button-four-times-number = 4x #{ $number }
status-button-show = { $number }
status-button-show-all = 🖼 All
status-button-original = 📎 Original
status-button-originals = 📎 Originals
status-button-twice-all = 2x all
status-button-four-times-all = 4x all
status-button-vary = 🎲 Variation
status-button-vary-number = 🎲 { $number }
status-button-edit = ✏️ Edit
status-button-edit-number = ✏️ { $number }
status-button-prompt = 📋 Prompt
status-button-delete = 🗑 Delete
status-button-keep = ⬅️ Keep
status-button-sure = 🗑 Yes, delete
status-button-back = ⬅️ Back
status-button-priced =
    { $price ->
        [one] { $name } · { $price } credit
       *[other] { $name } · { $price } credits
    }

## For the admins

admin-provider_out = ⚠️ { $provider } is out: { $reason }
    Other services do its work meanwhile; it comes back by itself once it works again.
admin-provider_back = ✅ { $provider } works again.
