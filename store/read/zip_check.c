/* SPDX-License-Identifier: MIT */
/* A zip says twice what is in it: before each part, and in a directory at the end. Office programs
 * go by the directory, others by what comes first; a file made to harm says two different things.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "store/read/zip.h"

enum { END = 22, ENTRY = 46, LOCAL = 30, LOCATOR = 20, END_64 = 56, UNICODE_PATH = 0x7075 };

struct span { /* of a part with its own header */
	size_t start, end;
};

struct view {
	struct gather *gather;
	const unsigned char *bytes;
	size_t len;
	size_t directory, count; /* where it begins, how many parts it says */
	struct span *spans; /* owns */
	size_t n;
};

static unsigned u16(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

static uint64_t u32(const unsigned char *p)
{
	return u16(p) | (uint64_t)u16(p + 2) << 16;
}

static uint64_t u64(const unsigned char *p)
{
	return u32(p) | u32(p + 4) << 32;
}

static const unsigned char *at(const struct view *view, uint64_t offset, size_t n)
{
	if (offset > view->len || n > view->len - offset)
		gather_fail(view->gather, FAILURE_DAMAGED);
	return view->bytes + offset;
}

static bool is_sign(const unsigned char *p, const char *sign)
{
	return p[0] == 'P' && p[1] == 'K' && p[2] == (unsigned char)sign[0] &&
	       p[3] == (unsigned char)sign[1];
}

/* The end of the directory, which the file ends with; a comment may stand behind it. */
static const unsigned char *find_end(const struct view *view)
{
	for (size_t i = END; i <= view->len && i <= END + UINT16_MAX; i++) {
		const unsigned char *p = view->bytes + view->len - i;

		if (is_sign(p, "\5\6") && u16(p + 20) == i - END)
			return p;
	}
	gather_fail(view->gather, FAILURE_DAMAGED);
}

static void read_end(struct view *view)
{
	const unsigned char *end = find_end(view), *p;

	view->count = u16(end + 10);
	view->directory = u32(end + 16);
	if (view->count != UINT16_MAX && view->directory != UINT32_MAX)
		return;
	if (end - view->bytes < LOCATOR || !is_sign(end - LOCATOR, "\6\7"))
		gather_fail(view->gather, FAILURE_DAMAGED);
	p = at(view, u64(end - LOCATOR + 8), END_64);
	if (!is_sign(p, "\6\6"))
		gather_fail(view->gather, FAILURE_DAMAGED);
	view->count = u64(p + 32);
	view->directory = u64(p + 48);
}

/* What of an extra field has this number; NULL. */
static const unsigned char *extra(const unsigned char *p, size_t len, unsigned number, size_t *n)
{
	while (len >= 4) {
		*n = u16(p + 2);
		if (*n > len - 4)
			return NULL;
		if (u16(p) == number)
			return p + 4;
		p += 4 + *n;
		len -= 4 + *n;
	}
	return NULL;
}

/* A size or an offset that is too large for its place stands in the extra field, in this order. */
static uint64_t wide(const struct view *view, const unsigned char *entry, int which)
{
	static const size_t places[] = {24, 20, 42}; /* whole size, packed size, offset */
	const unsigned char *p;
	size_t n, skip = 0;

	if (u32(entry + places[which]) != UINT32_MAX)
		return u32(entry + places[which]);
	for (int i = 0; i < which; i++)
		skip += u32(entry + places[i]) == UINT32_MAX ? 8 : 0;
	p = extra(entry + ENTRY + u16(entry + 28), u16(entry + 30), 1, &n);
	if (p == NULL || n < skip + 8)
		gather_fail(view->gather, FAILURE_DAMAGED);
	return u64(p + skip);
}

/* A second name beside a plain one, which some programs would go by. */
static void check_extra_name(const struct view *view, const unsigned char *name, size_t len,
	const unsigned char *p, size_t n)
{
	const unsigned char *other = extra(p, n, UNICODE_PATH, &n);

	for (size_t i = 0; i < len; i++) {
		if (name[i] >= 0x80)
			return;
	}
	if (other != NULL && (n != len + 5 || memcmp(other + 5, name, len) != 0))
		gather_fail(view->gather, FAILURE_TWICE);
}

/* A part by its entry in the directory, against what stands before the part. */
static void check_part(struct view *view, const unsigned char *entry)
{
	size_t name = u16(entry + 28), more = u16(entry + 30), own;
	uint64_t start = wide(view, entry, 2), packed = wide(view, entry, 1);
	const unsigned char *local = at(view, start, LOCAL);
	bool is_told_later = (u16(local + 6) & 8) != 0;

	own = LOCAL + u16(local + 26) + u16(local + 28);
	if (!is_sign(local, "\3\4"))
		gather_fail(view->gather, FAILURE_DAMAGED);
	local = at(view, start, own);
	if (u16(local + 26) != name || memcmp(local + LOCAL, entry + ENTRY, name) != 0 ||
		u16(local + 8) != u16(entry + 10) || ((u16(local + 6) ^ u16(entry + 8)) & 1) != 0)
		gather_fail(view->gather, FAILURE_TWICE);
	if (!is_told_later && u32(local + 18) != UINT32_MAX &&
		(u32(local + 18) != packed || u32(local + 22) != wide(view, entry, 0)))
		gather_fail(view->gather, FAILURE_TWICE);
	check_extra_name(view, entry + ENTRY, name, entry + ENTRY + name, more);
	check_extra_name(view, entry + ENTRY, name, local + LOCAL + name, u16(local + 28));
	if (packed > view->directory || start + own > view->directory - packed)
		gather_fail(view->gather, FAILURE_DAMAGED);
	GROW(view->spans, view->n);
	view->spans[view->n++] = (struct span){start, start + own + packed};
}

static int by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

/* Parts lie one behind the other from the first byte on; between them there is no other. */
static void check_gaps(struct view *view)
{
	size_t end = 0;

	if (view->n > 0)
		qsort(view->spans, view->n, sizeof(*view->spans), by_start);
	for (size_t i = 0; i <= view->n; i++) {
		size_t start = i < view->n ? view->spans[i].start : view->directory;

		if (start < end)
			gather_fail(view->gather, FAILURE_DAMAGED);
		if ((i == 0 && start > 0) ||
			memmem(view->bytes + end, start - end, "PK\3\4", 4) != NULL)
			gather_fail(view->gather, FAILURE_TWICE);
		end = i < view->n ? view->spans[i].end : end;
	}
}

void zip_check(struct gather *gather, const char *bytes, size_t len)
{
	struct view view = {.gather = gather, .bytes = (const unsigned char *)bytes, .len = len};
	size_t place;

	read_end(&view);
	at(&view, view.directory, 0);
	place = view.directory;
	for (size_t i = 0; i < view.count; i++) {
		const unsigned char *entry = at(&view, place, ENTRY);
		size_t size = ENTRY;

		if (!is_sign(entry, "\1\2"))
			gather_fail(gather, FAILURE_DAMAGED);
		size += (size_t)u16(entry + 28) + u16(entry + 30) + u16(entry + 32);
		check_part(&view, at(&view, place, size));
		place += size;
	}
	if (place + 4 <= len && is_sign(view.bytes + place, "\1\2"))
		gather_fail(gather, FAILURE_TWICE); /* more than it says */
	check_gaps(&view);
	free(view.spans);
}
