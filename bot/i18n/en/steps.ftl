# The steps that led to a picture: captions, buttons, menu, and why one cannot be had. HTML; the menu is plain.

step-number = Step { $step }
step-shown = ↩️ <b>Step { $step }</b>
step-original = ↩️ <b>The original</b>
step-compared =
    { $before ->
        [0] ◀️ Before: <b>the original</b> · after: <b>step { $after }</b> ▶️
       *[other] ◀️ Before: <b>step { $before }</b> · after: <b>step { $after }</b> ▶️
    }

status-button-undo = ↩️ Undo
status-button-compare = ◧ Compare

menu-undo = Back to the step before
menu-compare = Before and after in one picture
help-steps = ↩️ <b>Step by step</b>: /undo shows the step before, /compare puts before and after into one picture, and “from step 2: make the sky red” goes on from there. Each in reply to a picture of mine.

failure-first_step = This is the first step; there is nothing before it.
failure-step_gone = The step before this one is not kept any more.
failure-step_which = Which picture? Send this in reply to one of mine.
failure-step_unknown =
    { $first ->
        [0]
            { $last ->
                [1] There is no step { $step }: there are step 1 and the original (step 0).
               *[other] There is no step { $step }: there are steps 1–{ $last } and the original (step 0).
            }
       *[other]
            { $last ->
                [1] There is no step { $step }: there is step 1 alone.
               *[other] There is no step { $step }: there are steps 1–{ $last }.
            }
    }
failure-original_gone = The original cannot be sent once more; it is in the chat above, as it was sent.
