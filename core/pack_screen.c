/* SPDX-License-Identifier: MIT */
/* The rules of the screening. */
#include <string.h>

#include "core/pack_read.h"
#include "core/screen_table.h"

static const char *const validator_words[VALIDATOR_COUNT] = {
	[VALIDATOR_RESIDENT_ID] = "resident-id",
	[VALIDATOR_MOBILE] = "mobile",
	[VALIDATOR_LANDLINE] = "landline",
	[VALIDATOR_BANK_CARD] = "bank-card",
	[VALIDATOR_CREDIT_CODE] = "credit-code",
	[VALIDATOR_PASSPORT] = "passport",
	[VALIDATOR_PLATE] = "plate",
	[VALIDATOR_EMAIL] = "email",
	[VALIDATOR_ADDRESS] = "address",
	[VALIDATOR_PERSON_WORD] = "person-word",
	[VALIDATOR_SECRECY_MARK] = "secrecy-mark",
	[VALIDATOR_HIDDEN_CHARACTER] = "hidden-character",
	[VALIDATOR_MARKED_LINE] = "marked-line",
	[VALIDATOR_CODE] = "code",
	[VALIDATOR_LABELLED] = "labelled",
	[VALIDATOR_MOD_11] = "mod-11",
	[VALIDATOR_AMOUNT] = "amount",
	[VALIDATOR_HEAD_LINE] = "head-line",
	[VALIDATOR_MASKED] = "masked",
};

static const char *const list_keys[LIST_COUNT] = {
	[LIST_WORDS] = "words",
	[LIST_EXCEPT] = "except",
	[LIST_OFFICIAL] = "official",
	[LIST_AFTER] = "after",
	[LIST_PARTS] = "parts",
	[LIST_PLACES] = "places",
	[LIST_ENDS] = "ends",
};

static enum severity read_severity(struct source *source, const char *key)
{
	return (enum severity)source_word(source, key, severity_words, COUNT(severity_words));
}

/* "3 4": so many characters stay in front, and behind. */
static void read_mask(struct source *source, struct screen_rule *rule)
{
	const char *text = conf_get(source->section, "mask");
	struct strv words = {0};

	if (text == NULL)
		return;
	strv_split(&words, text, " \t");
	if (words.n != 2 || !str_number(words.v[0], &rule->keep_first) ||
		!str_number(words.v[1], &rule->keep_last) || rule->keep_first > 20 ||
		rule->keep_last > 20)
		source_fault(source, "mask",
			_("'mask' is '%s'; it is two numbers, as '3 4': characters that stay in "
			  "front and behind"),
			text);
	strv_release(&words);
}

static void read_table(struct source *source, struct screen_rule *rule)
{
	int line;

	rule->file = source_file(source, "file");
	if (rule->file == NULL || source->failed)
		return;
	line = screen_table_fault(rule->file->text);
	if (line > 0)
		source_fault(source, "file",
			_("%s:%d: a line is a word or a number, and numbers behind it"),
			rule->file->path, line);
}

void pack_read_screen(struct source *source)
{
	struct pack *pack = source->pack;
	struct screen_rule *rule = SOURCE_ADD(source, pack->screen_rules, pack->screen_rule_count);

	rule->name = source_name(source, "name");
	rule->validator = (enum validator)source_word(
		source, "validator", validator_words, COUNT(validator_words));
	rule->severity = read_severity(source, "severity");
	rule->other = conf_get(source->section, "other") != NULL ? read_severity(source, "other")
								 : rule->severity;
	for (size_t i = 0; i < LIST_COUNT; i++)
		strv_split(&rule->lists[i], conf_get(source->section, list_keys[i]), "|");
	/* A line of the pack holds a thousand bytes: these go on in a second one. */
	strv_split(&rule->lists[LIST_WORDS], conf_get(source->section, "words-more"), "|");
	read_mask(source, rule);
	read_table(source, rule);
	if (pack->screen_rule_count > SCREEN_RULES_MAX)
		source_fault(source, NULL, _("a pack has at most %d rules of screening"),
			SCREEN_RULES_MAX);
}
