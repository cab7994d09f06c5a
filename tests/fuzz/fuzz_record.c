/* SPDX-License-Identifier: MIT */

/* Hostile records: what is read as one is written as the same bytes. The first byte says of what.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/document.h"
#include "core/mem.h"
#include "core/org.h"
#include "core/record.h"
#include "core/signers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same(struct str *out, const char *text)
{
	if (strcmp(str_get(out), text) != 0)
		abort();
	str_release(out);
}

static void try_record(const char *text)
{
	struct record record = {0}, again = {0};
	struct str out = {0};
	struct err err;

	if (record_parse(&record, text, &err)) {
		for (size_t i = 0; i < record.n; i++)
			record_add(&out, record.lines[i].key, record.lines[i].value);
		if (!record_parse(&again, str_get(&out), &err) || again.n != record.n)
			abort();
		for (size_t i = 0; i < record.n; i++) {
			if (strcmp(again.lines[i].value, record.lines[i].value) != 0)
				abort();
		}
	}
	str_release(&out);
	record_release(&record);
	record_release(&again);
}

static void try_paper(const char *text)
{
	struct paper paper = {0}, copy = {0};
	struct str out = {0};
	struct err err;

	if (paper_parse(&paper, text, &err)) {
		paper_copy(&copy, &paper);
		paper_print(&copy, &out);
		same(&out, text);
	}
	paper_release(&paper);
	paper_release(&copy);
}

/* A document is printed anew and need not have been written so: twice gives the same. */
static void try_document(const char *text)
{
	struct document document = {0}, again = {0}, copy = {0};
	struct str once = {0}, twice = {0};
	struct err err;

	if (document_parse(&document, text, &err)) {
		document_copy(&copy, &document);
		document_print(&copy, &once);
		if (!document_parse(&again, str_get(&once), &err))
			abort();
		document_print(&again, &twice);
		same(&twice, str_get(&once));
		(void)document_due(&again);
	}
	str_release(&once);
	document_release(&document);
	document_release(&again);
	document_release(&copy);
}

static void try_org(const char *text, bool is_unit)
{
	struct org org = {0};
	struct unit unit = {0}, root = {.id = xstrdup("zfb")};
	struct person person = {0};
	struct str out = {0};
	struct err err;

	if (!org_put_unit(&org, &root, &err))
		abort();
	if (is_unit && unit_parse(&unit, text, &err)) {
		unit_print(&unit, &out);
		same(&out, text);
		(void)org_put_unit(&org, &unit, &err);
	} else if (!is_unit && person_parse(&person, text, &err)) {
		person_print(&person, &out);
		same(&out, text);
		(void)org_put_person(&org, &person, &err);
	}
	unit_release(&unit);
	person_release(&person);
	org_release(&org);
}

static void try_site(const char *text)
{
	struct org org = {0};
	struct str out = {0}, signers = {0};
	struct err err;

	if (site_keys_parse(&org.site, text, &err)) {
		site_keys_print(&org.site, &out);
		same(&out, text);
		signers_print(&org, &signers);
	}
	str_release(&signers);
	org_release(&org);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;

	if (size == 0)
		return 0;
	text = xstrndup((const char *)data + 1, size - 1);
	switch (data[0] % 6) {
	case 0: try_record(text); break;
	case 1: try_paper(text); break;
	case 2: try_document(text); break;
	case 3: try_org(text, true); break;
	case 4: try_org(text, false); break;
	default: try_site(text); break;
	}
	free(text);
	return 0;
}
