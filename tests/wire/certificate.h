/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

static const char certificate_pem[] =
  "-----BEGIN CERTIFICATE-----\n"
  "MIIBiDCCAS2gAwIBAgIUehVxqYn5mfGp9MN3LrfJMRBSuZMwCgYIKoZIzj0EAwIw\n"
  "GDEWMBQGA1UEAwwNRHVvbG9ndWUtdGVzdDAgFw0yNjExMjIyMzI3MDVaGA8yMTI2\n"
  "MTAyOTIzMjcwNVowGDEWMBQGA1UEAwwNRHVvbG9ndWUtdGVzdDBZMBMGByqGSM49\n"
  "AgEGCCqGSM49AwEHA0IABEzsiCmoUVMoPRqjSMWfVLpEWgVcggySV1IkbW0ceNXX\n"
  "BWwBrqRwIup+YGlHNoQgoNSs+89i42A6+YyK7Mb/ImWjUzBRMB0GA1UdDgQWBBRk\n"
  "wYkVEIYB3e3bOQq2Xmb3zcSctDAfBgNVHSMEGDAWgBRkwYkVEIYB3e3bOQq2Xmb3\n"
  "zcSctDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDq7uQw4Ev7\n"
  "2ITEyimSfgbjz8TicCAwifE1yrwg2XGGFgIhANKP+4aSHTtSTobrLOH4TKPd4+Bx\n"
  "7ocVAFwUaZHoamdY\n"
  "-----END CERTIFICATE-----\n";

static const guint8 certificate_sha256[] = {
  0x95,
  0x1e,
  0xe1,
  0x09,
  0x8b,
  0xc8,
  0x7e,
  0x37,
  0x5a,
  0x59,
  0x1c,
  0x73,
  0x53,
  0x38,
  0x4f,
  0x36,
  0xb8,
  0xc6,
  0x7c,
  0x0d,
  0x1c,
  0x98,
  0x31,
  0x56,
  0xdf,
  0xab,
  0xbe,
  0xb6,
  0xc8,
  0xda,
  0xb2,
  0x16,
};
