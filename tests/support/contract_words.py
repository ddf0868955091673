# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of the controls, which are kept to the letter, in each language that has its own."""

# The words that the blog's page uses; kept to the letter.
CONTRACT = {
    'zh_CN': {
        'Your signal': '我的信令',
        'Friend\'s signal': '对方的信令',
        'Your candidates': '我的候选',
        'Invite': '邀请',
        'Accept': '接收邀请',
        'Receive Answer': '接收远程信令',
        'Receive Candidate': '接收candidate',
        'Hang Up': '挂断',
        'Message': '消息',
        'Send': '发送',
        'Conversation': '对话',
        'Connection status': '连接状态',
        'Connection established': '连接已建立',
        'Connection closed': '连接已关闭',
        'Me': '我',
        'Loopback': '本机演示',
        'Start': '开始',
        'Call': '呼叫',
        'Local description': '本地描述',
        'Remote description': '远端描述',
        'Received': '收到的消息',
    },
}
