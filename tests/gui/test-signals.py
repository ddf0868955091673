#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is pasted: recognised before any click, and every bad input gets a sentence and no more."""

import html
import json
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from cases import DesktopCase  # noqa: E402

EMPTY = 'There is nothing to read yet.'
IS_INVITE = 'This is an invite from your friend. Press Accept to make your reply.'
IS_REPLY = "This is your friend's reply. Press Receive Answer to connect."
IS_CANDIDATES = "These are your friend's candidates. Press Receive Candidate to use them."

SDP = '\r\n'.join((
    'v=0', 'o=- 4611733058421876 2 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 0.0.0.0',
    'a=candidate:1 1 udp 2113937151 192.168.77.5 40123 typ host',
    'a=ice-ufrag:aBcD', 'a=ice-pwd:abcdefghijklmnopqrstuvwx', 'a=ice-options:trickle',
    'a=fingerprint:sha-256 ' + ':'.join('%02X' % (7 * i % 256) for i in range(32)),
    'a=setup:actpass', 'a=mid:0', 'a=sctp-port:5000', 'a=max-message-size:262144', ''))
AUDIO = 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\n'
CANDIDATE = {'candidate': 'candidate:1 1 udp 2113937151 192.168.77.5 40123 typ host ufrag aBcD',
             'sdpMid': '0', 'sdpMLineIndex': 0, 'usernameFragment': 'aBcD'}


def offer(sdp=SDP, **more):
    return json.dumps({'type': 'offer', 'sdp': sdp, **more})


def answer(sdp=SDP):
    return json.dumps({'type': 'answer', 'sdp': sdp.replace('actpass', 'active')})


def candidate(**more):
    return json.dumps({**CANDIDATE, **more})


# What people's programs make of an invite, and it is still found.
MANGLED = {
    'mail around it': 'Hi Bob,\n\nhere it is:\n\n' + offer() + '\n\n-- \nAlice {at home}',
    'quoted by mail': '\n'.join('> ' + line for line in re.findall('.{1,70}', offer())),
    'line breaks': '\n'.join(re.findall('.{1,60}', offer())),
    'smart quotes': offer().replace('"', '“'),
    'code fence': '```json\n' + offer() + '\n```',
    'HTML': html.escape(offer()),
    'indented JSON': json.dumps(json.loads(offer()), indent=4),
    'byte order mark': '\ufeff' + offer() + '\n\n',
}

# name: (what is pasted, a part of the sentence, or several that would do)
BAD = {
    'not JSON': ('Hello, how are you?', ('There is no signal in this text.',)),
    'other JSON': ('{"name": "Alice", "age": 33}', (
        'This text is something else than a signal.', 'There is no signal in this text.')),
    'a number': ('42', ('There is no signal', 'something else than a signal')),
    'a newer code': ('duologue:i/JAABAgM' + 'A' * 74 + 'O5nsg',
                     ('made by a newer Duologue',)),
    'cut off': (offer()[:200], ('The end of this signal is missing.',)),
    'deep nesting': ('{"a":' * 20000, ('signal',)),
    'deep brackets': ('[' * 100000, ('signal',)),
    'wrong types': ('{"type": "offer", "sdp": ["v=0"]}', ('signal',)),
    'audio and video': (offer(SDP + AUDIO), ('audio or video call',)),
    'only audio': (offer(SDP[:SDP.index('m=')] + AUDIO), ('audio or video call',)),
    'no section at all': (offer(SDP[:SDP.index('m=')]), ('not for a text chat',)),
    'no fingerprint': (offer(re.sub('a=fingerprint.*\r\n', '', SDP)),
                       ('does not say how to recognize', )),
    'weak fingerprint': (offer(re.sub('sha-256 .*', 'md5 ' + ':'.join(['00'] * 16), SDP)),
                         ('The mark that identifies',)),
    'short password': (offer(re.sub('ice-pwd:.*', 'ice-pwd:abc', SDP)), ('cannot be used',)),
    'an answer and no offer': (answer(), ('A reply is of use only after an invite of yours.',)),
    'impossible port': (candidate(candidate='candidate:1 1 udp 2113937151 192.168.77.5 99999 typ host'),
                        ('impossible address',)),
    'impossible address': (candidate(candidate='candidate:1 1 udp 2113937151 300.1.2.3 4000 typ host'),
                           ('impossible address',)),
}


