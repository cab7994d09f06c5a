/* SPDX-License-Identifier: MIT */
/* Letters: texts of the pack that are filled in from a record. */
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/letter.h"
#include "core/pack_read.h"

void pack_read_letter(struct source *source)
{
	static const char *const langs[] = {[LANG_EN] = "en", [LANG_ZH] = "zh"};
	struct kind *kind = source_kind(source);
	struct letter *letter;

	if (kind == NULL)
		return;
	letter = SOURCE_ADD(source, kind->letters, kind->letter_count);
	letter->name = source_name(source, "name");
	letter->lang = (enum lang)source_word(source, "language", langs, LANG_COUNT);
}

/* "WORD", "WORD CODE" or a field. */
static bool check_blank(const struct source *source, const struct kind *kind,
	const struct strv *words, struct place place)
{
	enum letter_word word = words->n > 0 ? letter_word(words->v[0]) : WORD_FIELD;
	const char *code = words->n > 1 ? words->v[1] : "";
	const struct pack *pack = source->pack;

	if (words->n != (word < WORD_DUE ? 1 : 2))
		return pack_fault(source->err, place,
			_("what stands in braces is a field, or one of the words of letters"));
	if (word == WORD_FIELD && kind_field(kind, words->v[0]) == NULL)
		return coded_unknown(CODED(kind->fields, kind->field_count, _("fields")),
			words->v[0], place, source->err);
	if ((word == WORD_COMMENT || word == WORD_DAY) && pack_action(pack, code) == NULL)
		return coded_unknown(CODED(pack->actions, pack->action_count, _("actions")), code,
			place, source->err);
	if (word >= WORD_DUE && word <= WORD_TERM && clock_rule(kind, code) == NULL)
		return coded_unknown(CODED(kind->clocks, kind->clock_count, _("clocks")), code,
			place, source->err);
	return true;
}

static bool check_part(const struct source *source, const struct kind *kind,
	const struct letter_part *part, struct place place)
{
	char *text = xstrndup(part->from, part->len), *when = NULL;
	struct strv words = {0};
	bool ok = true;

	strv_split(&words, text, " ");
	switch (part->what) {
	case LETTER_TEXT: break;
	case LETTER_BLANK: ok = check_blank(source, kind, &words, place); break;
	case LETTER_IF:
		ok = condition_read(&when, source->pack, kind, text, place, source->err);
		break;
	case LETTER_OPEN:
		ok = pack_fault(source->err, place, _("a brace is open; {{ stands for a brace"));
		break;
	}
	strv_release(&words);
	free(when);
	free(text);
	return ok;
}

static bool check_text(
	const struct source *source, const struct kind *kind, const struct letter *letter)
{
	struct letter_reader reader = {.at = letter->file->text, .line = 1};
	struct letter_part part;
	struct place place = {letter->file->path, 1};

	while (letter_next(&reader, &part)) {
		if (!check_part(source, kind, &part, place))
			return false;
		place.line = reader.line;
	}
	return true;
}

/* When everything it names is there: states, fields, actions, clocks. */
void pack_link_letter(struct source *source)
{
	struct kind *kind = source_kind(source);
	struct letter *letter = NULL;

	for (size_t i = 0; kind != NULL && i < kind->letter_count; i++) {
		if (code_eq(kind->letters[i].code, source->words.v[2]))
			letter = &kind->letters[i];
	}
	if (letter == NULL)
		return;
	source_when(source, kind, &letter->when);
	source_codes(source, "draft", CODED(kind->states, kind->state_count, _("states")),
		&letter->draft);
	letter->file = source_file(source, "text");
	if (!source->failed)
		source->failed = !check_text(source, kind, letter);
}
