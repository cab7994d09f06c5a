/* SPDX-License-Identifier: MIT */
/* .docx: the paper with all changes accepted, and everything else in the file beside it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/text.h"
#include "store/read/parts.h"
#include "store/read/rels.h"
#include "store/read/word_list.h"
#include "store/read/xml.h"

#define WORD "wordprocessingml"

enum { FLOWS_MAX = 32, STYLES_DEEP = 20 };

/* Text that runs on: the page, or a box of text that stands in the middle of a paragraph. */
struct flow {
	struct str line; /* of the current paragraph, or row of a table */
	struct str after; /* lines of boxes in it */
	int rows; /* tables inside one another */
};

struct word {
	struct gather *gather;
	const struct strv *hidden_styles;
	struct lists *lists;
	char *list, *style; /* owns; what the paragraph says it is numbered by */
	int level;
	struct list_place place; /* where that is, and its number until there are words */
	struct str label;
	bool is_emptied; /* all words of the paragraph so far are deleted ones */
	int changes; /* depth of what it looked like before a change */
	int mark; /* what each line is marked; -1: the paper */
	struct flow flows[FLOWS_MAX];
	int flow; /* the current one */
	int deleted, inserted, runs, texts, fallback, alternates, readings; /* depths */
	bool hides_style, hides_paragraph, in_instruction;
	int shows; /* what a run says of itself, whatever its style: 1 shown, -1 hidden, 0 nothing
		    */
	int chosen, choices, ticked; /* of a list or a box to tick in an old form */
	int formulas;
	struct str tracked_out, tracked_in, unseen, instruction, reading;
	struct str choice, fallen; /* the two sides of what older programs see otherwise */
	struct str note; /* what stands before the next line: the number of a note, a name */
};

static struct flow *flow_of(struct word *word)
{
	return &word->flows[word->flow];
}

/* -- Lines ------------------------------------------------------------------------------------- */

static void add(struct word *word, struct str *to, const char *text, size_t len)
{
	if (to->len + len > TEXT_MAX)
		gather_fail(word->gather, FAILURE_LARGE);
	str_addn(to, text, len);
}

static void put_line(struct word *word, const char *text, size_t len)
{
	if (word->flow > 0) {
		add(word, &word->flows[word->flow - 1].after, text, len);
		add(word, &word->flows[word->flow - 1].after, "\n", 1);
	} else if (word->mark >= 0) {
		gather_mark(word->gather, (enum mark)word->mark, text, len);
	} else {
		gather_text(word->gather, text, len);
		gather_text(word->gather, "\n", 1);
	}
}

static void end_line(struct word *word)
{
	struct flow *flow = flow_of(word);
	struct str line = {0}, after = flow->after;
	size_t len;

	flow->after = (struct str){0};
	if (word->flow == 0 && word->note.len > 0 && !is_blank(&flow->line)) {
		str_addn(&line, word->note.buf, word->note.len);
		str_clear(&word->note);
	}
	str_addn(&line, str_get(&flow->line), flow->line.len);
	len = line.len;
	while (len > 0 && strchr(" \t", line.buf[len - 1]) != NULL)
		len--;
	put_line(word, str_get(&line), len);
	if (after.len > 0)
		put_line(word, after.buf, after.len - 1);
	str_clear(&flow->line);
	str_release(&line);
	str_release(&after);
}

/* Cells and their paragraphs stand on the line of their row. */
static void gap(struct word *word, char c)
{
	struct str *line = &flow_of(word)->line;

	if (line->len > 0 && line->buf[line->len - 1] == ' ')
		line->buf[line->len - 1] = c;
	else if (c == '\t' || (line->len > 0 && line->buf[line->len - 1] != '\t'))
		str_addc(line, c);
}

/* -- Runs -------------------------------------------------------------------------------------- */

static bool is_hidden(const struct word *word)
{
	return word->shows != 0 ? word->shows < 0 : word->hides_style || word->hides_paragraph;
}

