/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-marks.h"

struct _DuoMarks
{
  GObject parent_instance;

  GListModel *model; /* (owned) */
  GtkBitset *marked; /* (owned): positions */
  guint n_marked;    /* as last told */
};

static void duo_marks_model_init (GListModelInterface *iface);
static void duo_marks_selection_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DuoMarks, duo_marks, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, duo_marks_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, duo_marks_selection_init))

typedef enum
{
  PROP_N_MARKED = 1,
} DuoMarksProperty;

static GParamSpec *props[PROP_N_MARKED + 1];

static void
update_n_marked (DuoMarks *self)
{
  guint n_marked = (guint) gtk_bitset_get_size (self->marked);

  if (self->n_marked == n_marked)
    return;

  self->n_marked = n_marked;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_MARKED]);
}

/* Takes MARKED in place of what there was, and tells the rows between. */
static void
replace (DuoMarks  *self,
         GtkBitset *marked)
{
  g_autoptr (GtkBitset) changed = gtk_bitset_copy (self->marked);

  gtk_bitset_difference (changed, marked);
  gtk_bitset_unref (self->marked);
  self->marked = gtk_bitset_ref (marked);
  if (!gtk_bitset_is_empty (changed))
    {
      guint first = gtk_bitset_get_minimum (changed);

      gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), first,
                                             gtk_bitset_get_maximum (changed) - first + 1);
    }
  update_n_marked (self);
}

/* -- GtkSelectionModel ------------------------------------------------------- */

static gboolean
duo_marks_is_selected (GtkSelectionModel *model,
                       guint              position)
{
  return gtk_bitset_contains (DUO_MARKS (model)->marked, position);
}

static GtkBitset *
duo_marks_get_selection_in_range (GtkSelectionModel *model,
                                  guint              position,
                                  guint              n_items)
{
  return gtk_bitset_ref (DUO_MARKS (model)->marked);
}

/* With UNSELECT_REST it is the focus that moves.  TRUE all the same, so that
 * walking on with Shift begins here. */
static gboolean
duo_marks_select_item (GtkSelectionModel *model,
                       guint              position,
                       gboolean           unselect_rest)
{
  DuoMarks *self = DUO_MARKS (model);
  g_autoptr (GtkBitset) marked = gtk_bitset_copy (self->marked);

  if (unselect_rest)
    return TRUE;

  gtk_bitset_add (marked, position);
  replace (self, marked);

  return TRUE;
}

static gboolean
duo_marks_unselect_item (GtkSelectionModel *model,
                         guint              position)
{
  DuoMarks *self = DUO_MARKS (model);
  g_autoptr (GtkBitset) marked = gtk_bitset_copy (self->marked);

  gtk_bitset_remove (marked, position);
  replace (self, marked);

  return TRUE;
}

static gboolean
duo_marks_select_range (GtkSelectionModel *model,
                        guint              position,
                        guint              n_items,
                        gboolean           unselect_rest)
{
  DuoMarks *self = DUO_MARKS (model);
  g_autoptr (GtkBitset) marked = unselect_rest ? gtk_bitset_new_empty () : gtk_bitset_copy (self->marked);

  gtk_bitset_add_range (marked, position, n_items);
  replace (self, marked);

  return TRUE;
}

static gboolean
duo_marks_unselect_range (GtkSelectionModel *model,
                          guint              position,
                          guint              n_items)
{
  DuoMarks *self = DUO_MARKS (model);
  g_autoptr (GtkBitset) marked = gtk_bitset_copy (self->marked);

  gtk_bitset_remove_range (marked, position, n_items);
  replace (self, marked);

  return TRUE;
}

static gboolean
duo_marks_set_selection (GtkSelectionModel *model,
                         GtkBitset         *selected,
                         GtkBitset         *mask)
{
  DuoMarks *self = DUO_MARKS (model);
  g_autoptr (GtkBitset) marked = gtk_bitset_copy (self->marked);
  g_autoptr (GtkBitset) wanted = gtk_bitset_copy (selected);

  gtk_bitset_subtract (marked, mask);
  gtk_bitset_intersect (wanted, mask);
  gtk_bitset_union (marked, wanted);
  replace (self, marked);

  return TRUE;
}

static void
duo_marks_selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = duo_marks_is_selected;
  iface->get_selection_in_range = duo_marks_get_selection_in_range;
  iface->select_item = duo_marks_select_item;
  iface->unselect_item = duo_marks_unselect_item;
  iface->select_range = duo_marks_select_range;
  iface->unselect_range = duo_marks_unselect_range;
  iface->set_selection = duo_marks_set_selection;
}

/* -- GListModel --------------------------------------------------------------- */

static void
items_changed_cb (DuoMarks *self,
                  guint     position,
                  guint     removed,
                  guint     added)
{
  gtk_bitset_splice (self->marked, position, removed, added);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  update_n_marked (self);
}

static GType
duo_marks_get_item_type (GListModel *model)
{
  return g_list_model_get_item_type (DUO_MARKS (model)->model);
}

static guint
duo_marks_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (DUO_MARKS (model)->model);
}

static gpointer
duo_marks_get_item (GListModel *model,
                    guint       position)
{
  return g_list_model_get_item (DUO_MARKS (model)->model, position);
}

static void
duo_marks_model_init (GListModelInterface *iface)
{
  iface->get_item_type = duo_marks_get_item_type;
  iface->get_n_items = duo_marks_get_n_items;
  iface->get_item = duo_marks_get_item;
}

/* -- The object ---------------------------------------------------------------- */

static void
duo_marks_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  switch ((DuoMarksProperty) id)
    {
    case PROP_N_MARKED:
      g_value_set_uint (value, DUO_MARKS (object)->n_marked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_marks_finalize (GObject *object)
{
  DuoMarks *self = DUO_MARKS (object);

  g_clear_object (&self->model);
  gtk_bitset_unref (self->marked);

  G_OBJECT_CLASS (duo_marks_parent_class)->finalize (object);
}

static void
duo_marks_class_init (DuoMarksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = duo_marks_get_property;
  object_class->finalize = duo_marks_finalize;

  props[PROP_N_MARKED] =
    g_param_spec_uint ("n-marked", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
duo_marks_init (DuoMarks *self)
{
  self->marked = gtk_bitset_new_empty ();
}

DuoMarks *
duo_marks_new (GListModel *model)
{
  DuoMarks *self = g_object_new (DUO_TYPE_MARKS, NULL);

  g_return_val_if_fail (G_IS_LIST_MODEL (model), self);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
duo_marks_toggle (DuoMarks *self,
                  guint     position)
{
  g_return_if_fail (DUO_IS_MARKS (self));

  if (gtk_bitset_contains (self->marked, position))
    (void) duo_marks_unselect_item (GTK_SELECTION_MODEL (self), position);
  else
    (void) duo_marks_select_item (GTK_SELECTION_MODEL (self), position, FALSE);
}

void
duo_marks_clear (DuoMarks *self)
{
  g_autoptr (GtkBitset) none = gtk_bitset_new_empty ();

  g_return_if_fail (DUO_IS_MARKS (self));

  replace (self, none);
}

guint
duo_marks_get_n_marked (DuoMarks *self)
{
  g_return_val_if_fail (DUO_IS_MARKS (self), 0);

  return self->n_marked;
}
