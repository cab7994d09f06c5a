/* SPDX-License-Identifier: MIT */
#include "tests/tui/monkey.h"

#include <stdlib.h>

static const char *const special[] = {"\033[A", "\033[B", "\033[C", "\033[D", "\033OA", "\033OB",
	"\033OC", "\033OD", "\r", "\r", "\033", "\t", "\033[Z", "\033[5~", "\033[6~", "\033[H",
	"\033[F", "\033OP", "\033OQ", "\033OR", "\033OS", "\033[15~", "\033[17~", "\033[18~",
	"\033[19~", "\033[20~", "\033[21~", "\033[24~", "\177", " ", " ", "公开", "“", "𠀀",
	"\xff\x80", "\xe4\xb8", "\033[<0;10;5M", "\033[<64;10;5M", "\033[<65;10;5M",
	"\033[<0;3;24M", "\033[200~公开\npaste\033[201~", "\033[200~", "\033[201~",
	"\033[27;5;13~"};
enum {
	SPECIAL = sizeof(special) / sizeof(*special),
	SUSPEND = 'z' - 'a' + 1,
	LEAVES = 20 /* one in so many of the keys that end the program is typed */
};

/* Each start costs as much as some hundred keys. */
static void type_letter(unsigned *seed, struct str *out)
{
	char c = (char)(0x21 + rand_r(seed) % (0x7F - 0x21));

	if ((c != 'Q' && c != 'q') || rand_r(seed) % LEAVES == 0)
		str_addc(out, c);
}

void monkey_type(unsigned *seed, int n, struct str *out)
{
	for (int i = 0; i < n; i++) {
		int kind = rand_r(seed) % 100;

		if (kind < 55) {
			str_add(out, special[rand_r(seed) % SPECIAL]);
		} else if (kind < 90) {
			type_letter(seed, out);
		} else {
			char c = (char)(1 + rand_r(seed) % 26);

			if (c != SUSPEND) /* nobody would continue it */
				str_addc(out, c);
		}
	}
}

void monkey_size(unsigned *seed, int *rows, int *cols)
{
	bool is_odd = rand_r(seed) % 3 == 0;

	*rows = is_odd ? 1 + rand_r(seed) % 100 : 24;
	*cols = is_odd ? 1 + rand_r(seed) % 300 : 80;
}
