/* SPDX-License-Identifier: MIT */
#include <poppler.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "store/read/parts.h"

enum { PAGES_MAX = 10000 };

static void note(struct gather *gather, enum mark mark, const char *name, char *text)
{
	if (text != NULL && *text != '\0')
		gather_markf(gather, mark, "%s%s", name, text);
	g_free(text);
}

static void read_properties(PopplerDocument *pdf, struct gather *gather)
{
	note(gather, MARK_PROPERTY, "title: ", poppler_document_get_title(pdf));
	note(gather, MARK_PROPERTY, "author: ", poppler_document_get_author(pdf));
	note(gather, MARK_PROPERTY, "subject: ", poppler_document_get_subject(pdf));
	note(gather, MARK_PROPERTY, "keywords: ", poppler_document_get_keywords(pdf));
}

static void read_attachments(PopplerDocument *pdf, struct gather *gather)
{
	GList *list = poppler_document_get_attachments(pdf);

	for (GList *at = list; at != NULL; at = at->next) {
		PopplerAttachment *attachment = at->data;

		gather_markf(gather, MARK_UNREAD, "attachment %s",
			attachment->name != NULL ? attachment->name : "");
	}
	g_list_free_full(list, g_object_unref);
}

/* What is laid on a page and shows words, of which the file has none that could be read. */
static bool shows_unread(PopplerAnnot *annot)
{
	switch ((int)poppler_annot_get_annot_type(annot)) {
	case POPPLER_ANNOT_FREE_TEXT:
	case POPPLER_ANNOT_STAMP:
	case POPPLER_ANNOT_WATERMARK:
	case POPPLER_ANNOT_INK:
	case POPPLER_ANNOT_SCREEN:
	case POPPLER_ANNOT_MOVIE:
	case POPPLER_ANNOT_SOUND:
	case POPPLER_ANNOT_3D:
	case POPPLER_ANNOT_UNKNOWN: return true;
	default: return false;
	}
}

static void read_annots(PopplerPage *page, int number, struct gather *gather)
{
	GList *list = poppler_page_get_annot_mapping(page);

	for (GList *at = list; at != NULL; at = at->next) {
		PopplerAnnot *annot = ((PopplerAnnotMapping *)at->data)->annot;
		char *words = poppler_annot_get_contents(annot);
		bool is_file = poppler_annot_get_annot_type(annot) == POPPLER_ANNOT_FILE_ATTACHMENT;

		if (is_file || (str_empty(words) && shows_unread(annot)))
			gather_markf(gather, MARK_UNREAD, "page %d: %s", number,
				is_file ? "an attached file" : "a stamp, a drawing or a note");
		note(gather, MARK_COMMENT, "", words);
	}
	poppler_page_free_annot_mapping(list);
}

static void read_choice(PopplerFormField *field, struct gather *gather)
{
	note(gather, MARK_FIELD, "", poppler_form_field_choice_get_text(field));
	for (int i = 0; i < poppler_form_field_choice_get_n_items(field); i++) {
		if (poppler_form_field_choice_is_item_selected(field, i))
			note(gather, MARK_FIELD, "", poppler_form_field_choice_get_item(field, i));
	}
}

static void read_fields(PopplerPage *page, struct gather *gather)
{
	GList *list = poppler_page_get_form_field_mapping(page);

	for (GList *at = list; at != NULL; at = at->next) {
		PopplerFormField *field = ((PopplerFormFieldMapping *)at->data)->field;

		switch ((int)poppler_form_field_get_field_type(field)) {
		case POPPLER_FORM_FIELD_TEXT:
			note(gather, MARK_FIELD, "", poppler_form_field_text_get_text(field));
			break;
		case POPPLER_FORM_FIELD_CHOICE: read_choice(field, gather); break;
		case POPPLER_FORM_FIELD_BUTTON:
			if (poppler_form_field_button_get_state(field))
				note(gather, MARK_FIELD, "[x] ",
					poppler_form_field_get_partial_name(field));
			break;
		default: break;
		}
	}
	poppler_page_free_form_field_mapping(list);
}

static void read_links(PopplerPage *page, struct gather *gather)
{
	GList *list = poppler_page_get_link_mapping(page);

	for (GList *at = list; at != NULL; at = at->next) {
		const PopplerAction *action = ((PopplerLinkMapping *)at->data)->action;

		if (action != NULL && action->type == POPPLER_ACTION_URI && action->uri.uri != NULL)
			gather_mark(gather, MARK_LINK, action->uri.uri, strlen(action->uri.uri));
	}
	poppler_page_free_link_mapping(list);
}

