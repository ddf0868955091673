/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* The vocabulary that a description and its SDP share. */

typedef enum
{
  DUO_DESCRIPTION_OFFER,
  DUO_DESCRIPTION_ANSWER,
} DuoDescriptionType;

typedef enum
{
  DUO_SETUP_ACTPASS,
  DUO_SETUP_ACTIVE,
  DUO_SETUP_PASSIVE,
} DuoSetup;

#define DUO_FINGERPRINT_SIZE_BYTES 32
