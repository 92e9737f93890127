# 看板：群里任务多时，一条消息列出所有任务，每个一行。参数已转义。

board-title = 📋 <b>{ $count } 个任务进行中</b>
board-line = { $number }. { $what } · { $state }
board-state = { $provider } · { $state }
board-state-batch = 已完成 { $done } / { $total }
board-more = …… 还有 { $count } 个任务
board-note = 每个结果都会以回复的方式发给对应的消息。
board-button-cancel = ✖️ { $number }