class Signals(DesktopCase):
    def seen(self, person):
        """All that a bad input must not change."""
        return (person.status(), person.rows(), person.box('Your signal').text(),
                person.box('Your candidates').text(),
                [person.is_sensitive(name) for name in duo.STEPS])

    def put(self, person, text):
        """Pastes TEXT in place of what is there, without waiting for how it is shown."""
        box = person.box("Friend's signal")
        box.clear()
        box.paste(text)
        return box

    def refuses(self, person, text, sentences):
        before = self.seen(person)
        self.put(person, text)
        self.desktop.wait(
            lambda: any(s in label for s in sentences for label in self.alerts(person)),
            'it says one of %r' % (sentences,))
        self.assertEqual(self.seen(person), before, 'something else changed')

    def alerts(self, person):
        if 'alert' not in person.nodes:
            person.nodes['alert'] = person.window.find(role='alert')
        alert = person.nodes['alert']
        return [n.text() for n in alert.find_all(role='label')] if alert.is_visible() else []

    def test_recognised_before_any_click(self):
        alice = self.person()
        for text, sentence in ((offer(), IS_INVITE), (candidate(), IS_CANDIDATES)):
            self.put(alice, text)
            alice.wait_label(sentence)
        self.put(alice, '%s\n%s' % (candidate(), candidate(sdpMLineIndex=0)))
        alice.wait_label(IS_CANDIDATES)
        alice.box("Friend's signal").clear()
        alice.wait_label('Press Invite to begin')
        alice.invite()
        self.put(alice, answer())
        alice.wait_label(IS_REPLY)
        self.quit(alice)

    def test_found_in_what_programs_make_of_it(self):
        alice = self.person()
        for name, text in MANGLED.items():
            with self.subTest(name):
                self.put(alice, text)
                alice.wait_label(IS_INVITE)
                alice.box("Friend's signal").clear()
                alice.wait_label('Press Invite to begin')
        self.quit(alice)

    def test_wrong_button_names_the_right_one(self):
        alice = self.person()
        alice.invite()
        wrong = ((offer(), 'Receive Answer', 'Press Accept'),
                 (offer(), 'Receive Candidate', 'Press Accept'),
                 (answer(), 'Accept', 'Press Receive Answer'),
                 (answer(), 'Receive Candidate', 'Press Receive Answer'),
                 (candidate(), 'Accept', 'Press Receive Candidate'),
                 (candidate(), 'Receive Answer', 'Press Receive Candidate'))
        before = self.seen(alice)
        for text, button, sentence in wrong:
            with self.subTest(button=button, sentence=sentence):
                self.put(alice, text)
                alice.wait_label('Press ')
                alice.button(button).click()
                self.desktop.wait(lambda: any(sentence in a for a in self.alerts(alice)),
                                  'the alert says %r' % sentence)
                self.assertEqual(self.seen(alice), before)
        self.quit(alice)

    def test_empty(self):
        alice = self.person()
        before = self.seen(alice)
        alice.button('Accept').click()
        self.desktop.wait(lambda: any(EMPTY in a for a in self.alerts(alice)), 'it says so')
        self.assertEqual(self.seen(alice), before)
        self.quit(alice)

    def test_bad_input(self):
        alice = self.person()
        for name, (text, sentences) in BAD.items():
            with self.subTest(name):
                self.refuses(alice, text, sentences)
        # After all of it the window still works.
        alice.box("Friend's signal").clear()
        bob = self.person('bob')
        duo.connect(alice, bob)
        self.quit(alice, bob)

    def test_clipboards_that_are_no_text(self):
        alice = self.person()
        before = self.seen(alice)
        picture = subprocess.run(['convert', '-size', '8x8', 'xc:red', 'png:-'], check=True,
                                 stdout=subprocess.PIPE).stdout
        contents = {
            'ten megabytes': (b'{"type":"offer","sdp":"' + b'A' * 10_000_000, 'UTF8_STRING',
                              'That is too long to be a signal.'),
            'NUL': (offer().encode()[:40] + b'\0' + offer().encode()[40:], 'UTF8_STRING', None),
            'invalid UTF-8': (b'\xff\xfe' + offer().encode() + b'\xc3\x28', 'UTF8_STRING', None),
            'a picture': (picture, 'image/png', 'There is no QR code in this picture.'),
        }
        for name, (content, target, sentence) in contents.items():
            with self.subTest(name):
                box = alice.box("Friend's signal")
                box.clear()
                self.paste_refused(alice, content, target, sentence)
                self.assertLess(len(box.text()), 300_000)
                box.clear()
                self.assertEqual(self.seen(alice), before)
        self.quit(alice)

    def paste_refused(self, person, content, target, sentence):
        """Pastes what is refused, and again while GDK does not know yet what there is."""
        self.desktop.set_clipboard(content, target)
        for patience in 2, 4, 30:
            person.box("Friend's signal").press('ctrl+v')
            try:
                self.desktop.wait(lambda: any(
                    (sentence or ' ') in a and EMPTY not in a for a in self.alerts(person)),
                    'it says what is wrong', patience)
                return
            except guikit.GuiError:
                if not any(EMPTY in a for a in self.alerts(person)):
                    raise

    def test_own_signals_pasted_back(self):
        alice = self.person()
        own = alice.invite()
        self.refuses(alice, own, ('This is your own signal.',))
        alice.button('Accept').click()
        self.assertEqual(alice.status(), 'Waiting for your friend')
        self.quit(alice)

    def test_too_late(self):
        """A second answer, an offer while connected, candidates while connected."""
        alice, bob = self.pair()
        own = alice.invite()
        reply = bob.accept(own)
        alice.take_answer(reply)
        for person in alice, bob:
            person.wait_connected()
            person.show_signals()
        self.refuses(alice, reply, ('This invite has been answered already.',))
        self.refuses(alice, offer(), ('You are connected already.',))
        self.refuses(bob, own, ('You are connected already.',))
        self.refuses(alice, candidate(), ('You are connected already.',))
        alice.send('still talking')
        bob.wait_row('still talking', mine=False)
        self.quit(alice, bob)

    def test_candidates_of_another_talk(self):
        alice, bob = self.pair()
        reply = bob.accept(alice.invite())
        self.put(alice, candidate())
        alice.wait_label(IS_CANDIDATES)
        alice.button('Receive Candidate').click()
        alice.take_answer(reply)
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def bare(self, signal):
        """SIGNAL without the candidates in it."""
        description = json.loads(signal)
        description['sdp'] = re.sub(r'a=(candidate|end-of-candidates).*\r\n', '', description['sdp'])
        return json.dumps(description)

    def test_candidates_before_the_description(self):
        alice, bob = self.pair()
        offer_text = self.bare(alice.invite())
        self.give_candidates(bob, alice.box('Your candidates').text())
        alice.take_answer(self.bare(bob.accept(offer_text)))
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def test_candidates_after_the_description(self):
        alice, bob = self.pair()
        reply = bob.accept(self.bare(alice.invite()))
        candidates = bob.box('Your candidates').text()
        alice.take_answer(self.bare(reply))
        self.give_candidates(alice, candidates)
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def give_candidates(self, person, text):
        person.show_signals()
        self.put(person, text)
        person.wait_label(IS_CANDIDATES)
        person.button('Receive Candidate').click()


if __name__ == '__main__':
    tap.main()
