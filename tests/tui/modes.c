/* SPDX-License-Identifier: MIT */
#include "tests/tui/modes.h"

#include <stdlib.h>

/* Private modes a program must put back, in the order they are printed, and the state that a
 * terminal starts with. */
static const struct {
	int number;
	bool normal;
} modes[MODE_COUNT] = {
	[MODE_CURSOR_KEYS] = {1, false},
	[MODE_CURSOR] = {25, true},
	[MODE_ALT_OLD] = {47, false},
	[MODE_CLICK] = {1000, false},
	[MODE_DRAG] = {1002, false},
	[MODE_MOVE] = {1003, false},
	[MODE_SGR] = {1006, false},
	[MODE_ALT] = {1047, false},
	[MODE_ALT_SAVE] = {1049, false},
	[MODE_PASTE] = {2004, false},
	[MODE_SYNC] = {2026, false},
};

static void set(struct modes *m, int number, bool on)
{
	for (int i = 0; i < MODE_COUNT; i++) {
		unsigned bit = 1u << i;

		if (modes[i].number == number)
			m->changed = on == modes[i].normal ? m->changed & ~bit : m->changed | bit;
	}
}

/* A whole control sequence: `?1049;25h` is the kind that matters. */
static void sequence(struct modes *m)
{
	char last = m->csi[m->len - 1];
	char *p = m->csi + 1;

	if (m->csi[0] != '?' || (last != 'h' && last != 'l'))
		return;
	while (*p >= '0' && *p <= '9') {
		set(m, (int)strtol(p, &p, 10), last == 'h');
		if (*p == ';')
			p++;
	}
}

static void byte(struct modes *m, char c)
{
	if (c == '\033' || m->state == MODES_GROUND) {
		m->state = c == '\033' ? MODES_ESCAPE : MODES_GROUND;
	} else if (m->state == MODES_ESCAPE) {
		m->state = c == '[' ? MODES_CSI : MODES_GROUND;
		m->len = 0;
	} else if (m->len + 1 == MODES_CSI_MAX) {
		m->state = MODES_GROUND;
	} else {
		m->csi[m->len++] = c;
		m->csi[m->len] = '\0';
		if (c >= '@' && c <= '~') {
			sequence(m);
			m->state = MODES_GROUND;
		}
	}
}

void modes_feed(struct modes *m, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		byte(m, bytes[i]);
}

bool modes_on(const struct modes *m, enum mode mode)
{
	return ((m->changed >> mode & 1u) != 0) != modes[mode].normal;
}

void modes_print(const struct modes *m, struct str *out)
{
	const char *gap = "";

	for (int i = 0; i < MODE_COUNT; i++) {
		if (m->changed >> i & 1u) {
			str_addf(out, "%s%d", gap, modes[i].number);
			gap = " ";
		}
	}
	if (m->changed == 0)
		str_add(out, "none");
}