static void say(struct word *word, const char *text, size_t len)
{
	if (word->fallback > 0) {
		add(word, &word->fallen, text, len);
	} else if (word->deleted > 0) {
		add(word, &word->tracked_out, text, len);
		word->is_emptied = true;
	} else if (word->readings > 0) {
		add(word, &word->reading, text, len);
	} else if (is_hidden(word)) {
		add(word, &word->unseen, text, len);
	} else {
		add(word, &flow_of(word)->line, str_get(&word->label), word->label.len);
		str_clear(&word->label);
		word->place.level = NULL;
		add(word, &flow_of(word)->line, text, len);
		if (word->inserted > 0)
			add(word, &word->tracked_in, text, len);
		if (word->alternates > 0)
			add(word, &word->choice, text, len);
	}
}

/* What only makes the XML pretty, beside the texts of a run. */
static bool is_gap(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\0' || strchr(" \t\r\n", text[i]) == NULL)
			return false;
	}
	return true;
}

static void word_text(struct xml *xml, const char *text, size_t len)
{
	struct word *word = xml->data;

	if (word->in_instruction)
		add(word, &word->instruction, text, len);
	else if (word->runs > 0 && (word->texts > 0 || !is_gap(text, len)))
		say(word, text, len);
}

static void say_reference(struct word *word, const char **attributes, const char *star)
{
	const char *id = xml_attribute(attributes, "id");
	char *text = xasprintf("[%s%s]", star, id != NULL ? id : "");

	say(word, text, strlen(text));
	free(text);
}

/* -- Elements ---------------------------------------------------------------------------------- */

enum element {
	E_OTHER,
	E_P,
	E_R,
	E_T,
	E_DELETED_TEXT,
	E_INSTRUCTION,
	E_FIELD,
	E_SIMPLE_FIELD,
	E_TAB,
	E_BREAK,
	E_HYPHEN,
	E_ROW,
	E_CELL,
	E_DEL,
	E_INS,
	E_VANISH,
	E_RSTYLE,
	E_PSTYLE,
	E_BOX,
	E_ALTERNATE,
	E_FALLBACK,
	E_FOOT_REF,
	E_END_REF,
	E_FOOTNOTE,
	E_ENDNOTE,
	E_COMMENT,
	E_PICTURE,
	E_SYMBOL,
	E_READING,
	E_ART,
	E_OTHER_FILE,
	E_FORM_LIST,
	E_FORM_BOX,
	E_FORM_RESULT,
	E_FORM_CHECKED,
	E_FORM_DEFAULT,
	E_FORM_ENTRY,
	E_FORMULA,
	E_PARAGRAPH_LOOK,
	E_LOOK_BEFORE,
	E_LIST,
	E_LEVEL,
};

static enum element element(const char *name)
{
	static const struct {
		const char *name;
		enum element element;
	} table[] = {{"p", E_P}, {"r", E_R}, {"t", E_T}, {"delText", E_DELETED_TEXT},
		{"instrText", E_INSTRUCTION}, {"delInstrText", E_INSTRUCTION}, {"fldChar", E_FIELD},
		{"fldSimple", E_SIMPLE_FIELD}, {"tab", E_TAB}, {"br", E_BREAK}, {"cr", E_BREAK},
		{"noBreakHyphen", E_HYPHEN}, {"tr", E_ROW}, {"tc", E_CELL}, {"del", E_DEL},
		{"moveFrom", E_DEL}, {"ins", E_INS}, {"moveTo", E_INS}, {"vanish", E_VANISH},
		{"specVanish", E_VANISH}, {"rStyle", E_RSTYLE}, {"pStyle", E_PSTYLE},
		{"txbxContent", E_BOX}, {"AlternateContent", E_ALTERNATE}, {"Fallback", E_FALLBACK},
		{"footnoteReference", E_FOOT_REF}, {"endnoteReference", E_END_REF},
		{"footnote", E_FOOTNOTE}, {"endnote", E_ENDNOTE}, {"comment", E_COMMENT},
		{"docPr", E_PICTURE}, {"cNvPr", E_PICTURE}, {"shape", E_PICTURE}, {"ptab", E_TAB},
		{"sym", E_SYMBOL}, {"rt", E_READING}, {"textpath", E_ART},
		{"altChunk", E_OTHER_FILE}, {"ddList", E_FORM_LIST}, {"checkBox", E_FORM_BOX},
		{"result", E_FORM_RESULT}, {"checked", E_FORM_CHECKED}, {"default", E_FORM_DEFAULT},
		{"listEntry", E_FORM_ENTRY}, {"oMath", E_FORMULA}, {"pPr", E_PARAGRAPH_LOOK},
		{"pPrChange", E_LOOK_BEFORE}, {"rPrChange", E_LOOK_BEFORE}, {"numId", E_LIST},
		{"ilvl", E_LEVEL}};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (strcmp(table[i].name, name) == 0)
			return table[i].element;
	}
	return E_OTHER;
}

