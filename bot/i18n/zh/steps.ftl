# 一张图片的各个步骤：说明文字、按钮、菜单，以及为什么没有这一步。HTML；菜单为纯文本。

step-number = 第 { $step } 步
step-shown = ↩️ <b>第 { $step } 步</b>
step-original = ↩️ <b>原图</b>
step-compared =
    { $before ->
        [0] ◀️ 之前：<b>原图</b> · 之后：<b>第 { $after } 步</b> ▶️
       *[other] ◀️ 之前：<b>第 { $before } 步</b> · 之后：<b>第 { $after } 步</b> ▶️
    }

status-button-undo = ↩️ 撤销
status-button-compare = ◧ 对比

menu-undo = 回到上一步
menu-compare = 前后对比，合成一张图
help-steps = ↩️ <b>一步一步来</b>：/undo 显示上一步，/compare 把前后放进同一张图，“从第2步：把天空变红”从那一步继续。都要回复我的图片来发送。

failure-first_step = 这已经是第一步，之前没有别的了。
failure-step_gone = 上一步已经不再保存。
failure-step_which = 是哪张图片？请回复我的一张图片来发送。
failure-step_unknown =
    { $first ->
        [0]
            { $last ->
                [1] 没有第 { $step } 步；有第 1 步和原图（第 0 步）。
               *[other] 没有第 { $step } 步；有第 1–{ $last } 步和原图（第 0 步）。
            }
       *[other]
            { $last ->
                [1] 没有第 { $step } 步；只有第 1 步。
               *[other] 没有第 { $step } 步；有第 1–{ $last } 步。
            }
    }
failure-original_gone = 原图无法再次发送；它就在上面的聊天记录里，和发送时一样。
