/* SPDX-License-Identifier: MIT */
/* The rendition: what the public may read of a paper whose text it may not. */
#include <stdlib.h>
#include <string.h>

#include "core/diff.h"
#include "core/i18n.h"
#include "core/marked.h"
#include "core/mem.h"
#include "core/screener.h"
#include "core/session_see.h"
#include "core/text.h"

bool session_file_words(
	struct session *session, const struct document *document, char **read, char **unread)
{
	const struct paper *paper = &document->paper;
	int counts[MARK_COUNT];
	char *text = NULL;
	struct err err;
	size_t len;

	if (paper->encoding == NULL || text_is_plain(paper->encoding) ||
		!session_text(session, paper->id, &text, &len, &err))
		return false;
	marked_count(text, len, counts);
	*read = marked_words(counts, false);
	*unread = marked_words(counts, true);
	free(text);
	return true;
}

bool session_public_text(
	struct session *session, const char *id, char **text, size_t *len, struct err *err)
{
	struct document document = {0};
	bool ok = see_document(session, id, &document, err) &&
		  see_text(session, &document, paper_public(&document.paper), text, len, err);

	document_release(&document);
	return ok;
}

bool session_screen(struct session *session, const char *id, struct findings *findings,
	char **masked, struct err *err)
{
	const struct screener *screener = screener_of(session_office(session)->pack);
	struct str out = {0};
	char *text;
	size_t len;

	if (!session_text(session, id, &text, &len, err))
		return false;
	screener_scan(screener, text, len, findings);
	if (masked != NULL) {
		struct str kept = {0};

		screener_mask(text, len, findings, SEVERITY_WARN, &out);
		marked_strip(str_get(&out), out.len, NULL, &kept);
		*masked = xstrdup(str_get(&kept));
		str_release(&kept);
		str_release(&out);
	}
	free(text);
	return true;
}

/* An edit that changes what is to be published and nothing else. */
static bool write_public(struct session *session, struct document *document,
	const struct blob_ref *rendition, const char *text, size_t len, struct err *err)
{
	const struct content content = {.text = text, .text_len = len};
	struct paper paper = {0};
	bool ok;

	paper_copy(&paper, &document->paper);
	paper.rendition = *rendition;
	strv_clear(&paper.findings);
	screener_list(screener_of(session_office(session)->pack), text, len, &paper.findings);
	paper.screening = SCREENING_EDITION;
	ok = write_change(session, document, ACT_EDIT, &paper, &content, err);
	paper_release(&paper);
	return ok;
}

static bool check_rendition(const char *text, size_t len, const char *original, struct err *err)
{
	if (str_empty(text))
		return err_set(err, ERR_INPUT, _("the rendition is empty"));
	if (!text_is_utf8(text, len))
		return err_set(err, ERR_INPUT, _("the rendition is not UTF-8"));
	if (strcmp(text, original) == 0)
		return err_set(err, ERR_INPUT,
			_("there is nothing to mask: the rendition would be the text itself"));
	return true;
}

bool session_redact(
	struct session *session, const char *id, const char *text, size_t len, struct err *err)
{
	struct document document = {0};
	struct findings findings = {0};
	struct blob_ref rendition = {0};
	char *masked = NULL, *original = NULL;
	size_t n;
	bool ok = see_document(session, id, &document, err) &&
		  see_text(session, &document, &document.paper.text, &original, &n, err);

	if (ok && text == NULL) {
		ok = session_screen(session, id, &findings, &masked, err);
		text = masked;
		len = ok ? strlen(masked) : 0;
	}
	ok = ok && check_rendition(text, len, original, err);
	if (ok) {
		hash_hex(text, len, rendition.sha256);
		rendition.size = (int64_t)len;
		ok = write_public(session, &document, &rendition, text, len, err);
	}
	findings_release(&findings);
	free(masked);
	free(original);
	document_release(&document);
	return ok;
}

/* The text without what its file says about itself, but for lines in which something was found.
 * True also where that is the text itself; *rendition names what there is to publish. */
static bool first_rendition(struct session *session, struct document *document,
	struct blob_ref *rendition, char **text, size_t *len, struct err *err)
{
	struct findings findings = {0};
	struct str kept = {0};

	if (!see_text(session, document, &document->paper.text, text, len, err))
		return false;
	screener_scan(screener_of(session_office(session)->pack), *text, *len, &findings);
	marked_strip(*text, *len, &findings, &kept);
	findings_release(&findings);
	if (kept.len < *len && !str_empty(str_get(&kept))) {
		free(*text);
		*len = kept.len;
		*text = str_detach(&kept);
		hash_hex(*text, *len, rendition->sha256);
		rendition->size = (int64_t)*len;
	}
	str_release(&kept);
	return true;
}

bool session_put_aside(struct session *session, const char *id, struct err *err)
{
	struct document document = {0};
	struct blob_ref rendition = {0};
	char *text = NULL;
	size_t len;
	bool ok = see_document(session, id, &document, err) &&
		  first_rendition(session, &document, &rendition, &text, &len, err);

	if (ok && rendition.sha256[0] != '\0')
		ok = write_public(session, &document, &rendition, text, len, err);
	free(text);
	document_release(&document);
	return ok;
}

bool session_unredact(struct session *session, const char *id, struct err *err)
{
	struct blob_ref first = {0};
	struct document document = {0};
	char *text = NULL;
	size_t len;
	bool ok = see_whole(session, id, &document, err);

	if (ok && document.paper.rendition.sha256[0] == '\0')
		ok = err_set(err, ERR_INPUT, _("%s has no rendition"), id);
	ok = ok && first_rendition(session, &document, &first, &text, &len, err);
	if (ok && strcmp(first.sha256, document.paper.rendition.sha256) == 0)
		ok = err_set(err, ERR_INPUT,
			_("%s has no rendition but the text without what its file says about "
			  "itself"),
			id);
	ok = ok && write_public(session, &document, &first, text, len, err);
	free(text);
	document_release(&document);
	return ok;
}

bool session_diff_rendition(
	struct session *session, const char *id, struct str *out, struct err *err)
{
	struct document document = {0};
	char *text = NULL, *rendition = NULL;
	size_t len;
	bool ok = see_document(session, id, &document, err);

	if (ok && document.paper.rendition.sha256[0] == '\0')
		ok = err_set(err, ERR_INPUT, _("%s has no rendition"), id);
	ok = ok && see_text(session, &document, &document.paper.text, &text, &len, err) &&
	     see_text(session, &document, &document.paper.rendition, &rendition, &len, err);
	if (ok)
		diff_words(text, rendition, out);
	free(text);
	free(rendition);
	document_release(&document);
	return ok;
}