static void name_picture(struct word *word, const char **attributes)
{
	static const char *const names[] = {"descr", "title", "alt"};

	for (size_t i = 0; i < 3 && word->fallback == 0; i++) {
		const char *value = xml_attribute(attributes, names[i]);

		if (value != NULL && *value != '\0')
			gather_mark(word->gather, MARK_ALT, value, strlen(value));
	}
}

static void forget_list(struct word *word)
{
	str_clear(&word->label);
	word->place = (struct list_place){0};
	set_str(&word->list, NULL);
	set_str(&word->style, NULL);
	word->level = -1;
}

static void open_box(struct word *word)
{
	add(word, &flow_of(word)->line, str_get(&word->label), word->label.len);
	forget_list(word);
	if (++word->flow >= FLOWS_MAX)
		gather_fail(word->gather, FAILURE_DEEP);
}

static void open_note(struct word *word, const char **attributes, const char *star)
{
	const char *id = xml_attribute(attributes, "id");

	str_clear(&word->note);
	str_addf(&word->note, "[%s%s] ", star, id != NULL ? id : "");
}

static void open_comment(struct word *word, const char **attributes)
{
	const char *author = xml_attribute(attributes, "author");

	str_clear(&word->note);
	if (author != NULL && *author != '\0')
		str_addf(&word->note, "%s: ", author);
}

static void open_paragraph(struct word *word)
{
	word->hides_paragraph = word->is_emptied = false;
	forget_list(word);
}

static void take_style(struct word *word, const char *style)
{
	word->hides_paragraph = strv_has(word->hidden_styles, style);
	set_str(&word->style, style);
}

/* What a paragraph is like is known: so is its number. */
static void count_paragraph(struct word *word)
{
	if (word->changes > 0 || word->fallback > 0)
		return;
	str_clear(&word->label);
	word->place = lists_count(word->lists, word->list, word->level, word->style, &word->label);
}

/* Of a run: what it looks like, and signs in it. */
static void open_in_run(struct word *word, enum element what, const char **attributes)
{
	const char *value = xml_attribute(attributes, "val");
	int level;

	if (what == E_VANISH && word->runs > 0)
		word->shows = xml_is_on(value) ? -1 : 1;
	else if (what == E_RSTYLE && word->runs > 0 && value != NULL)
		word->hides_style = strv_has(word->hidden_styles, value);
	else if (what == E_PSTYLE && value != NULL)
		take_style(word, value);
	else if (what == E_LIST)
		set_str(&word->list, value);
	else if (what == E_LEVEL && value != NULL && str_number(value, &level))
		word->level = level < LIST_LEVELS ? level : -1;
	else if (what == E_TAB && word->runs > 0)
		say(word, "\t", 1);
	else if (what == E_BREAK && word->runs > 0)
		say(word, flow_of(word)->rows > 0 ? " " : "\n", 1);
	else if (what == E_HYPHEN && word->runs > 0)
		say(word, "-", 1);
}

