# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much two people carry to each other, each way: bytes of the facts, and characters of the text.

Both computers have one address.  What others published stands beside it as it was published.
"""

import base64
import json
import os
import zlib

import peers
import work

# In its README, for a server that holds the descriptions: the code is all that is carried.
WEBWORMHOLE = '8-enlist-decadence'
# In its pull request 1565, for a friend who stays: both give each other one.
RETROSHARE = 'AImkEBWA3WHBGeSzzy2+U/cBAAAAB1Rlc3QgMDSSHDs7XB84'


def base64url(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b'=').decode()


def deflate(text):
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(text.encode()) + packer.flush()


def duologue():
    """(code, code back), as links."""
    address = os.environ.get('DUO_NOWHERE_ADDRESS', '127.0.0.1')
    program = peers.BUILD / 'tests' / 'net' / 'net-link'
    with work.two(lambda: peers.Program([program, '--address=' + address], {})) as (a, b, _):
        code = a.ask('invite', 'code')[1][0]
        return code, b.ask('accept ' + code, 'code')[1][0]


def page():
    """(offer, answer) of Chromium as JSON, with all candidates."""
    with work.two(peers.CONTESTANTS['chromium'][1]) as (a, b, _):
        offer = a.ask('offer 0', 'offer', '0')[1][1]
        return offer, b.ask('accept 0 ' + offer, 'answer', '0')[1][1]


def sizes(raw, text):
    return {'bytes': raw, 'characters': text}


def of_code(link):
    code = link.rpartition('/')[2]
    return sizes(len(base64.urlsafe_b64decode(code + '=' * (-len(code) % 4))), len(link))


def measure(results, plan, say):
    say('invites')

    def both(who, there, back):
        results.add('invite', who, {'there': there, 'back': back})

    results.turn('invite', 'Duologue, the code as a link', lambda: dict(
        zip(('there', 'back'), map(of_code, duologue()))))
    if plan['has_browsers']:
        texts = page()
        json.loads(texts[0])
        both('the blog\'s JSON', *(sizes(len(text.encode()), len(text)) for text in texts))
        both('the same, deflated, base64url', *(
            sizes(len(deflate(text)), len(base64url(deflate(text)))) for text in texts))
    both('RetroShare, short invite, as published',
         *2 * [sizes(len(base64.b64decode(RETROSHARE)), len(RETROSHARE))])
    both('webwormhole, with a server that holds the rest, as published',
         sizes(len(WEBWORMHOLE), len(WEBWORMHOLE)), sizes(0, 0))
