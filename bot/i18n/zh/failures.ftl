# 失败、拒绝和提示：每条一句话，说明怎样才行。
# 作为消息发送的可以用 HTML;failure-internal、-not_yours、-job_ended 是纯文本（按钮提示）。
# 是否扣费由状态消息说明，这里不说。

## 请求

failure-refused = 这样不行；/help 会告诉你能做什么。
failure-unsupported_request = 这里没有服务接受这个请求；/help 会告诉你能做什么。
failure-request_rejected = 服务拒绝了这个请求；请换个说法或换张图片。
failure-prompt_missing = 请用文字说明想看到什么，例如 <code>/gen 雪地里的红狐狸</code>，或在照片下写 <code>/edit 改成夜晚</code>。
failure-prompt_not_taken = 这里放大图片不需要文字；请去掉文字再发 <code>/upscale</code>，想修改图片请把文字写在 <code>/edit</code> 后面。
failure-prompt_too_long = 你的文字有 { $length } 个字符，最多可以 { $allowed } 个。
failure-option_unknown =
    { $suggestion ->
        [none] 没有 <code>--{ $option }</code> 这个选项；可用的有：{ $allowed }。
       *[other] 没有 <code>--{ $option }</code> 这个选项，是不是想用 <code>{ $suggestion }</code>？可用的有：{ $allowed }。
    }
failure-option_value = <code>--{ $option }</code> 不接受“{ $value }”；可以用：{ $allowed }。
failure-option_value_missing = <code>--{ $option }</code> 后面要有一个值：{ $allowed }。
failure-option_twice = <code>--{ $option }</code> 写了两次；写一次就好。
failure-option_unsupported = 这里不接受 <code>--{ $option }</code>；可用的有：{ $allowed }。
failure-option_not_taken = 这项操作不接受 <code>--{ $option }</code>；请去掉后再发。
failure-option_value_unsupported = <code>--{ $option }</code> 可以用：{ $allowed }。
failure-model_unsupported = 这里不能用这个模型；<code>--model</code> 可以用：{ $allowed }。
failure-model_not_taken = 这项操作不能选模型；请去掉 <code>--model</code> 后再发。
failure-aspect_ratio_unsupported = 没有这个宽高比；<code>--ar</code> 可以用：{ $allowed }。
failure-aspect_ratio_not_taken = 这项操作不能选宽高比；请去掉 <code>--ar</code> 后再发。
failure-scale_unsupported = 不能放大这个倍数；可以用：{ $allowed }。
failure-scale_not_taken = 这项操作不能选倍数；请去掉 <code>--scale</code> 后再发。
failure-count_unsupported = 一次出不了这么多张；<code>--n</code> 可以用：{ $allowed }。
failure-count_not_taken = 这项操作不能选张数；请去掉 <code>--n</code> 后再发。
failure-seed_not_taken = 这项操作不能选种子；请去掉 <code>--seed</code> 后再发。
failure-seed_unsupported = 这里不能用这个种子；<code>--seed</code> 可以用：{ $allowed }。
failure-negative_prompt_not_taken = 这项操作不能写不要的内容；请去掉 <code>--no</code> 后再发。
failure-provider_unknown = 这项操作没有“{ $option }”这个服务；<code>--provider</code> 可以用：{ $allowed }。
failure-operation_unsupported = 所选的服务做不了这个；请去掉 <code>--provider</code> 后再发。
failure-no_provider_generate = 还没有设置文字生图的服务；机器人的主人可以用 JIMENG_SESSION_ID、HIDREAM_TOKEN、IDEOGRAM_API_KEY、IDEOGRAM_GATEWAY_KEY、OPENAI_API_KEY 或 DREAMINA_MCP_COOKIE 之一来设置。
failure-no_provider_edit = 还没有设置修图的服务；机器人的主人可以用 JIMENG_SESSION_ID 或 OPENAI_API_KEY 之类来设置，简单的修改也可以用 LOCAL_ENGINE=true 打开内置引擎。
failure-no_provider_upscale = 还没有设置放大的服务；机器人的主人可以用 LOCAL_ENGINE=true 打开内置引擎。
failure-edit_not_understood = 内置引擎不会这个修改。可以这样说，也可以几项一起：“去背景”“虚化背景”“白底”“黑白”“怀旧”“素描”“卡通”“锐化”“降噪”“模糊”“向左旋转”“裁剪成 16:9”。
failure-no_subject = 在这张图片里找不到与背景分得开的主体；请换一张主体更清楚的照片。
failure-lookup_unsupported = 这个服务查不到订单的下落；请重新下单。

## 图片

failure-picture_missing = 是哪张图片？请发图片并把命令写在说明里，或用命令回复一条带图片的消息。
failure-picture_which = 那条消息里有 { $count } 张图片；请按数字单独取出一张，再回复它。
failure-picture_which_file = 那条消息说的是 { $count } 张图片；请回复你要的那张图片的文件。
failure-picture_type = 读不了这种文件；可以用：{ $allowed }。
failure-not_a_picture = 这个文件不是图片；请发 JPEG、PNG、WebP、BMP、TIFF、GIF 或 HEIC。
failure-picture_broken = 这张图片已损坏，打不开；请重新保存后再发。
failure-picture_too_large = 这张图片像素太多；请缩小后再发。
failure-picture_too_heavy = 该服务在这项操作中最多接受 { $allowed } MB 的文件；请把图片缩小后再发。
failure-picture_too_small = 这张图片太小；每边至少要 { $allowed } 像素。
failure-picture_too_large_for_scale = 这张图片太大，放不了 { $scale } 倍；最多 { $allowed } 百万像素的图片可以放大这么多。
failure-too_many_pictures =
    { $allowed ->
        [0] 这项操作不用图片；请只发文字。
       *[other] 一次的图片太多了；最多 { $allowed } 张。
    }