/* A sign by its number in a font, which for fonts of signs says nothing without them. */
static void say_symbol(struct word *word, const char **attributes)
{
	static const struct {
		const char *code, *sign;
	} boxes[] = {{"F0FE", "☑"}, {"F052", "☑"}, {"F0FD", "☒"}, {"F053", "☒"}, {"F0A8", "□"},
		{"F06F", "□"}, {"F0A3", "□"}, {"F0FC", "✓"}, {"F050", "✓"}, {"F0FB", "✗"}};
	const char *font = xml_attribute(attributes, "font");
	const char *code = xml_attribute(attributes, "char");
	bool is_wingdings = font != NULL && strncasecmp(font, "Wingdings", 9) == 0;
	unsigned long c = code != NULL ? strtoul(code, NULL, 16) : 0;
	char bytes[4], *words;

	for (size_t i = 0; is_wingdings && code != NULL && i < 10; i++) {
		if (strcasecmp(boxes[i].code, code) == 0) {
			say(word, boxes[i].sign, strlen(boxes[i].sign));
			return;
		}
	}
	if (c >= 0x20 && c < 0xD800) {
		say(word, bytes, text_put((unsigned)c, bytes));
		return;
	}
	words = xasprintf("[%s %s]", font != NULL ? font : "", code != NULL ? code : "");
	say(word, words, strlen(words));
	free(words);
}

/* Words drawn as a picture: what watermarks and red heads are often made of. */
static void say_art(struct word *word, const char **attributes)
{
	const char *words = xml_attribute(attributes, "string");

	if (words == NULL || *words == '\0')
		return;
	if (flow_of(word)->line.len > 0 && word->fallback == 0)
		say(word, " ", 1);
	say(word, words, strlen(words));
}

/* An office program shows its text as part of the paper. */
static void note_other_file(struct word *word)
{
	static const char words[] = "text of another file that is laid into this one";

	gather_mark(word->gather, MARK_UNSCREENABLE, words, strlen(words));
}

/* Lists and boxes of old forms show what their attributes say. */
static void open_in_form(struct word *word, enum element what, const char **attributes)
{
	const char *value = xml_attribute(attributes, "val");
	int number;

	if (what == E_FORM_LIST || what == E_FORM_BOX) {
		word->chosen = word->ticked = -1;
		word->choices = 0;
	} else if (what == E_FORM_CHECKED) {
		word->ticked = xml_is_on(value);
	} else if (what == E_FORM_DEFAULT && word->ticked < 0) {
		word->ticked = xml_is_on(value);
		if (word->chosen < 0 && value != NULL && str_number(value, &number))
			word->chosen = number;
	} else if (what == E_FORM_RESULT && value != NULL && str_number(value, &number)) {
		word->chosen = number;
	} else if (what == E_FORM_ENTRY && value != NULL) {
		if (word->choices++ == (word->chosen < 0 ? 0 : word->chosen))
			say(word, value, strlen(value));
		else
			gather_mark(word->gather, MARK_FIELD, value, strlen(value));
	}
}

static void word_open(struct xml *xml, const char *name, const char **attributes)
{
	struct word *word = xml->data;
	enum element what = element(name);
	const char *type;

	switch ((int)what) {
	case E_R:
	case E_T:
	case E_DELETED_TEXT:
		word->runs++;
		word->texts += what != E_R;
		if (what == E_R) {
			word->hides_style = false;
			word->shows = 0;
		}
		break;
	case E_P: open_paragraph(word); break;
	case E_LOOK_BEFORE: word->changes++; break;
	case E_INSTRUCTION: word->in_instruction = true; break;
	case E_FIELD:
		type = xml_attribute(attributes, "fldCharType");
		if (type != NULL && strcmp(type, "begin") == 0)
			str_clear(&word->instruction);
		else if (word->instruction.len > 0) {
			part_field(word->gather, str_get(&word->instruction));
			str_clear(&word->instruction);
		}
		break;
	case E_SIMPLE_FIELD: part_field(word->gather, xml_attribute(attributes, "instr")); break;
	case E_ROW: flow_of(word)->rows += word->fallback == 0; break;
	case E_DEL: word->deleted++; break;
	case E_INS: word->inserted++; break;
	case E_BOX:
		if (word->fallback == 0)
			open_box(word);
		break;
	case E_ALTERNATE: word->alternates++; break;
	case E_FALLBACK: word->fallback++; break;
	case E_FOOT_REF: say_reference(word, attributes, ""); break;
	case E_END_REF: say_reference(word, attributes, "*"); break;
	case E_FOOTNOTE: open_note(word, attributes, ""); break;
	case E_ENDNOTE: open_note(word, attributes, "*"); break;
	case E_COMMENT: open_comment(word, attributes); break;
	case E_PICTURE: name_picture(word, attributes); break;
	case E_SYMBOL: say_symbol(word, attributes); break;
	case E_READING: word->readings++; break;
	case E_ART: say_art(word, attributes); break;
	case E_OTHER_FILE: note_other_file(word); break;
	case E_FORMULA: word->formulas++; break;
	default: open_in_run(word, what, attributes); open_in_form(word, what, attributes);
	}
}

