# 前台说的话：帮助、额度、列表、按钮提示。HTML；button- 开头的和 access-denied 是纯文本。

## 帮助

start = 你好！我可以画图、修图、放大图片。
help-generate = 🎨 <b>画图</b>：<code>/gen 雪地里的红狐狸</code>
help-generate-missing = 🎨 还没有设置文字生图；机器人的主人可以用其中之一来设置：<code>{ $settings }</code>
help-edit = 🖌 <b>修图</b>：发照片并在说明里写 <code>/edit 改成夜晚</code>，或用文字回复我的图片；相册可以作为多张参考图。
help-edit-missing = 🖌 还没有设置修图；能画图的服务通常也能修图。
help-upscale = 🔍 <b>放大</b>：单独发照片或图片文件，或用 <code>/upscale</code> 回复一张（{ $scales }）；图片文件比照片保留更多细节。
help-upscale-missing = 🔍 还没有设置放大；LOCAL_ENGINE=true 可以打开内置引擎。
help-options = ⚙️ 选项可以写在任何位置：<code>--ar 16:9</code> 宽高比（{ $ratios }），<code>--n 2</code> 张数，<code>--seed 42</code> 种子，<code>--no 模糊，文字</code> 不要的内容。
help-models = <code>--model</code> 可以是：{ $models }
help-account = /quota 剩余额度，/jobs 你的任务，/cancel 停止任务，/settings 你的设置，/privacy 保存了什么。
hint = 发 /gen 加文字来画图，或发照片来放大；更多见 /help。
hint-words = 想画这个，请发 <code>/gen { $words }</code>；想修图，请用文字回复图片。更多见 /help。
hint-group = 用文字回复图片就能修图，或发 <code>/gen</code> 加文字；更多见 /help。
command-unknown = 我不认识 /{ $command }；/help 会告诉你我能做什么。
access-denied = 这个机器人只为特定的人服务；主人可以用你的编号 { $user } 让你加入。

## 菜单（纯文本）

menu-gen = 用文字画图
menu-edit = 用文字修图
menu-upscale = 放大图片
menu-jobs = 进行中的任务
menu-cancel = 停止任务
menu-quota = 今天的剩余额度
menu-settings = 语言、宽高比、服务
menu-privacy = 保存了哪些数据
menu-forgetme = 清除我的数据
menu-help = 能做什么
menu-description = 我用文字画图，按你说的修图，还能放大图片。发一张照片，或发 /gen 加上你想看的内容；/help 会告诉你这里能做的一切。
menu-short-description = 用文字画图，修图，放大图片。

## 额度

quota-unlimited = 你在这里没有限额。
quota-user =
    { $bonus ->
        [0] 你今天的 { $limit } 点额度还剩 <b>{ $left }</b> 点。
       *[other] 你还剩 <b>{ $left }</b> 点：每天 { $limit } 点，另有不过期的 { $bonus } 点。
    }
quota-group = 本群今天的 { $limit } 点还剩 <b>{ $left }</b> 点。
quota-share = 其中你的份额 { $limit } 点（{ $parts } 份中的一份）还剩 <b>{ $left }</b> 点。
quota-global = 机器人今天给大家的 { $limit } 点还剩 <b>{ $left }</b> 点。
quota-turns = 额度在 { $turns }（{ $zone }）更新，还有 { $hours } 小时 { $minutes } 分钟。
quota-entries = <b>最近的记录</b>
quota-entry = { $at } · <b>{ $amount }</b> · { $what }，{ $kind }
ledger-charged = 已扣
ledger-reserved = 预留
ledger-released = 退回
ledger-granted = 赠送
operation-generate = 画图
operation-edit = 修图
operation-upscale = 放大
operation-granted = 礼物

## 任务

jobs-none = 你没有进行中的任务。
jobs-title = <b>{ $count } 个任务进行中</b>
jobs-more = …… 还有 { $count } 个任务
jobs-line = { $what }
jobs-line-prompt = { $what } <i>{ $prompt }</i>
jobs-waiting =
    { $ahead ->
        [0] 下一个就是你
       *[other] 前面有 { $ahead } 个
    }
jobs-running = { $percent } %
jobs-started = 进行中
jobs-cancel = ✖️ 取消 { $number }
cancel-which = 你有 { $count } 个任务；要停止哪个？
cancel-done = 正在停止；没出图的不收费。

## 设置（settings-close、-back 和各项名称也用在按钮上）