failure-file_too_big = 这个文件太大；从 Telegram 最多能取 { $allowed } MB。
failure-file_gone = Telegram 上已经没有这个文件；请重新发送。
failure-picture_gone = 这张图片已不再保存；想继续用它，请再发给我一次。
failure-album_late = 这张图片到得晚，它的相册已经下单；请单独加上说明再发一次。

## 额度和排队

failure-quota_exceeded = 额度不够；/quota 会告诉你还剩多少。
failure-quota_user_exceeded =
    { $left ->
        [0] 你今天的 { $limit } 点额度用完了；{ $turns }（{ $zone }）更新，还有 { $hours } 小时 { $minutes } 分钟。
       *[other] 这要 { $price } 点，你的 { $limit } 点还剩 { $left } 点；{ $turns }（{ $zone }）更新，还有 { $hours } 小时 { $minutes } 分钟。
    }
failure-quota_group_exceeded =
    { $left ->
        [0] 本群今天的 { $limit } 点额度用完了；{ $turns }（{ $zone }）更新，还有 { $hours } 小时 { $minutes } 分钟。
       *[other] 这要 { $price } 点，本群的 { $limit } 点还剩 { $left } 点；{ $turns }（{ $zone }）更新，还有 { $hours } 小时 { $minutes } 分钟。
    }
failure-quota_share_exceeded =
    { $left ->
        [0] 你今天在本群的份额用完了：本群 { $total } 点平分成 { $parts } 份，每份 { $limit } 点，好让人人都有得用；{ $turns }（{ $zone }）更新，还有 { $hours } 小时 { $minutes } 分钟。
       *[other] 这要 { $price } 点，你今天在本群的份额还剩 { $left } 点：本群 { $total } 点平分成 { $parts } 份，每份 { $limit } 点，好让人人都有得用；{ $turns }（{ $zone }）更新，还有 { $hours } 小时 { $minutes } 分钟。
    }
failure-quota_global_exceeded =
    { $left ->
        [0] 机器人今天的 { $limit } 点额度用完了；{ $turns }（{ $zone }）更新，还有 { $hours } 小时 { $minutes } 分钟。
       *[other] 这要 { $price } 点，机器人给大家的 { $limit } 点还剩 { $left } 点；{ $turns }（{ $zone }）更新，还有 { $hours } 小时 { $minutes } 分钟。
    }
failure-draining = 机器人正在重启；请一分钟后再发。
failure-already_handled = 这个已经处理过了，不用再做什么。

## 任务和按钮

failure-job_unknown = 这里没有这个任务；/jobs 会列出你的任务。
failure-not_yours = 只有下单的人或本群管理员可以这样做。
failure-job_ended = 这个任务已经结束了。
failure-too_late = 图片已经在发送，来不及取消了。
failure-jobs_ending = 你还有任务正在结束，暂时什么都没有清除；请一分钟后再按一次。

## 服务方

failure-moderation = 服务的内容规则不允许；请换个说法或换张图片。
failure-provider_error = 服务返回了错误；请稍后再试。
failure-provider_failed = 服务没能做出图片；请再试一次。
failure-provider_unavailable = 现在连不上服务；请过几分钟再试。
failure-provider_busy = 服务现在太忙；请过几分钟再试。
failure-account_error = 机器人在服务方的账号有问题，需要主人处理；请稍后再试。
failure-key_refused = 服务不接受机器人的密钥，需要主人更新；请稍后再试。
failure-out_of_credit = 机器人在服务方的余额用完了，需要主人充值；请稍后再试。
failure-account_blocked = 服务停用了机器人的账号，需要主人处理；请稍后再试。
failure-submission_unknown = 下单时连接断了，服务说不清有没有收到；请重新下单。
failure-task_lost = 服务弄丢了这个任务；请重新下单。
failure-timed_out = 服务太久没有进展；请再试一次。
failure-no_result = 服务结束了却没有图片；请再试一次，也可以换个说法。
failure-result_broken = 服务给的图片已损坏；请再试一次。
failure-result_refused = 没能安全地取回服务的结果；请再试一次。
failure-result_too_large = 结果超过了 Telegram 的上限；请用小一点的图片或倍数。
failure-link_expired = 服务给的图片链接过期了；请重新下单。
failure-crashed = 这个任务中断了好几次；按按钮可以重试。

## Telegram

failure-internal = 这边出了点问题，请再试一次。
failure-delivery_failed = Telegram 没有接收图片；请再试一次。
failure-delivery_unknown = Telegram 没说图片到了没有；请看看上面，或再试一次。
failure-chat_gone = 机器人进不了这个聊天；请重新添加或解除屏蔽后再试。
failure-message_gone = 那条消息被删除了；请重新下单。
failure-not_allowed = 机器人不能在这里发图片；群管理员可以开放权限。
failure-slow_down = Telegram 要求机器人放慢；请一分钟后再试。
failure-telegram_unreachable = 连不上 Telegram；请再试一次。
failure-chat_migrated = 群已经搬迁；请在新群里重新下单。

## 结果旁边的提示

notice-resolution_reduced = 账号余额不够出全分辨率，所以降低了分辨率。
notice-some_refused = 服务的内容规则拦下了一部分图片；{ $wanted } 张中来了 { $delivered } 张。
notice-partial_result = { $wanted } 张中来了 { $delivered } 张；缺的不收费。
notice-other_provider = 第一个服务做不了，由另一个完成。

## 服务自身的限制

failure-file_too_heavy = 这张图片的文件对该服务来说太大；最多 { $allowed } MB。

## 别的服务能做时

failure-available_elsewhere = <code>--provider { $option }</code> 做不了这个；这些可以：{ $allowed }。