static void end_tracked(struct word *word, enum mark mark, struct str *text)
{
	part_mark(word->gather, mark, text);
	str_clear(text);
}

static void close_paragraph(struct word *word)
{
	if (word->fallback > 0)
		return;
	end_tracked(word, MARK_HIDDEN, &word->unseen);
	/* One that is deleted with all its words does not count. */
	if (word->place.level != NULL && word->is_emptied && word->place.level->count > 0)
		word->place.level->count--;
	forget_list(word);
	if (flow_of(word)->rows > 0)
		gap(word, ' ');
	else
		end_line(word);
}

static void close_row(struct word *word)
{
	if (word->fallback > 0 || flow_of(word)->rows == 0)
		return;
	if (--flow_of(word)->rows == 0)
		end_line(word);
}

/* What older programs show instead is said where it is something else. */
static void close_alternate(struct word *word)
{
	if (word->alternates > 0 && --word->alternates > 0)
		return;
	if (!is_blank(&word->fallen) && strcmp(str_get(&word->choice), word->fallen.buf) != 0)
		part_mark(word->gather, MARK_HIDDEN, &word->fallen);
	str_clear(&word->choice);
	str_clear(&word->fallen);
}

static void close_box(struct word *word)
{
	if (word->fallback > 0 || word->flow == 0)
		return;
	if (flow_of(word)->line.len > 0)
		end_line(word);
	flow_of(word)->rows = 0;
	word->flow--;
}

static void word_close(struct xml *xml, const char *name)
{
	struct word *word = xml->data;

	enum element what = element(name);

	switch ((int)what) {
	case E_R:
	case E_T:
	case E_DELETED_TEXT:
		word->runs--;
		word->texts -= what != E_R;
		break;
	case E_P: close_paragraph(word); break;
	case E_LOOK_BEFORE: word->changes--; break;
	case E_PARAGRAPH_LOOK: count_paragraph(word); break;
	case E_INSTRUCTION: word->in_instruction = false; break;
	case E_CELL:
		if (word->fallback == 0)
			gap(word, '\t');
		break;
	case E_ROW: close_row(word); break;
	case E_DEL:
		if (--word->deleted == 0)
			end_tracked(word, MARK_DELETED, &word->tracked_out);
		break;
	case E_INS:
		if (--word->inserted == 0)
			end_tracked(word, MARK_INSERTED, &word->tracked_in);
		break;
	case E_BOX: close_box(word); break;
	case E_ALTERNATE: close_alternate(word); break;
	case E_FALLBACK: word->fallback--; break;
	case E_FORM_BOX: say(word, word->ticked > 0 ? "☒" : "☐", strlen("☐")); break;
	case E_READING:
		if (--word->readings == 0)
			end_tracked(word, MARK_OTHER, &word->reading);
		break;
	default: break;
	}
}

/* -- Styles that hide -------------------------------------------------------------------------- */

struct styles {
	struct strv hidden;
	char *current; /* owns; the style that is being read */
};

static void styles_open(struct xml *xml, const char *name, const char **attributes)
{
	struct styles *styles = xml->data;

	if (strcmp(name, "style") == 0) {
		set_str(&styles->current, xml_attribute(attributes, "styleId"));
	} else if (strcmp(name, "basedOn") == 0 && styles->current != NULL) {
		const char *of = xml_attribute(attributes, "val");

		if (of != NULL && strv_has(&styles->hidden, of))
			strv_put(&styles->hidden, styles->current);
	} else if (strcmp(name, "vanish") == 0 && styles->current != NULL &&
		   xml_is_on(xml_attribute(attributes, "val"))) {
		strv_put(&styles->hidden, styles->current);
	}
}

