# 状态消息、结果说明和按钮。所有文本都是 HTML，参数已转义。

status-provider =
    { $provider ->
        [jimeng] 即梦
        [hidream] HiDream
        [ideogram] Ideogram
        [ideogram_gateway] Ideogram
        [openai] OpenAI
        [dreamina_mcp] Dreamina
        [local] 内置引擎
        [demo] 演示
       *[other] { $provider }
    }

status-accepted = ⏳ <b>收到</b>，马上开始
status-waiting =
    { $place ->
        [0] ⏳ <b>排队中</b>：下一个就是你
       *[other] ⏳ <b>排队中</b>：前面还有 { $place } 个任务
    }
status-submitting = 📨 正在提交给 <b>{ $provider }</b>
status-working-generate = 🎨 <b>{ $provider }</b> 正在作画
status-working-edit = 🖌 <b>{ $provider }</b> 正在修图
status-working-upscale = 🔍 <b>{ $provider }</b> 正在放大
status-provider-queue = ⏳ { $provider }：队列中前面还有 { $place } 个
status-delivering = 📦 <b>已完成</b>，正在发送
status-cancelling = ✋ <b>正在取消</b>
status-bar = { $bar } { $percent }%
status-left-moment = 只剩几秒
status-left-seconds = 约剩 { $seconds } 秒
status-left-minutes = 约剩 { $minutes } 分钟
status-back = ↩️ 重启后继续，进度仍为 { $percent }%
status-back-plain = ↩️ 重启后继续，什么也没丢

status-batch =
    { $done ->
        [0] 🔍 <b>{ $total } 张图片</b>
       *[other] 🔍 <b>{ $total } 张图片</b>，已完成 { $done } 张
    }
status-line-waiting =
    { $place ->
        [0] 下一个
       *[other] 排队中，前面 { $place } 个
    }
status-line-accepted = 排队中
status-line-working = 处理中
status-line-delivering = 发送中
status-line-done = ✅ 完成
status-line-cancelling = 正在取消
status-line-cancelled = 已取消

status-cancelled = ✋ <b>已取消。</b>
status-nothing-charged = 未扣除额度。
status-nothing-charged-left = 未扣除额度（今天还剩 { $left }）。

status-done = ✅ <b>{ $count } 张图片</b> · { $provider }
status-done-upscale = ✅ <b>{ $width }×{ $height }</b> · { $provider }
status-numbered = { $number } · { $width }×{ $height }
status-delivered-part = 已送达 { $delivered } / { $wanted } 张
status-made-by-model = { $provider } · { $model }
status-copy = 原图已不在这里保存；这是 Telegram 的副本。
status-too-large = 文件超过 Telegram 允许机器人发送的大小；这是预览。

status-button-cancel = ✖️ 取消
status-button-cancel-all = ✖️ 全部取消
status-button-again = 🔄 再来一次
status-button-try-again = 🔄 重试
status-button-try-again-number = 🔄 重试第 { $number } 张
status-button-twice = 🔍 2x
status-button-twice-number = 2x 第 { $number } 张
status-button-four-times = 🔍 4x
status-button-four-times-number = 4x 第 { $number } 张
status-button-show = { $number }
status-button-show-all = 🖼 全部
status-button-original = 📎 原图
status-button-originals = 📎 全部原图
status-button-twice-all = 2x 全部
status-button-four-times-all = 4x 全部
status-button-vary = 🎲 变体
status-button-vary-number = 🎲 { $number }
status-button-edit = ✏️ 修改
status-button-edit-number = ✏️ { $number }
status-button-prompt = 📋 提示词
status-button-delete = 🗑 删除
status-button-keep = ⬅️ 保留
status-button-sure = 🗑 确定删除
status-button-back = ⬅️ 返回
status-button-priced = { $name } · { $price } 点

## 给机器人的管理员

admin-provider_out = ⚠️ { $provider } 已停用：{ $reason }
    期间由其他服务代替；恢复后会自动启用。
admin-provider_back = ✅ { $provider } 已恢复正常。