/* A picture under or over the words may say something else than they do. */
static bool fills_page(PopplerPage *page, const GList *pictures)
{
	double width, height;

	poppler_page_get_size(page, &width, &height);
	for (; pictures != NULL; pictures = pictures->next) {
		const PopplerRectangle *area = &((PopplerImageMapping *)pictures->data)->area;
		double size = (area->x2 - area->x1) * (area->y2 - area->y1);

		if (size < 0)
			size = -size;
		if (size > 0.8 * width * height)
			return true;
	}
	return false;
}

/* A font need not say which characters its signs are; then they come as numbers of signs. */
static void judge_signs(const char *text, int number, struct gather *gather)
{
	enum { SHARE = 10 };
	int all = 0, odd = 0;

	while (*text != '\0') {
		unsigned c = text_next(&text);
		bool is_odd = (c < 0x20 && strchr("\t\n\r\f", (int)c) == NULL) || c == 0xFFFD ||
			      (c >= 0x7F && c < 0xA0) || (c >= 0xE000 && c < 0xF900);

		all += c > 0x20 || is_odd;
		odd += is_odd;
	}
	if (odd > 0 && odd * SHARE >= all)
		gather_markf(gather, MARK_UNSCREENABLE,
			"page %d has signs of which nothing says what characters they are", number);
	else if (odd > 0)
		gather_markf(
			gather, MARK_UNREAD, "page %d: signs without a character: %d", number, odd);
}

static void read_page(PopplerPage *page, int number, struct gather *gather)
{
	GList *pictures = poppler_page_get_image_mapping(page);
	char *text = poppler_page_get_text(page);

	if (pictures != NULL)
		gather_markf(gather, MARK_PICTURE, "page %d: %u", number, g_list_length(pictures));
	if (text == NULL || str_empty(text)) {
		gather_markf(gather, MARK_UNSCREENABLE, "page %d has no text", number);
	} else {
		gather_text(gather, text, strlen(text));
		judge_signs(text, number, gather);
		if (fills_page(page, pictures))
			gather_markf(gather, MARK_UNREAD,
				"page %d is a picture, with words laid over or under it", number);
	}
	gather_line(gather);
	poppler_page_free_image_mapping(pictures);
	g_free(text);
	read_annots(page, number, gather);
	read_fields(page, gather);
	read_links(page, gather);
}

/* Layers that are turned off do not come with the text. */
static void read_layers(PopplerDocument *pdf, struct gather *gather)
{
	PopplerLayersIter *iter = poppler_layers_iter_new(pdf);

	if (iter == NULL)
		return;
	do {
		PopplerLayer *layer = poppler_layers_iter_get_layer(iter);

		if (layer != NULL && !poppler_layer_is_visible(layer))
			note(gather, MARK_UNREAD, "a layer that does not show: ",
				poppler_layers_iter_get_title(iter));
		if (layer != NULL)
			g_object_unref(layer);
	} while (poppler_layers_iter_next(iter));
	poppler_layers_iter_free(iter);
}

void pdf_read(struct gather *gather, const char *bytes, size_t len)
{
	GBytes *held = g_bytes_new_static(bytes, len);
	GError *error = NULL;
	PopplerDocument *pdf = poppler_document_new_from_bytes(held, NULL, &error);
	int pages;

	gather->format = "pdf";
	if (pdf == NULL)
		gather_fail(gather, g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)
					    ? FAILURE_ENCRYPTED
					    : FAILURE_DAMAGED);
	pages = poppler_document_get_n_pages(pdf);
	if (pages <= 0 || pages > PAGES_MAX)
		gather_fail(gather, pages <= 0 ? FAILURE_DAMAGED : FAILURE_LARGE);
	for (int i = 0; i < pages; i++) {
		PopplerPage *page = poppler_document_get_page(pdf, i);

		if (page == NULL)
			gather_fail(gather, FAILURE_DAMAGED);
		read_page(page, i + 1, gather);
		g_object_unref(page);
	}
	read_properties(pdf, gather);
	read_attachments(pdf, gather);
	read_layers(pdf, gather);
	gather_part(gather, true, "pdf");
	g_object_unref(pdf);
	g_bytes_unref(held);
}
