/* SPDX-License-Identifier: MIT */
#include <poppler.h>
#include <stdlib.h>
#include <string.h>

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

static void read_notes(PopplerPage *page, struct gather *gather)
{
	GList *notes = poppler_page_get_annot_mapping(page);
	GList *fields = poppler_page_get_form_field_mapping(page);

	for (GList *at = notes; at != NULL; at = at->next)
		note(gather, MARK_COMMENT, "",
			poppler_annot_get_contents(((PopplerAnnotMapping *)at->data)->annot));
	for (GList *at = fields; at != NULL; at = at->next) {
		PopplerFormField *field = ((PopplerFormFieldMapping *)at->data)->field;

		if (poppler_form_field_get_field_type(field) == POPPLER_FORM_FIELD_TEXT)
			note(gather, MARK_FIELD, "", poppler_form_field_text_get_text(field));
	}
	poppler_page_free_annot_mapping(notes);
	poppler_page_free_form_field_mapping(fields);
}

static void read_page(PopplerPage *page, int number, struct gather *gather)
{
	GList *pictures = poppler_page_get_image_mapping(page);
	char *text = poppler_page_get_text(page);

	if (pictures != NULL)
		gather_markf(gather, MARK_PICTURE, "page %d: %u", number, g_list_length(pictures));
	if (text == NULL || str_empty(text))
		gather_markf(gather, MARK_UNSCREENABLE, "page %d has no text", number);
	else
		gather_text(gather, text, strlen(text));
	gather_line(gather);
	poppler_page_free_image_mapping(pictures);
	g_free(text);
	read_notes(page, gather);
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
	gather_part(gather, true, "pdf");
	g_object_unref(pdf);
	g_bytes_unref(held);
}