static void styles_close(struct xml *xml, const char *name)
{
	struct styles *styles = xml->data;

	if (strcmp(name, "style") == 0)
		set_str(&styles->current, NULL);
}

static void read_styles(struct zip *zip, struct gather *gather, struct strv *hidden)
{
	static const struct xml_walker walker = {.open = styles_open, .close = styles_close};
	struct styles styles = {0};

	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];

		/* Again where it found more: a style may be based on one that comes later. */
		for (size_t before = SIZE_MAX, turn = 0;
			before != styles.hidden.n && turn < STYLES_DEEP &&
			zip_is(part, WORD, "styles");
			turn++) {
			before = styles.hidden.n;
			xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, &styles);
		}
	}
	*hidden = styles.hidden;
	free(styles.current);
}

/* -- The package ------------------------------------------------------------------------------- */

static void release(struct word *word)
{
	for (int i = 0; i < FLOWS_MAX; i++) {
		str_release(&word->flows[i].line);
		str_release(&word->flows[i].after);
	}
	str_release(&word->tracked_out);
	str_release(&word->tracked_in);
	str_release(&word->unseen);
	str_release(&word->instruction);
	str_release(&word->reading);
	str_release(&word->choice);
	str_release(&word->fallen);
	str_release(&word->note);
	str_release(&word->label);
	free(word->list);
	free(word->style);
}

/* What styles and lists make of words, for all parts. */
struct word_looks {
	struct strv hidden; /* styles */
	struct lists *lists;
};

static void read_part(
	struct zip_part *part, struct gather *gather, const struct word_looks *looks, int mark)
{
	static const struct xml_walker walker = {
		.open = word_open, .close = word_close, .text = word_text};
	struct word word = {.gather = gather,
		.hidden_styles = &looks->hidden,
		.lists = looks->lists,
		.level = -1,
		.mark = mark};

	xml_walk(gather, part->bytes.buf, part->bytes.len, &walker, &word);
	if (word.flows[0].line.len > 0)
		end_line(&word);
	if (word.formulas > 0)
		gather_markf(gather, MARK_UNREAD,
			"formulas %d: their words are read, not their form", word.formulas);
	part->is_done = true;
	release(&word);
}

static void read_parts(struct zip *zip, struct gather *gather, const struct word_looks *looks,
	const char *root, int mark)
{
	for (size_t i = 0; i < zip->n; i++) {
		struct zip_part *part = &zip->parts[i];

		if (zip_is(part, WORD, root) && !part->is_done)
			read_part(part, gather, looks, mark);
	}
}

/* The paper is what the archive says it is, whatever its name; another one lies in it unseen. */
static void read_paper(struct zip *zip, struct gather *gather, const struct word_looks *looks)
{
	struct zip_part *main = rels_main(zip, gather);

	if (main != NULL && !zip_is(main, WORD, "document"))
		gather_fail(gather, FAILURE_DAMAGED);
	if (main != NULL)
		read_part(main, gather, looks, -1);
	read_parts(zip, gather, looks, "document", main != NULL ? MARK_HIDDEN : -1);
}

void word_read(struct zip *zip, struct gather *gather)
{
	static const struct {
		const char *root;
		int mark;
	} order[] = {{"footnotes", -1}, {"endnotes", -1}, {"hdr", MARK_HEADER},
		{"ftr", MARK_FOOTER}, {"comments", MARK_COMMENT}, {"glossaryDocument", MARK_OTHER}};
	struct lists lists = {0};
	struct word_looks looks = {.lists = &lists};

	gather->format = "docx";
	read_styles(zip, gather, &looks.hidden);
	lists_read(&lists, zip, gather);
	read_paper(zip, gather, &looks);
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		read_parts(zip, gather, &looks, order[i].root, order[i].mark);
	strv_release(&looks.hidden);
	lists_release(&lists);
	parts_finish(zip, gather);
}
