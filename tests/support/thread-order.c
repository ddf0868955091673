/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Tells ThreadSanitizer what GLib's locks and reference counts order: GLib itself is not
 * compiled for it, and its mutexes are futexes, which it does not see.  Preloaded. */

#include <dlfcn.h>
#include <glib-object.h>
#include <gst/gst.h>

void __tsan_acquire (void *address);
void __tsan_release (void *address);

/* The function of the library that this one stands before. */
#define REAL(name)                \
  static __typeof__ (name) *real; \
  if (G_UNLIKELY (real == NULL))  \
  real = (__typeof__ (name) *) dlsym (RTLD_NEXT, #name)

#define LOCK(name, type)   \
  void name (type *lock)   \
  {                        \
    REAL (name);           \
    real (lock);           \
    __tsan_acquire (lock); \
  }
#define TRYLOCK(name, type)  \
  gboolean name (type *lock) \
  {                          \
    REAL (name);             \
    if (!real (lock))        \
      return FALSE;          \
    __tsan_acquire (lock);   \
    return TRUE;             \
  }
#define UNLOCK(name, type) \
  void name (type *lock)   \
  {                        \
    REAL (name);           \
    __tsan_release (lock); \
    real (lock);           \
  }

LOCK (g_mutex_lock, GMutex)
TRYLOCK (g_mutex_trylock, GMutex)
UNLOCK (g_mutex_unlock, GMutex)
LOCK (g_rec_mutex_lock, GRecMutex)
TRYLOCK (g_rec_mutex_trylock, GRecMutex)
UNLOCK (g_rec_mutex_unlock, GRecMutex)
LOCK (g_rw_lock_writer_lock, GRWLock)
UNLOCK (g_rw_lock_writer_unlock, GRWLock)
LOCK (g_rw_lock_reader_lock, GRWLock)
UNLOCK (g_rw_lock_reader_unlock, GRWLock)

void
g_cond_wait (GCond  *cond,
             GMutex *mutex)
{
  REAL (g_cond_wait);

  __tsan_release (mutex);
  real (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond  *cond,
                   GMutex *mutex,
                   gint64  end_time)
{
  gboolean answer;
  REAL (g_cond_wait_until);

  __tsan_release (mutex);
  answer = real (cond, mutex, end_time);
  __tsan_acquire (mutex);

  return answer;
}

/* Whoever lets go last does so after all others did. */
#define UNREF(name, type)    \
  void name (type *object)   \
  {                          \
    REAL (name);             \
    __tsan_release (object); \
    __tsan_acquire (object); \
    real (object);           \
  }

#undef g_object_unref
UNREF (g_object_unref, void)
UNREF (gst_object_unref, void)
UNREF (gst_mini_object_unref, GstMiniObject)
UNREF (g_bytes_unref, GBytes)

gboolean
g_atomic_ref_count_dec (gatomicrefcount *count)
{
  REAL (g_atomic_ref_count_dec);

  __tsan_release ((void *) count);
  __tsan_acquire ((void *) count);

  return real (count);
}

/* A promise is made on one thread and kept on another, which hears of it through a main
 * context of webrtcbin's. */
GstPromise *
gst_promise_new_with_change_func (GstPromiseChangeFunc func,
                                  gpointer             user_data,
                                  GDestroyNotify       user_data_free)
{
  GstPromise *promise;
  REAL (gst_promise_new_with_change_func);

  promise = real (func, user_data, user_data_free);
  __tsan_release (promise);

  return promise;
}

GstPromiseResult
gst_promise_wait (GstPromise *promise)
{
  GstPromiseResult result;
  REAL (gst_promise_wait);

  result = real (promise);
  __tsan_acquire (promise);

  return result;
}