settings-title = ⚙️ <b>你的设置</b>
settings-title-group = ⚙️ <b>本群的设置</b>，由群管理员修改。
settings-note = 指令里写明的选项总是优先；服务不支持的会被略过。
settings-note-gathering = 相册每张图占一条消息；拼图只有一条消息，每张图各有按钮。自动：私聊用相册，群里用拼图。
settings-note-form = 预览图是照片，带取原图的按钮；仅文件则只发原图文件，字节不变，不发照片。自动：预览图；在群里按各成员自己的选择。
settings-note-spoiler = 群里的照片先被遮住，点一下才显示；文件无法遮挡。自动：不遮挡；在群里按各成员自己的选择。
settings-line = { $name }：<b>{ $value }</b>
settings-pick = <b>{ $name }</b>：以后用哪个？
settings-language = 🌐 语言
settings-aspect_ratio = 📐 宽高比
settings-count = 🔢 张数
settings-provider = 🏭 服务
settings-model = 🧠 模型
settings-gathering = 🗂 多张图片
settings-form = 📦 结果形式
settings-spoiler = 🙈 群内遮挡
settings-automatic = 自动
settings-language-en = English
settings-language-ru = Русский
settings-language-zh = 中文
settings-album = 相册
settings-grid = 一张编号拼图
settings-preview = 预览图
settings-file = 仅文件
settings-on = 开
settings-off = 关
settings-priced = { $name } · { $price } 点
settings-back = ⬅️ 返回
settings-close = ✖️ 关闭

## 自己的数据

privacy-title = 🔒 <b>保存了你的哪些数据</b>
privacy-orders = <b>你的指令</b>：文字、选项、图片在 Telegram 的名称、聊天、时间和结果，保存到你发 /forgetme 为止。
privacy-pictures = <b>你发的图片</b>：只为这次任务取来，任务结束后就从机器人的磁盘上删除。
privacy-results = <b>生成的图片</b>：最多在机器人的磁盘上保存 { $days } 天，空间不足时更短；按钮要用到它们。
privacy-rest = <b>额度和 /settings</b>：哪天用了多少、得了多少，以及你的选择。/forgetme 会清除你的选择。
privacy-updates = <b>你写的其他内容和按下的按钮</b>：处理完就删除；只有编号保留 { $update_days } 天，以免重复处理。
privacy-services = 你的文字和图片会发给出图的服务；它保存什么由它自己说明。聊天里的消息会一直在，直到你删除。
privacy-end = /forgetme 会清除全部数据。只留下账目：多少点、什么时间、哪类任务，以便每日限额仍然有效。
forget-sure = 🗑 <b>清除关于你的全部数据？</b>进行中的任务会停止；你的指令、图片和设置都会清除，群里的也一样。旧按钮将不再有作用，而且无法恢复。
forget-yes = 🗑 清除
forget-no = 保留
forget-under-way = 正在停止任务并清除……
forget-done = ✅ 关于你的数据已全部清除，只留下额度合计。
forget-nobody = 这只对个人有效：请用你自己的身份发送。

## 结果下方的按钮（ask-edit-hint 为纯文本，不超过 64 个字符）

ask-edit =
    { $number ->
        [0] ✏️ 要改什么？请回复这条消息，写下你的要求。
       *[other] ✏️ 第 { $number } 张要改什么？请回复这条消息，写下你的要求。
    }
ask-edit-price = 这要 { $price } 点。
ask-edit-dearer = 现在要 { $price } 点，比我刚才说的多。还想改的话，请回复这条消息；点一下就能复制你写的话。
ask-edit-hint = 改成夜晚，加上雪……
delete-refused = Telegram 不让我全部删除：消息超过 48 小时，或者我在这里没有删除权限。

## 按钮提示（纯文本，最多 200 字符）

button-working = 开始了
button-sending = 正在发送
button-cancelling = 正在取消
button-deleted = 已删除
button-twice = 第一次就收到了
button-gone = 这个按钮已经没有作用了
button-edit-by-answer = 这里没法提问。请直接回复那张图片，写明要改什么，这样就行。
button-dearer = 现在这要 { $price } 点。如果仍要，请再按一次。
button-too-old = Telegram 只允许我删除 48 小时以内的消息。你可以自己删除它。
button-saved = 已保存
button-settings-admins = 只有本群管理员可以修改群设置
button-not-yours = 只有提出的人可以回答
button-forgetting = 正在清除
