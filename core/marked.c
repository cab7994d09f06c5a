/* SPDX-License-Identifier: MIT */
#include "core/marked.h"

#include <string.h>

#include "core/i18n.h"

#include "core/str.h"

#define OPEN "⟦"
#define CLOSE "⟧"

/* In two languages, since a text is the same for whoever reads it. */
static const struct {
	const char *code, *name;
	bool is_aside;
} marks[MARK_COUNT] = {
	[MARK_HEADER] = {"header", "页眉", true},
	[MARK_FOOTER] = {"footer", "页脚", true},
	[MARK_COMMENT] = {"comment", "批注", false},
	[MARK_INSERTED] = {"inserted", "修订插入", false},
	[MARK_DELETED] = {"deleted", "修订删除", false},
	[MARK_HIDDEN] = {"hidden", "隐藏文字", false},
	[MARK_ALT] = {"alt", "替代文字", true},
	[MARK_FIELD] = {"field", "域代码", true},
	[MARK_LINK] = {"link", "链接", true},
	[MARK_PROPERTY] = {"property", "文档属性", true},
	[MARK_PICTURE] = {"picture", "图片", true},
	[MARK_OTHER] = {"other", "其他部分", true},
	[MARK_UNREAD] = {"unread", "未读取", false},
	[MARK_UNSCREENABLE] = {"unscreenable", "无法检查", false},
};

const char *const failure_words[FAILURE_COUNT] = {
	[FAILURE_DAMAGED] = "damaged",
	[FAILURE_ENCRYPTED] = "encrypted",
	[FAILURE_LARGE] = "large",
	[FAILURE_DEEP] = "deep",
	[FAILURE_ENTITIES] = "entities",
	[FAILURE_TWICE] = "twice",
	[FAILURE_EMPTY] = "empty",
	[FAILURE_UNKNOWN] = "unknown",
};

const char *mark_code(enum mark mark)
{
	return marks[mark].code;
}

bool mark_is_aside(enum mark mark)
{
	return marks[mark].is_aside;
}

bool mark_parse(const char *code, size_t len, enum mark *mark)
{
	for (int i = 0; i < MARK_COUNT; i++) {
		if (strlen(marks[i].code) == len && memcmp(marks[i].code, code, len) == 0) {
			*mark = (enum mark)i;
			return true;
		}
	}
	return false;
}

void marked_add(struct str *out, enum mark mark, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((stop != NULL ? stop : end) - text);

		if (strspn(text, " \t") < n) {
			str_addf(out, OPEN "%s %s" CLOSE " ", marks[mark].code, marks[mark].name);
			str_addn(out, text, n);
			str_addc(out, '\n');
		}
		text += n + 1;
	}
}

bool marked_at(const char *p, const char *end, enum mark *mark)
{
	const size_t open = strlen(OPEN);
	size_t n;

	if ((size_t)(end - p) <= open || memcmp(p, OPEN, open) != 0)
		return false;
	p += open;
	for (n = 0; p + n < end && p[n] >= 'a' && p[n] <= 'z';)
		n++;
	return p + n < end && p[n] == ' ' && mark_parse(p, n, mark);
}

void marked_count(const char *text, size_t len, int counts[MARK_COUNT])
{
	const char *end = text + len;
	enum mark mark;

	memset(counts, 0, sizeof(*counts) * MARK_COUNT);
	for (const char *p = text; p < end;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		stop = stop != NULL ? stop : end;
		if (marked_at(p, stop, &mark))
			counts[mark]++;
		p = stop + 1;
	}
}

bool mark_is_unread(enum mark mark)
{
	return mark == MARK_PICTURE || mark == MARK_UNREAD || mark == MARK_UNSCREENABLE;
}

char *marked_words(const int counts[MARK_COUNT], bool is_unread)
{
	static const char *const words[MARK_COUNT] = {
		[MARK_HEADER] = N_("headers"),
		[MARK_FOOTER] = N_("footers"),
		[MARK_COMMENT] = N_("comments"),
		[MARK_INSERTED] = N_("tracked insertions"),
		[MARK_DELETED] = N_("tracked deletions"),
		[MARK_HIDDEN] = N_("hidden text"),
		[MARK_ALT] = N_("words for pictures"),
		[MARK_FIELD] = N_("field codes"),
		[MARK_LINK] = N_("links"),
		[MARK_PROPERTY] = N_("document properties"),
		[MARK_PICTURE] = N_("pictures"),
		[MARK_OTHER] = N_("words in other parts"),
		[MARK_UNREAD] = N_("other parts"),
		[MARK_UNSCREENABLE] = N_("pages without text"),
	};
	struct str out = {0};

	str_add(&out, is_unread ? "" : _("the text"));
	for (int i = 0; i < MARK_COUNT; i++) {
		if (counts[i] > 0 && mark_is_unread((enum mark)i) == is_unread)
			str_addf(&out, "%s%s %d", out.len > 0 ? ", " : "", _(words[i]), counts[i]);
	}
	if (out.len == 0)
		str_add(&out, _("nothing that is known of"));
	return str_detach(&out);
}

/* Whether a finding that stops the paper lies in these bytes, but for the line being marked at all;
 * *next moves on to it. */
static bool is_found(
	const struct findings *findings, size_t *next, const char *text, size_t start, size_t end)
{
	enum mark mark;

	while (findings != NULL && *next < findings->n) {
		const struct finding *finding = &findings->v[*next];

		if (finding->offset >= end)
			return false;
		if (finding->severity != SEVERITY_NOTE && finding->offset + finding->len > start &&
			!marked_at(text + finding->offset, text + end, &mark))
			return true;
		++*next;
	}
	return false;
}

void marked_strip(const char *text, size_t len, const struct findings *findings, struct str *out)
{
	const char *end = text + len;
	size_t next = 0;
	enum mark mark;

	for (const char *p = text; p < end;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		const char *after = stop != NULL ? stop + 1 : end;

		if (!marked_at(p, after, &mark) || !mark_is_aside(mark) ||
			is_found(findings, &next, text, (size_t)(p - text), (size_t)(after - text)))
			str_addn(out, p, (size_t)(after - p));
		p = after;
	}
}
