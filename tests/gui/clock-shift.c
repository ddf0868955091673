/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For LD_PRELOAD: a clock on the wall that a test can move while the program runs.
 * The file that DUO_CLOCK_SHIFT names holds seconds to add; without it the time is
 * right.  The monotonic clock, and with it every timeout, stays as it is. */

#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_US 1000

int clock_gettime (clockid_t clock,
                   struct timespec *time);
int gettimeofday (struct timeval *restrict time,
                  void *restrict zone);

static long
read_shift (void)
{
  const char *path = getenv ("DUO_CLOCK_SHIFT");
  char text[32] = "";
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;

  if (fd < 0)
    {
      return 0;
    }
  (void) !read (fd, text, sizeof text - 1); /* an empty file is no shift */
  close (fd);
  return strtol (text, NULL, 10);
}

int
clock_gettime (clockid_t        clock,
               struct timespec *time)
{
  int status = (int) syscall (SYS_clock_gettime, clock, time);

  if (status == 0 && clock == CLOCK_REALTIME)
    {
      time->tv_sec += read_shift ();
    }
  return status;
}

int
gettimeofday (struct timeval *restrict time,
              void *restrict           zone)
{
  struct timespec exact;

  clock_gettime (CLOCK_REALTIME, &exact);
  time->tv_sec = exact.tv_sec;
  time->tv_usec = exact.tv_nsec / NS_PER_US;
  return 0;
}
