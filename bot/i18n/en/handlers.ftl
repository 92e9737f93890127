# What the front door says: help, quota, lists, toasts. HTML; keys that begin with button- and access-denied are plain.

## Help

start = Hello! I make, edit and enlarge pictures.
help-generate = 🎨 <b>Draw</b>: <code>/gen a red fox in the snow</code>
help-generate-missing = 🎨 Drawing from words is not set up; the bot's owner can bring it with one of: <code>{ $settings }</code>
help-edit = 🖌 <b>Edit</b>: send a photo with the words as its caption, such as <code>/edit make it night</code>, or reply with your words to a picture of mine; an album gives several references.
help-edit-missing = 🖌 Editing is not set up; a service that draws usually edits too.
help-upscale = 🔍 <b>Enlarge</b>: send a photo or an image file alone, or <code>/upscale</code> in reply to one ({ $scales }); an image file keeps more detail than a photo.
help-upscale-missing = 🔍 Enlarging is not set up; LOCAL_ENGINE=true switches on the built-in engine.
help-options = ⚙️ Options go anywhere in the words: <code>--ar 16:9</code> shape ({ $ratios }), <code>--n 2</code> pictures, <code>--seed 42</code>, <code>--no blur, text</code> what you do not want.
help-models = <code>--model</code> is one of: { $models }
help-account = /quota what is left, /jobs your jobs, /cancel stops one, /settings your standing choices, /privacy what is kept.
hint = Send /gen with your words for a picture, or a photo to enlarge it; /help shows more.
hint-words = For a picture of that, send <code>/gen { $words }</code>; to edit a picture, reply to it with your words. /help shows more.
hint-group = Reply to a picture with your words to edit it, or send <code>/gen</code> with words; /help shows more.
command-unknown = I do not know /{ $command }; /help shows what I do.
access-denied = This bot serves a closed circle; its owner can let you in with your id { $user }.

## Menu (plain)

menu-gen = Make a picture from words
menu-edit = Edit a picture with words
menu-upscale = Enlarge a picture
menu-jobs = Your jobs under way
menu-cancel = Stop a job
menu-quota = What is left today
menu-settings = Language, shape, service
menu-privacy = What is kept about you
menu-forgetme = Erase what is kept
menu-help = What can be done
menu-description = I make pictures from words, edit photos as you say, and enlarge them. Send a photo, or /gen and what you want to see; /help shows all that works here.
menu-short-description = Makes pictures from words, edits and enlarges photos.

## Quota

quota-unlimited = There is no limit for you here.
quota-user =
    { $bonus ->
        [0] You have <b>{ $left }</b> of { $limit ->
            [one] { $limit } credit
           *[other] { $limit } credits
        } left today.
        [one] You have <b>{ $left }</b> { $left ->
            [one] credit
           *[other] credits
        } left: { $limit } a day and { $bonus } extra that stays until used.
       *[other] You have <b>{ $left }</b> { $left ->
            [one] credit
           *[other] credits
        } left: { $limit } a day and { $bonus } extra that stay until used.
    }
quota-group = This group has <b>{ $left }</b> of { $limit } left today.
quota-share = Your share of them: <b>{ $left }</b> of { $limit } left, one part of { $parts }.
quota-global = The bot has <b>{ $left }</b> of { $limit } left for everybody today.
quota-turns = New credits come at { $turns } ({ $zone }), in { $hours } h { $minutes } min.
quota-entries = <b>Last entries</b>
quota-entry = { $at } · <b>{ $amount }</b> · { $what }, { $kind }
ledger-charged = charged
ledger-reserved = set aside
ledger-released = given back
ledger-granted = granted
operation-generate = drawing
operation-edit = edit
operation-upscale = enlargement
operation-granted = gift

## Jobs

jobs-none = You have no job under way.
jobs-title =
    { $count ->
        [one] <b>{ $count } job under way</b>
       *[other] <b>{ $count } jobs under way</b>
    }
jobs-more =
    { $count ->
        [one] … and { $count } more job
       *[other] … and { $count } more jobs
    }
jobs-line = { $what }
jobs-line-prompt = { $what } <i>{ $prompt }</i>
jobs-waiting =
    { $ahead ->
        [0] next in line
        [one] { $ahead } job ahead
       *[other] { $ahead } jobs ahead
    }
jobs-running = { $percent } %
jobs-started = under way
jobs-cancel = ✖️ Cancel { $number }
cancel-which =
    { $count ->
        [one] You have { $count } job; stop it?
       *[other] You have { $count } jobs; which one should stop?
    }
cancel-done = Stopping it; what brings no picture costs nothing.

## Settings (settings-close, -back and the names stand on buttons, too)

settings-title = ⚙️ <b>Your settings</b>
settings-title-group = ⚙️ <b>This group's settings</b>; its admins can change them.
settings-note = An order's own options always win, and what a service does not take is left out.
settings-note-gathering = An album takes a message per picture; the sheet is one message with a button for each. Automatic: an album in private, the sheet in groups.
settings-note-form = A preview is a photo with a button for the original. File only: the original itself, byte by byte, and no photo. Automatic: a preview; in a group, as each member has chosen.
settings-note-spoiler = Photos in groups stay covered until somebody taps them; files cannot be covered. Automatic: not covered; in a group, as each member has chosen.
settings-line = { $name }: <b>{ $value }</b>
settings-pick = <b>{ $name }</b>: what should it be from now on?
settings-language = 🌐 Language
settings-aspect_ratio = 📐 Shape
settings-count = 🔢 Pictures
settings-provider = 🏭 Service
settings-model = 🧠 Model
settings-gathering = 🗂 Several pictures
settings-form = 📦 Results
settings-spoiler = 🙈 Spoiler in groups
settings-automatic = automatic
settings-language-en = English
settings-language-ru = Русский
settings-language-zh = 中文
settings-album = album
settings-grid = one numbered sheet
settings-preview = preview
settings-file = file only
settings-on = on
settings-off = off
settings-priced =
    { $price ->
        [one] { $name } · { $price } credit
       *[other] { $name } · { $price } credits
    }
settings-back = ⬅️ Back
settings-close = ✖️ Close

## Own data

privacy-title = 🔒 <b>What is kept about you</b>
privacy-orders = <b>Your orders</b>: words, options, Telegram's names of the pictures, the chat, the times and how it ended. Until /forgetme.
privacy-pictures = <b>Pictures you send</b>: fetched for the order, and removed from the bot's disk when it has ended.
privacy-results = <b>Results</b>: on the bot's disk for { $days } days at most, sooner gone when it is short of room; the buttons need them.
privacy-rest = <b>Credits and /settings</b>: what you used and were given on which day, and what you chose. Your choices go with /forgetme.
privacy-updates = <b>Anything else you write or press</b>: removed as soon as it is dealt with; its bare number stays for { $update_days } days, so that nothing is done twice.
privacy-services = Your words and pictures go to the service that makes the result; what it keeps, it says itself. Messages in the chat stay until you delete them.
privacy-end = /forgetme erases it all. Only the ledger stays: how many credits, when, and for which kind of work, so that a day's limit holds.
forget-sure = 🗑 <b>Erase everything about you?</b> Running jobs are stopped; your orders, pictures and settings are erased, those from groups too. Old buttons will do nothing any more. There is no way back.
forget-yes = 🗑 Erase
forget-no = Keep
forget-under-way = Stopping your jobs and erasing…
forget-done = ✅ Everything about you is erased; only sums of credits stay.
forget-nobody = This works only for a person: send it under your own name.

## Buttons under results (ask-edit-hint is plain, at most 64 characters)

ask-edit =
    { $number ->
        [0] ✏️ What should change? Reply to this message in your own words.
       *[other] ✏️ What should change in picture { $number }? Reply to this message in your own words.
    }
ask-edit-price =
    { $price ->
        [one] It costs { $price } credit.
       *[other] It costs { $price } credits.
    }
ask-edit-dearer =
    { $price ->
        [one] It costs { $price } credit now, more than I said. Reply to this message if you still want it; a tap copies your words.
       *[other] It costs { $price } credits now, more than I said. Reply to this message if you still want it; a tap copies your words.
    }
ask-edit-hint = make it night, add snow…
delete-refused = Telegram does not let me delete all of it: messages older than 48 hours, or I may not delete here.

## Toasts (plain, at most 200 characters)

button-working = On it
button-sending = Sending
button-cancelling = Cancelling
button-deleted = Deleted
button-twice = Got it the first time
button-gone = This button does nothing any more
button-edit-by-answer = I cannot ask here. Reply to the picture itself and write what should change: that works.
button-dearer =
    { $price ->
        [one] This costs { $price } credit now. Press again if you want it.
       *[other] This costs { $price } credits now. Press again if you want it.
    }
button-too-old = Telegram lets me delete only what is younger than 48 hours. You can still delete it yourself.
button-saved = Saved
button-settings-admins = Only this group's admins can change its settings
button-not-yours = Only who asked for this can answer
button-forgetting = Erasing
